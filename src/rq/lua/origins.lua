-- How many of some jobs of rq-scheduler's set name which queue.
--   KEYS     the set
--   ARGV     the cursor of ZSCAN
--   returns  the next cursor ('0': that was the last); for each queue: name, count. A job may be counted twice while the set changes
local scan = call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', 1000)
local counts = {}
for i = 1, #scan[2], 2 do
  local queue = call('HGET', 'rq:job:' .. scan[2][i], 'origin') or ''
  counts[queue] = (counts[queue] or 0) + 1
end
local answer = {scan[1]}
for queue, count in pairs(counts) do
  answer[#answer + 1] = queue
  answer[#answer + 1] = count
end
return answer
