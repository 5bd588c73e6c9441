-- How much there is of everything.
--   returns  pending, running, failed, queued requests, oldest first touch or -1, next due time or -1; then since the
--            queue was created: changes, merged changes, runs, failures, orphans
--   costs    O(log n)
local quiet = settings('quiet')

local function earliest(key)
  return tonumber(call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]) or math.huge
end

-- A record that is not among `first` was touched `quiet` before it is due; one that is, no later than that. So the
-- earliest of all is found without looking at each.
local next_due = math.min(earliest(due), earliest(held))
local oldest = math.min(earliest(first), next_due - (quiet or 0))
local answer = {call('ZCARD', due) + call('ZCARD', held), call('HLEN', runs), call('HLEN', failed), call('ZCARD', queue),
                oldest < math.huge and oldest or -1, next_due < math.huge and next_due or -1}
for _, count in ipairs(call('HMGET', counts, 'touches', 'merges', 'runs', 'failures', 'orphans')) do
  answer[#answer + 1] = tonumber(count) or 0
end
return answer
