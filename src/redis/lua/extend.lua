-- Holds the leases of runs for longer.
--   ARGV     the lease in ms from now; then target and token, one after the other, of at most 500 runs
--   returns  for each: the new end of the lease, or -2 if it is lost
--   costs    O(n log running)
local lease_until = now + tonumber(ARGV[1])
local targets = {}
for i = 2, #ARGV, 2 do
  targets[#targets + 1] = ARGV[i]
end
local packed, lease_ends = call('HMGET', runs, unpack(targets)), call('ZMSCORE', leases, unpack(targets))
local answers, extended = {}, {}
for i, target in ipairs(targets) do
  answers[i] = LOST
  if is_held(packed[i], tonumber(lease_ends[i]), ARGV[2 * i + 1]) then
    answers[i] = lease_until
    extended[#extended + 1], extended[#extended + 2] = whole(lease_until), target
  end
end
if #extended > 0 then
  call('ZADD', leases, unpack(extended))
end
return answers
