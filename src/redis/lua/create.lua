-- Creates the queue, or compares what it was created with.
--   ARGV     name and value of every setting, one after the other
--   returns  nothing if they are as asked for; else the name of a setting that is not, and its value
--   costs    O(1)
if call('EXISTS', config) == 0 then
  call('HSET', config, unpack(ARGV))
  return {}
end
for i = 1, #ARGV, 2 do
  local value = call('HGET', config, ARGV[i])
  if value ~= ARGV[i + 1] then
    return {ARGV[i], value or ''}
  end
end
return {}
