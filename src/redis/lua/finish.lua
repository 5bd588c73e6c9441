-- Ends runs.
--   ARGV     target, token, and the error or '' for success, one after the other; at most 500 runs
--   returns  for each: -2 if its lease is lost, and nothing was done; else in how many ms there is something to do for
--            the target again, or -1
--   costs    O(n log running)
if not result_ttl then
  return no_queue()
end
local answers, ending, places = {}, {}, {}
local seen = {}
for i = 1, #ARGV, 3 do
  local target, token, error = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local packed, lease_until = find_run(target, token)
  if packed and not seen[target] then
    seen[target] = true
    ending[#ending + 1] = {target, packed, lease_until, error ~= '' and error or nil}
    places[#places + 1] = #answers + 1
  end
  answers[#answers + 1] = LOST
end
if #ending > 0 then
  for i, left in ipairs(end_runs(ending)) do
    answers[places[i]] = left
  end
end
return answers
