-- How a run ends, for the scripts in which one does.
local UPDATE, REQUEST = 0, 1
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

local function try_again(target, run, error)
  local at = whole(now + back_off(run.attempt))
  call('ZADD', due, at, target)
  call('ZADD', first, whole(run.first), target)
  call('HSET', notes, target, cmsgpack.pack(run.attempt + 1, error))
  if run.touches ~= 1 then
    call('HSET', touches, target, whole(run.touches - 1))
  end
  return tonumber(at)
end

local function give_up(target, entry)
  call('HSET', failed, target, entry)
  call('ZADD', failed_at, whole(now), target)
  if call('ZCARD', failed_at) > failed_size then
    call('HDEL', failed, call('ZPOPMIN', failed_at)[1])
  end
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

-- Ends a run, with an error if it failed. Returns in how many ms there is something to do for the target again, or -1.
local function end_run(target, run, lease_until, error)
  local entry = cmsgpack.pack(target, run.kind, run.user, run.first, run.due, run.started, lease_until, now,
                              run.attempt, run.touches, error or '')
  call('HDEL', runs, target)
  call('ZREM', leases, target)
  call('LPUSH', history, entry)
  call('LTRIM', history, 0, history_size - 1)

  local next_due = tonumber(call('ZSCORE', held, target))
  if next_due then
    call('ZREM', held, target)
    call('ZADD', due, whole(next_due), target)
  end
  if error then
    call('HINCRBY', counts, 'failures', 1)
  end
  if run.kind == REQUEST then
    end_request(target, error)
  elseif error and next_due then
    call('HINCRBY', touches, target, whole(run.touches))
  elseif error and run.attempt < max_attempts then
    next_due = try_again(target, run, error)
  elseif error then
    give_up(target, entry)
  end
  if call('ZSCORE', queue, target) then
    return 0
  end
  return next_due and math.max(0, next_due - now) or -1
end
