-- What every script begins with: the keys of a shard, always in this order, and the few words that scripts share.
-- docs/redis.md says what each key holds. A script that needs only the first of them may be sent only those.
local config, due, held, runs, failed, failed_at, first, touches, counts,
      notes, leases, requests, queue, ended, history = unpack(KEYS)
local call = redis.call

-- A whole number as text, for tostring() would write 1.7e+12.
local function whole(number)
  return string.format('%.0f', number)
end

-- The settings of that name, as numbers; nothing if the queue has not been created, or was lost.
local function settings(...)
  local values = call('HMGET', config, ...)
  for i = 1, #values do
    values[i] = tonumber(values[i])
  end
  return unpack(values)
end

local function no_queue()
  return redis.error_reply('NOQUEUE the queue does not exist, or was lost: create it')
end

-- What became of a call whose lease is lost.
local LOST = -2
