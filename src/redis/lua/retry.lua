-- Makes a failed target due now, its attempts counted from the start.
--   ARGV     target
--   returns  1, or 0 if it has not failed
--   costs    O(log pending)
local target = ARGV[1]
local packed = call('HGET', failed, target)
if not packed then
  return 0
end
local _, _, _, _, first_touch, _, _, _, changes, _, _, _, error = cmsgpack.unpack(packed)
call('HDEL', failed, target)
call('ZREM', failed_at, target)
call('ZADD', call('HEXISTS', runs, target) == 1 and held or due, whole(now), target)
call('ZADD', first, whole(first_touch), target)
call('HSET', notes, target, cmsgpack.pack(1, error))
if changes ~= 1 then
  call('HSET', touches, target, whole(changes - 1))
end
wake()
return 1
