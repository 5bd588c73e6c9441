-- Takes back the runs whose lease ran out, forgets old requests, and takes runs whose time has come.
--   ARGV     how many at most, up to 1,000; the lease in ms
--   returns  the time, and the end of the leases; then for each run: target, token, kind (0 update, 1 request), user,
--            due time, attempt, number of changes
--   costs    O((claimed + taken back + running with a request in the queue) log n)
if not result_ttl then
  return no_queue()
end
local max, lease_until = tonumber(ARGV[1]), now + tonumber(ARGV[2])
-- What a call cleans up at most; the next one goes on.
local BOUND = 1000
local answer = {now, lease_until}

-- What rests on a key that was taken away comes back with the next reconciliation; but a run without a lease would never
-- end, a lease without a run never go, and what is held for a run that is not there never be due.
local function mend()
  if not is_damaged() then
    return
  end
  for _, target in ipairs(call('HKEYS', runs)) do
    call('ZADD', leases, 'NX', whole(now), target)
  end
  for _, target in ipairs(call('ZRANGE', leases, 0, -1)) do
    if call('HEXISTS', runs, target) == 0 then
      call('ZREM', leases, target)
    end
  end
  local waiting = call('ZRANGE', held, 0, -1, 'WITHSCORES')
  for i = 1, #waiting, 2 do
    if call('HEXISTS', runs, waiting[i]) == 0 then
      call('ZREM', held, waiting[i])
      -- One that was touched since is in `due` already: that time is the later one, and was told.
      call('ZADD', due, 'NX', waiting[i + 1], waiting[i])
    end
  end
end

local function take_back_orphans()
  local lost = call('ZRANGEBYSCORE', leases, '-inf', whole(now), 'WITHSCORES', 'LIMIT', 0, BOUND)
  local ending = {}
  for i = 1, #lost, 2 do
    ending[#ending + 1] = {lost[i], call('HGET', runs, lost[i]), tonumber(lost[i + 1]),
                           'the lease ran out: its worker is gone, or was too slow to extend it'}
  end
  if #ending > 0 then
    call('HINCRBY', counts, 'orphans', #ending)
    end_runs(ending)
  end
end

local function forget_ended_requests()
  local old = call('ZRANGEBYSCORE', ended, '-inf', whole(now - result_ttl), 'LIMIT', 0, BOUND)
  if #old > 0 then
    call('HDEL', requests, unpack(old))
    call('ZREM', ended, unpack(old))
  end
end

-- Requests whose target does not run, first come, first served. Those that are skipped are no more than what runs.
local function waiting_requests()
  local waiting = {}
  for _, target in ipairs(call('ZRANGE', queue, 0, max + call('HLEN', runs) - 1)) do
    if #waiting < max and call('HEXISTS', runs, target) == 0 then
      waiting[#waiting + 1] = target
    end
  end
  return waiting
end

-- A token is never used twice, not even after the data were lost, or the last writes of them: none is below the time in
-- microseconds, and nobody claims a million runs a second.
local function first_token()
  local time = call('TIME')
  return math.max((tonumber(call('HGET', counts, 'token')) or 0) + 1, time[1] * 1000000 + time[2])
end

local token = first_token()
local started, packed, ends = 0, {}, {}
local lease_until_text = whole(lease_until)

local function start(target, kind, user, first_touch, at, attempt, changes)
  packed[2 * started + 1] = target
  packed[2 * started + 2] = cmsgpack.pack(token, kind, user, first_touch, at, now, attempt, changes, FILLER)
  ends[2 * started + 1], ends[2 * started + 2] = lease_until_text, target
  local n = 2 + 7 * started
  answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = target, token, kind, user
  answer[n + 5], answer[n + 6], answer[n + 7] = at, attempt, changes
  token, started = token + 1, started + 1
end

local function start_requests()
  for _, target in ipairs(waiting_requests()) do
    local request = find_request(target, result_ttl) or {user = '', asked = now, ended = 0, error = ''}
    call('ZREM', queue, target)
    request.state = STARTED
    call('HSET', requests, target, pack_request(request))
    local pending = call('ZSCORE', due, target)
    if pending then
      call('ZREM', due, target)
      call('ZADD', held, pending, target)
    end
    start(target, REQUEST, request.user, 0, request.asked, 1, 0)
  end
end

-- The values of the targets in a table that holds only those that are not plain; none of them, mostly.
local function beside(command, key, targets)
  return call('EXISTS', key) == 1 and call(command, key, unpack(targets)) or {}
end

local function start_updates()
  local quiet = settings('quiet')
  local found = call('ZRANGEBYSCORE', due, '-inf', whole(now), 'WITHSCORES', 'LIMIT', 0, max - started)
  local targets = {}
  for i = 1, #found, 2 do
    targets[#targets + 1] = found[i]
  end
  if #targets == 0 then
    return
  end
  local more = beside('HMGET', touches, targets)
  local firsts = scores(first, targets)
  local noted = beside('HMGET', notes, targets)
  for i, target in ipairs(targets) do
    local at = tonumber(found[2 * i])
    start(target, UPDATE, '', tonumber(firsts[i]) or at - quiet, at, noted[i] and cmsgpack.unpack(noted[i]) or 1,
          (tonumber(more[i]) or 0) + 1)
  end
  call('ZREM', due, unpack(targets))
  if #more > 0 then call('HDEL', touches, unpack(targets)) end
  if #firsts > 0 then call('ZREM', first, unpack(targets)) end
  if #noted > 0 then call('HDEL', notes, unpack(targets)) end
end

mend()
take_back_orphans()
forget_ended_requests()
if max > 0 then
  start_requests()
  if started < max then
    start_updates()
  end
end
if started > 0 then
  call('HSET', runs, unpack(packed))
  call('ZADD', leases, unpack(ends))
  call('HSET', counts, 'token', whole(token - 1))
  call('HINCRBY', counts, 'runs', started)
end
return answer
