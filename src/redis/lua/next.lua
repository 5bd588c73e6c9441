-- When there will be something to claim.
--   returns  in how many ms; not above 0, and the less the more urgent it is, if there is something now. Nothing if
--            nothing is known of
--   costs    O(log n), and O(running) if every target that was asked for runs
local function earliest(key)
  return tonumber(call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]) or math.huge
end

if is_damaged() then
  return {0}  -- a claim mends it
end
if call('EXISTS', queue) == 1 then
  for _, target in ipairs(call('ZRANGE', queue, 0, call('HLEN', runs))) do
    if call('HEXISTS', runs, target) == 0 then
      return {-now}  -- more urgent than any update
    end
  end
end
local event = math.min(earliest(due), earliest(leases))
return event < math.huge and {event - now} or {}
