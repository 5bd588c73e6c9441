-- Ends runs.
--   ARGV     target, token, and the error or '' for success, one after the other; at most 500 runs
--   returns  for each: -2 if its lease is lost, and nothing was done; else in how many ms there is something to do for
--            the target again, or -1
--   costs    O(n log running)
if not result_ttl then
  return no_queue()
end
local targets = {}
for i = 1, #ARGV, 3 do
  targets[#targets + 1] = ARGV[i]
end
local packed, lease_ends = call('HMGET', runs, unpack(targets)), call('ZMSCORE', leases, unpack(targets))
local answers, ending, places, seen = {}, {}, {}, {}
for i, target in ipairs(targets) do
  local token, error = ARGV[3 * i - 1], ARGV[3 * i]
  answers[i] = LOST
  if not seen[target] and is_held(packed[i], tonumber(lease_ends[i]), token) then
    seen[target] = true
    ending[#ending + 1] = {target, packed[i], tonumber(lease_ends[i]), error ~= '' and error or nil}
    places[#places + 1] = i
  end
end
if #ending > 0 then
  for i, left in ipairs(end_runs(ending)) do
    answers[places[i]] = left
  end
end
return answers
