-- Forgets a request that has ended.
--   ARGV     target
--   returns  1 if there was one, else 0
--   costs    O(log ended)
if call('ZREM', ended, ARGV[1]) == 0 then
  return 0
end
return call('HDEL', requests, ARGV[1])
