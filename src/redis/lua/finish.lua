-- Ends runs.
--   ARGV     target, token, and the error or '' for success, one after the other
--   returns  for each: -2 if its lease is lost, and nothing was done; else in how many ms there is something to do for
--            the target again, or -1
--   costs    O(n log running)
if not result_ttl then
  return no_queue()
end
local answers = {}
for i = 1, #ARGV, 3 do
  local target, token, error = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local run, lease_until = find_run(target, token)
  answers[#answers + 1] = run and end_run(target, run, lease_until, error ~= '' and error or nil) or LOST
end
return answers
