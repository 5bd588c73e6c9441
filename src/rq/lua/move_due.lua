-- Puts jobs whose time has come into their queues: those of rq-scheduler, and those of RQ's own scheduler. What another
-- scheduler has locked is left to it.
--   KEYS     rq-scheduler's set and its lock, the set of the queues
--   ARGV     how many jobs at most; how many ids to leave alone, and these; then for each job that has been decided on: its id,
--            the time that it had, when it is due again ('' never, '+60' 60 s from now, or a time) and its new meta ('': as it was)
--   returns  the time; how many were moved, were gone, were put off for another time; whether something is locked; when the next
--            one is due ('': none); how many can't be moved, and for each of these: id, why; then for each job that has to be
--            decided on: id, time, meta
--   costs    O((moved + left alone) log n)
--
-- Whether a job is due again is in its meta, which only a reader of pickle understands. So such a job is moved by two calls:
-- one tells of it, the next one has the decision, and takes it only if the job is still due when it was.
--
-- An error in the middle of a script leaves what it has done until then. So whatever may be wrong with a job, or with a key that
-- is written for it, is looked at before: such a job stays as it is, and keeps no other from its queue.
local scheduled, lock, known_queues = KEYS[1], KEYS[2], KEYS[3]
local most = tonumber(ARGV[1])
local moved, gone, again, locked, next_due = 0, 0, 0, 0, nil
local undecided, unmovable = {}, {}

local left_alone, at = {}, 3
for _ = 1, tonumber(ARGV[2]) do
  left_alone[ARGV[at]] = true
  at = at + 1
end
local left_alone_count = at - 3

local function due(set, count)
  return call('ZRANGEBYSCORE', set, '-inf', now, 'WITHSCORES', 'LIMIT', 0, count)
end

local function leave_alone(id, why)
  left_alone[id] = true
  left_alone_count = left_alone_count + 1
  unmovable[#unmovable + 1] = id
  unmovable[#unmovable + 1] = why
end

local queue_is_list = {}
local function is_queue(queue)
  if queue_is_list[queue] == nil then
    queue_is_list[queue] = is('rq:queue:' .. queue, 'list')
  end
  return queue_is_list[queue]
end

-- Redis refuses what is beyond the end of its clock.
local LONGEST_TTL = 1e10

local FIELDS = {'data', 'origin', 'timeout', 'ttl', 'enqueue_at_front', 'dependency_ids', 'dependency_id'}

-- As Queue.enqueue_job. Returns moved, gone (there is no such job) or left (alone). `new_meta` is nil where it stays as it is.
local function enqueue(id, queue, new_meta)
  local key = 'rq:job:' .. id
  local fields = redis.pcall('HMGET', key, unpack(FIELDS))
  if fields.err then
    leave_alone(id, 'its key ' .. key .. ' is no hash')
    return 'left'
  end
  local data, origin, timeout, ttl, at_front, many, one = unpack(fields)
  queue = queue or field(origin)
  if not data or not queue then
    return 'gone'
  end
  local ids = dependencies(many, one)
  if not ids or (#ids > 0 and not can_defer(id, queue, ids)) then
    leave_alone(id, 'what it depends on can\'t be read')
    return 'left'
  elseif not is_queue(queue) then
    leave_alone(id, 'the key rq:queue:' .. queue .. ' is no list')
    return 'left'
  end
  if new_meta then
    call('HSET', key, 'meta', new_meta)
  end
  if #ids > 0 and has_to_wait(ids) then
    defer(id, queue, ids)
  else
    call('HSET', key, 'status', 'queued', 'origin', queue, 'enqueued_at', now_utc, 'timeout', field(timeout) or DEFAULT_TIMEOUT)
    push(id, queue, field(at_front) and at_front ~= '0')
  end
  local seconds_to_live = tonumber(field(ttl) or '')
  if seconds_to_live and seconds_to_live > 0 and seconds_to_live < LONGEST_TTL then
    for _, kept in ipairs({key, 'rq:job:' .. id .. ':dependents', 'rq:job::' .. id .. ':dependencies'}) do
      call('EXPIRE', kept, math.floor(seconds_to_live))
    end
  end
  return 'moved'
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
  local meta = redis.pcall('HGET', 'rq:job:' .. id, 'meta')
  if type(meta) == 'string' and (string.find(meta, 'interval', 1, true) or string.find(meta, 'cron_string', 1, true)) then
    return meta
  end
end

local function take_decision(id, time, next_time, new_meta)
  if call('ZSCORE', scheduled, id) ~= time then
    return  -- cancelled, put off, or moved by another
  end
  local result = enqueue(id, nil, new_meta ~= '' and new_meta or nil)
  if result == 'gone' then
    gone = gone + 1
    call('ZREM', scheduled, id)
  end
  if result ~= 'moved' then
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
    -- There may be more than are moved: as many were asked for as are left alone in another set, too.
    if #done >= most then
      break
    end
    local id = found[i]
    if not left_alone[id] then
      local meta = decide and may_repeat(id)
      if meta then
        undecided[#undecided + 1] = id
        undecided[#undecided + 1] = found[i + 1]
        undecided[#undecided + 1] = meta
      else
        local result = enqueue(id, queue)
        if result ~= 'left' then
          done[#done + 1] = id
        end
        moved = moved + (result == 'moved' and 1 or 0)
        gone = gone + (result == 'gone' and 1 or 0)
      end
    end
  end
  if #done > 0 then
    call('ZREM', set, unpack(done))
  end
end

local queue_keys = call('SMEMBERS', known_queues)
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

for _, key in ipairs(queue_keys) do
  local queue = string.match(key, '^rq:queue:(.*)$')
  local registry = queue and 'rq:scheduled:' .. queue
  if registry and call('TYPE', registry).ok == 'zset' then
    if call('EXISTS', 'rq:scheduler-lock:' .. queue) == 1 then
      locked = 1
    else
      move_from(registry, queue, false)
      note_next(registry)
    end
  end
end
push_all()

local answer = {now, moved, gone, again, locked, next_due and string.format('%.17g', next_due) or '', #unmovable / 2}
for _, value in ipairs(unmovable) do
  answer[#answer + 1] = value
end
for _, value in ipairs(undecided) do
  answer[#answer + 1] = value
end
return answer
