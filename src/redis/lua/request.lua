-- Asks for an update now, unless one that was asked for is queued or started.
--   ARGV     target, user
--   returns  1 if it is a new one, else 0
--   costs    O(log queued)
local ttl = settings('result_ttl')
if not ttl then
  return no_queue()
end
local target, user = ARGV[1], ARGV[2]
local request = find_request(target, ttl)
-- One that says so but is in no queue and has no run would never end: a key was taken away.
if request and (request.state == QUEUED and call('ZSCORE', queue, target) or
                request.state == STARTED and call('HEXISTS', runs, target) == 1) then
  return 0
end
call('HSET', requests, target, pack_request({state = QUEUED, user = user, asked = now, ended = 0, error = ''}))
call('ZREM', ended, target)
call('ZADD', queue, call('HINCRBY', counts, 'place', 1), target)
if call('HEXISTS', runs, target) == 0 then
  wake()
end
return 1
