-- Creates the queue, or compares what it was created with.
--   KEYS     the first one
--   ARGV     the text of the touch script, which other clients find here; then name and value of every setting
--   returns  nothing if they are as asked for; else the name of a setting that is not, and its value
--   costs    O(1)
for i = 2, #ARGV, 2 do
  local value = call('HGET', config, ARGV[i])
  if value and value ~= ARGV[i + 1] then
    return {ARGV[i], value}
  end
end
call('HSET', config, 'touch', unpack(ARGV))
return {}
