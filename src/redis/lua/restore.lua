-- Creates the queue again that was lost, unless somebody has: its settings may be later ones.
--   KEYS     the first one
--   ARGV     as for create
--   returns  protocol and number of shards of the queue
--   costs    O(1)
local protocol, shards = unpack(call('HMGET', config, 'protocol', 'shards'))
if protocol then
  return {protocol, shards}
end
call('HSET', config, 'touch', ARGV[1], 'protocol', ARGV[2], 'shards', ARGV[3], unpack(ARGV, 4))
return {ARGV[2], ARGV[3]}
