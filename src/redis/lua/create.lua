-- Creates the queue, or gives the one that is there other settings: the latest hold for all that use it.
--   KEYS     the first one
--   ARGV     the text of the touch script, which other clients find here; protocol; number of shards; then name and
--            value of every setting
--   returns  protocol and number of shards of the queue. If they are not those asked for, nothing was changed
--   costs    O(1)
local protocol, shards = unpack(call('HMGET', config, 'protocol', 'shards'))
if protocol and (protocol ~= ARGV[2] or shards ~= ARGV[3]) then
  return {protocol, shards}
end
call('HSET', config, 'touch', ARGV[1], 'protocol', ARGV[2], 'shards', ARGV[3], unpack(ARGV, 4))
return {ARGV[2], ARGV[3]}
