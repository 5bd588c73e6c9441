-- How a run ends, for the scripts in which one does.
local max_attempts, first_delay, max_delay, history_size, failed_size, result_ttl =
  settings('max_attempts', 'first_delay', 'max_delay', 'history_size', 'failed_size', 'result_ttl')

-- How long to wait after the attempt of that number.
local function back_off(attempt)
  local delay = first_delay
  local doubled = 1
  while doubled < attempt and delay < max_delay and delay > 0 do
    delay = delay * 2
    doubled = doubled + 1
  end
  return math.min(delay, max_delay)
end

local function try_again(target, run_first, attempt, changes, error)
  local at = now + back_off(attempt)
  call('ZADD', due, whole(at), target)
  call('ZADD', first, whole(run_first), target)
  call('HSET', notes, target, cmsgpack.pack(attempt + 1, error))
  if changes ~= 1 then
    call('HSET', touches, target, whole(changes - 1))
  end
  return at
end

local function give_up(target, entry)
  call('HSET', failed, target, entry)
  call('ZADD', failed_at, whole(now), target)
  if call('ZCARD', failed_at) > failed_size then
    call('HDEL', failed, call('ZPOPMIN', failed_at)[1])
  end
end

-- Returns when the target is due again, if it is.
local function end_failed(target, packed, error, next_due, entry)
  local _, _, _, run_first, _, _, attempt, changes = cmsgpack.unpack(packed)
  if next_due then
    call('HINCRBY', touches, target, whole(changes))
    return next_due
  elseif attempt < max_attempts then
    return try_again(target, run_first, attempt, changes, error)
  end
  give_up(target, entry)
end

local function end_request(target, error)
  local request = find_request(target, result_ttl)
  if not request then
    return
  end
  request.state = error and FAILED or FINISHED
  request.ended = now
  request.error = error or ''
  call('HSET', requests, target, pack_request(request))
  call('ZADD', ended, whole(now), target)
end

-- Which of the targets are members of a set that is empty, mostly: their scores.
local function scores(key, targets)
  return call('EXISTS', key) == 1 and call('ZMSCORE', key, unpack(targets)) or {}
end

-- Ends runs: {target, packed, end of its lease, error or nil}, no target twice. Returns for each in how many ms there is
-- something to do for it again, or -1.
local function end_runs(ending)
  local targets, entries, answers = {}, {}, {}
  for i, it in ipairs(ending) do
    targets[i], entries[i] = it[1], pack_ended(it[1], it[2], it[3], it[4])
  end
  local waiting, asked = scores(held, targets), scores(queue, targets)
  for i, it in ipairs(ending) do
    local target, packed, _, error = unpack(it)
    local next_due = tonumber(waiting[i])
    if next_due then
      call('ZREM', held, target)
      call('ZADD', due, whole(next_due), target)
    end
    local _, _, kind = cmsgpack.unpack_limit(packed, 2, 0)
    if kind == REQUEST then
      end_request(target, error)
    elseif error then
      next_due = end_failed(target, packed, error, next_due, entries[i])
    end
    if error then
      call('HINCRBY', counts, 'failures', 1)
    end
    answers[i] = asked[i] and 0 or next_due and math.max(0, next_due - now) or -1
  end
  call('HDEL', runs, unpack(targets))
  call('ZREM', leases, unpack(targets))
  if history_size > 0 then
    call('LPUSH', history, unpack(entries))
    call('LTRIM', history, 0, history_size - 1)
  else
    call('DEL', history)  -- LTRIM would keep all
  end
  return answers
end
