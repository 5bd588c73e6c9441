-- The jobs of RQ, and what its Queue.enqueue_job does with one. Keys are RQ's own: see keys.h.
local call = redis.call
local now = string.format('%d.%06d', seconds, micros)

-- A time as RQ writes it: 2024-06-12T12:15:00.041000Z. The days are counted from March, so that a leap day is a year's last
-- (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
local function utc(s, us)
  local days = math.floor(s / 86400)
  local z = days + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (month <= 2 and 1 or 0)
  local day = doy - math.floor((153 * mp + 2) / 5) + 1
  local rest = s - days * 86400
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%06dZ', year, month, day, math.floor(rest / 3600),
                       math.floor(rest / 60) % 60, rest % 60, us)
end

local now_utc = utc(seconds, micros)

-- What RQ's queue gives to a job that names no time-out.
local DEFAULT_TIMEOUT = '180'

local function field(value)
  return value and value ~= '' and value or nil
end

-- Whether a key is of this type, or is none.
local function is(key, kind)
  local found = call('TYPE', key).ok
  return found == kind or found == 'none'
end

-- The ids of the jobs that a job waits for; nil: it can't be read. `many` is a JSON list, as RQ 1.8 and later write it; `one` is
-- older.
local function dependencies(many, one)
  if not field(many) then
    return field(one) and {one} or {}
  end
  local ok, ids = pcall(cjson.decode, many)
  if not ok or type(ids) ~= 'table' then
    return nil
  end
  for place, id in pairs(ids) do
    if type(place) ~= 'number' or type(id) ~= 'string' then
      return nil
    end
  end
  return ids
end

local function has_to_wait(ids)
  for _, id in ipairs(ids) do
    local status = call('HGET', 'rq:job:' .. id, 'status')
    if status and status ~= 'finished' then
      return true
    end
  end
  return false
end

-- Whether defer() will succeed.
local function can_defer(id, queue, ids)
  for _, dependency in ipairs(ids) do
    if not is('rq:job:' .. dependency, 'hash') or not is('rq:job:' .. dependency .. ':dependents', 'set') then
      return false
    end
  end
  return is('rq:deferred:' .. queue, 'zset') and is('rq:job::' .. id .. ':dependencies', 'set')
end

-- As Queue.setup_dependencies and Job.register_dependency: RQ puts the job into its queue when the last of these has finished.
local function defer(id, queue, ids)
  call('HSET', 'rq:job:' .. id, 'status', 'deferred', 'origin', queue)
  call('ZADD', 'rq:deferred:' .. queue, seconds, id)
  for _, dependency in ipairs(ids) do
    call('SADD', 'rq:job:' .. dependency .. ':dependents', id)
    call('SADD', 'rq:job::' .. id .. ':dependencies', dependency)
  end
end

-- Jobs are marked one by one, and pushed all at once by push_all().
local pushes, queues = {}, {}

local function push(id, queue, at_front)
  local lists = pushes[queue]
  if not lists then
    lists = {front = {}, back = {}}
    pushes[queue] = lists
    queues[#queues + 1] = queue
  end
  local list = at_front and lists.front or lists.back
  list[#list + 1] = id
end

local function push_all()
  for _, queue in ipairs(queues) do
    local key = 'rq:queue:' .. queue
    call('SADD', 'rq:queues', key)
    for command, ids in pairs({LPUSH = pushes[queue].front, RPUSH = pushes[queue].back}) do
      if #ids > 0 then
        call(command, key, unpack(ids))
      end
    end
  end
end
