-- The time, in s and µs since 1970: always the server's, never the caller's. The tests put another line in this place.
local clock = redis.call('TIME')
local seconds, micros = tonumber(clock[1]), tonumber(clock[2])
