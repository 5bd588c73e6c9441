-- The records that are packed into one value each. To add a field, add it at the end, and let the reader do without.

-- A run under way: token, kind, user, first touch, due, started, attempt, touches, filler.
local UPDATE, REQUEST = 0, 1

-- A server keeps a hash of up to 512 small values as a list, and searches that from its beginning: with a few hundred runs
-- to end at once, several times the work. A value of more than 64 bytes makes it a table.
local FILLER = string.rep(' ', 40)

-- Whether a run, as it is packed, has that token and holds its lease.
local function is_held(packed, lease_until, token)
  return packed and lease_until and lease_until > now and select(2, cmsgpack.unpack_one(packed)) == tonumber(token)
end

-- Whether the target's run has that token and holds its lease.
local function holds(target, token)
  return is_held(call('HGET', runs, target), tonumber(call('ZSCORE', leases, target)), token)
end

-- A run that has ended: its target, all of the above, then the end of its lease, when it ended, and its error. So it is
-- made of what is packed already.
local function pack_ended(target, packed, lease_until, error)
  return cmsgpack.pack(target) .. packed .. cmsgpack.pack(lease_until, now, error or '')
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
