-- Where targets stand.
--   ARGV     targets, at most 500
--   returns  for each: due time of its pending update or -1, 1 or 0 for running, 1 or 0 for failed
--   costs    O(n)
local answers = {}
for _, target in ipairs(ARGV) do
  local pending = call('ZSCORE', due, target) or call('ZSCORE', held, target)
  answers[#answers + 1] = pending and tonumber(pending) or -1
  answers[#answers + 1] = call('HEXISTS', runs, target)
  answers[#answers + 1] = call('HEXISTS', failed, target)
end
return answers
