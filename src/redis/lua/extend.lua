-- Holds the lease of a run for longer.
--   ARGV     target, token, the lease in ms from now
--   returns  the new end of the lease, or -2 if it is lost
--   costs    O(log running)
if not holds(ARGV[1], ARGV[2]) then
  return LOST
end
local lease_until = now + tonumber(ARGV[3])
call('ZADD', leases, whole(lease_until), ARGV[1])
return lease_until
