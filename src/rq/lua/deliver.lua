-- Puts jobs for targets into a queue, of each target one: what an earlier run has left there is waited for.
--   KEYS     the queue, the set of the queues, the record of which job each target has
--   ARGV     for each job: target, id, how many words its fields are, and these: name, value, …
--   returns  for each job: what became of it, and the id of the job that the target has now
--              put    it is in the queue
--              found  an earlier one is still in the queue: it will start after this, so it will do
--              behind an earlier one has been started: it may have read before this
local queue, known_queues, record = KEYS[1], KEYS[2], KEYS[3]

-- What the earlier job of the target still does, if anything.
local function earlier(target)
  local id = call('HGET', record, target)
  local status = id and call('HGET', 'rq:job:' .. id, 'status')
  if status == 'queued' or status == 'deferred' or status == 'scheduled' then
    return 'found', id
  elseif status == 'started' then
    return 'behind', id
  end
end

local function put(target, id, fields)
  local key = 'rq:job:' .. id
  call('DEL', key, 'rq:results:' .. id)
  call('HSET', key, 'created_at', now_utc, 'enqueued_at', now_utc, unpack(fields))
  call('RPUSH', queue, id)
  call('HSET', record, target, id)
end

local answer, at = {}, 1
call('SADD', known_queues, queue)
while at + 2 <= #ARGV do
  local target, id, size = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  local what, other = earlier(target)
  if not what then
    put(target, id, {unpack(ARGV, at + 3, at + 2 + size)})
    what, other = 'put', id
  end
  answer[#answer + 1] = what
  answer[#answer + 1] = other
  at = at + 3 + size
end
return answer
