-- How many jobs each queue has, and where.
--   KEYS     the set of the queues
--   returns  for each queue: name, waiting, started, scheduled by RQ itself, deferred, finished, failed
local answer = {}
for _, key in ipairs(call('SMEMBERS', KEYS[1])) do
  local queue = string.match(key, '^rq:queue:(.*)$')
  if queue then
    answer[#answer + 1] = queue
    answer[#answer + 1] = call('LLEN', key)
    for _, registry in ipairs({'wip', 'scheduled', 'deferred', 'finished', 'failed'}) do
      answer[#answer + 1] = call('ZCARD', 'rq:' .. registry .. ':' .. queue)
    end
  end
end
return answer
