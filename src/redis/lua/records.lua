-- The records that are packed into one value each. To add a field, add it at the end, and let the reader do without.

-- A run under way.
local function pack_run(run)
  return cmsgpack.pack(run.token, run.kind, run.user, run.first, run.due, run.started, run.attempt, run.touches)
end

local function unpack_run(packed)
  local run = {}
  run.token, run.kind, run.user, run.first, run.due, run.started, run.attempt, run.touches = cmsgpack.unpack(packed)
  return run
end

-- The run of the target with that token, if it holds its lease, and the end of that lease.
local function find_run(target, token)
  local packed = call('HGET', runs, target)
  local lease_until = packed and tonumber(call('ZSCORE', leases, target))
  if not packed or lease_until <= now then
    return nil
  end
  local run = unpack_run(packed)
  return run.token == tonumber(token) and run or nil, lease_until
end

-- A request: what was asked for, and what has become of it.
local QUEUED, STARTED, FINISHED, FAILED = 0, 1, 2, 3

local function pack_request(request)
  return cmsgpack.pack(request.state, request.user, request.asked, request.ended, request.error)
end

-- Nothing if there is none, or none any more.
local function find_request(target, ttl)
  local packed = call('HGET', requests, target)
  if not packed then
    return nil
  end
  local request = {}
  request.state, request.user, request.asked, request.ended, request.error = cmsgpack.unpack(packed)
  if request.state >= FINISHED and request.ended + ttl <= now then
    return nil
  end
  return request
end
