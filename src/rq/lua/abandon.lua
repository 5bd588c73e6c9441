-- Ends jobs whose worker has gone, as RQ's own maintenance does in its time (StartedJobRegistry.cleanup): so that it won't.
--   KEYS     the queue's registries of what is started, and of what has failed
--   ARGV     for each job: its id, and when its worker last said that it works on it; if it has said so again since, it lives
--   returns  for each job: whether it was ended
local started, failed = KEYS[1], KEYS[2]
local answer = {}
for i = 1, #ARGV, 2 do
  local id, seen = ARGV[i], ARGV[i + 1]
  local key = 'rq:job:' .. id
  local status, heartbeat, ttl = unpack(call('HMGET', key, 'status', 'last_heartbeat', 'failure_ttl'))
  local dead = status == 'started' and (heartbeat or '') == seen
  if dead then
    call('HSET', key, 'status', 'failed', 'ended_at', now_utc)
    call('ZREM', started, id)
    -- RQ 2 counts executions: of each there is a member of its own.
    for _, execution in ipairs(call('ZRANGE', 'rq:executions:' .. id, 0, -1)) do
      call('ZREM', started, id .. ':' .. execution)
      call('DEL', 'rq:execution:' .. id .. ':' .. execution)
    end
    call('DEL', 'rq:executions:' .. id)
    local kept = tonumber(field(ttl) or '') or 31536000
    call('ZADD', failed, seconds + kept, id)
    call('EXPIRE', key, kept)
  end
  answer[#answer + 1] = dead and 1 or 0
end
return answer
