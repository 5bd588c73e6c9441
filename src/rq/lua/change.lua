-- Cancels scheduled jobs, or gives them another time or queue.
--   KEYS     rq-scheduler's set, the set of the queues
--   ARGV     cancel, delete (the job too), or move; for move: the new time ('': as it was; now) and queue ('': as it was); then ids
--   returns  for each id: 1, or 0 where it is not scheduled
local scheduled, known_queues = KEYS[1], KEYS[2]
local what, new_time, new_queue, first = ARGV[1], nil, nil, 2
if what == 'move' then
  new_time, new_queue, first = field(ARGV[2]), field(ARGV[3]), 4
  if new_time == 'now' then
    new_time = seconds
  end
end

local registries = {}
for _, key in ipairs(call('SMEMBERS', known_queues)) do
  local queue = string.match(key, '^rq:queue:(.*)$')
  if queue then
    registries[#registries + 1] = queue
  end
end

-- The set that a job is scheduled in, its queue if that is one of RQ's own registries, and its time.
local function find(id)
  local time = call('ZSCORE', scheduled, id)
  if time then
    return scheduled, nil, time
  end
  for _, queue in ipairs(registries) do
    time = call('ZSCORE', 'rq:scheduled:' .. queue, id)
    if time then
      return 'rq:scheduled:' .. queue, queue, time
    end
  end
end

-- As Scheduler.cancel of rq-scheduler, which leaves the job as it is; and as Job.cancel of RQ.
local function cancel(id, set, queue)
  call('ZREM', set, id)
  local key = 'rq:job:' .. id
  if what == 'delete' then
    call('DEL', key, key .. ':dependents', 'rq:job::' .. id .. ':dependencies')
  elseif queue and call('EXISTS', key) == 1 then
    call('HSET', key, 'status', 'canceled')
    call('ZADD', 'rq:canceled:' .. queue, seconds, id)
  end
end

local function move(id, set, queue, time)
  if new_queue then
    call('HSET', 'rq:job:' .. id, 'origin', new_queue)
    call('SADD', known_queues, 'rq:queue:' .. new_queue)
    if queue then
      call('ZREM', set, id)
      set = 'rq:scheduled:' .. new_queue
    end
  end
  call('ZADD', set, new_time or time, id)
end

local answer = {}
for i = first, #ARGV do
  local set, queue, time = find(ARGV[i])
  if set and what == 'move' then
    move(ARGV[i], set, queue, time)
  elseif set then
    cancel(ARGV[i], set, queue)
  end
  answer[#answer + 1] = set and 1 or 0
end
return answer
