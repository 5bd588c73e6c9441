-- Takes the pending update of a target off the schedule, or a failed one off the list.
--   ARGV     target
--   returns  1, or 0 if there is neither
--   costs    O(log pending)
local target = ARGV[1]
if call('ZREM', due, target) + call('ZREM', held, target) > 0 then
  call('ZREM', first, target)
  call('HDEL', touches, target)
  call('HDEL', notes, target)
  return 1
end
call('ZREM', failed_at, target)
return call('HDEL', failed, target)
