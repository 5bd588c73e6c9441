-- The time, in ms since 1970: always the server's, never the caller's. The tests put another line in this place.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
