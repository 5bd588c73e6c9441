-- Puts jobs whose time has come into their queues: those of rq-scheduler, and those of RQ's own scheduler. What another
-- scheduler has locked is left to it.
--   KEYS     rq-scheduler's set and its lock, the set of the queues
--   ARGV     how many jobs at most; how many ids to leave alone, and these; then for each job that has been decided on: its id,
--            the time that it had, when it is due again ('' never, '+60' 60 s from now, or a time) and its new meta ('': as it was)
--   returns  the time; how many were moved, were gone, were put off for another time; whether something is locked; when the next
--            one is due ('': none); then for each job that has to be decided on: id, time, meta
--   costs    O((moved + left alone) log n)
--
-- Whether a job is due again is in its meta, which only a reader of pickle understands. So such a job is moved by two calls:
-- one tells of it, the next one has the decision, and takes it only if the job is still due when it was.
local scheduled, lock, known_queues = KEYS[1], KEYS[2], KEYS[3]
local most = tonumber(ARGV[1])
local moved, gone, again, locked, next_due = 0, 0, 0, 0, nil
local undecided = {}

local left_alone, at = {}, 3
for _ = 1, tonumber(ARGV[2]) do
  left_alone[ARGV[at]] = true
  at = at + 1
end
local left_alone_count = at - 3

local function due(set, count)
  return call('ZRANGEBYSCORE', set, '-inf', now, 'WITHSCORES', 'LIMIT', 0, count)
end

local FIELDS = {'data', 'origin', 'timeout', 'ttl', 'enqueue_at_front', 'dependency_ids', 'dependency_id'}

-- As Queue.enqueue_job. False if there is no such job. `new_meta` is nil where it stays as it is.
local function enqueue(id, queue, new_meta)
  local key = 'rq:job:' .. id
  local data, origin, timeout, ttl, at_front, many, one = unpack(call('HMGET', key, unpack(FIELDS)))
  queue = queue or field(origin)
  if not data or not queue then
    return false
  end
  if new_meta then
    call('HSET', key, 'meta', new_meta)
  end
  local ids = dependencies(many, one)
  if #ids > 0 and has_to_wait(ids) then
    defer(id, queue, ids)
  else
    call('HSET', key, 'status', 'queued', 'origin', queue, 'enqueued_at', now_utc, 'timeout', field(timeout) or DEFAULT_TIMEOUT)
    push(id, queue, field(at_front) and at_front ~= '0')
  end
  local seconds_to_live = tonumber(field(ttl) or '')
  if seconds_to_live and seconds_to_live > 0 then
    for _, kept in ipairs({key, 'rq:job:' .. id .. ':dependents', 'rq:job::' .. id .. ':dependencies'}) do
      call('EXPIRE', kept, math.floor(seconds_to_live))
    end
  end
  return true
end

local function note_next(set)
  -- Those that are left alone are no more than `left_alone_count`, and may be the first.
  local first = call('ZRANGE', set, 0, left_alone_count, 'WITHSCORES')
  for i = 1, #first, 2 do
    if not left_alone[first[i]] then
      local time = tonumber(first[i + 1])
      next_due = next_due and math.min(next_due, time) or time
      return
    end
  end
end

-- Whether the job may be due again: then its meta has one of these words, whatever it is written in.
local function may_repeat(id)
  local meta = call('HGET', 'rq:job:' .. id, 'meta')
  if meta and (string.find(meta, 'interval', 1, true) or string.find(meta, 'cron_string', 1, true)) then
    return meta
  end
end

local function take_decision(id, time, next_time, new_meta)
  if call('ZSCORE', scheduled, id) ~= time then
    return  -- cancelled, put off, or moved by another
  end
  if not enqueue(id, nil, new_meta ~= '' and new_meta or nil) then
    gone = gone + 1
    call('ZREM', scheduled, id)
    return
  end
  moved = moved + 1
  if next_time == '' then
    call('ZREM', scheduled, id)
  else
    again = again + 1
    local from_now = string.match(next_time, '^%+(%d+)$')
    call('ZADD', scheduled, from_now and seconds + tonumber(from_now) or next_time, id)
  end
end

local function move_from(set, queue, decide)
  local found = due(set, most - moved + left_alone_count)
  local done = {}
  for i = 1, #found, 2 do
    local id = found[i]
    if not left_alone[id] then
      local meta = decide and may_repeat(id)
      if meta then
        undecided[#undecided + 1] = id
        undecided[#undecided + 1] = found[i + 1]
        undecided[#undecided + 1] = meta
      else
        done[#done + 1] = id
        if enqueue(id, queue) then
          moved = moved + 1
        else
          gone = gone + 1
        end
      end
    end
  end
  if #done > 0 then
    call('ZREM', set, unpack(done))
  end
end

if call('EXISTS', lock) == 1 then
  locked = 1
else
  while at + 3 <= #ARGV do
    take_decision(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
    at = at + 4
  end
  move_from(scheduled, nil, true)
  note_next(scheduled)
end

for _, key in ipairs(call('SMEMBERS', known_queues)) do
  local queue = string.match(key, '^rq:queue:(.*)$')
  local registry = queue and 'rq:scheduled:' .. queue
  if registry and call('EXISTS', registry) == 1 then
    if call('EXISTS', 'rq:scheduler-lock:' .. queue) == 1 then
      locked = 1
    else
      move_from(registry, queue, false)
      note_next(registry)
    end
  end
end
push_all()

local answer = {now, moved, gone, again, locked, next_due and string.format('%.17g', next_due) or ''}
for _, value in ipairs(undecided) do
  answer[#answer + 1] = value
end
return answer
