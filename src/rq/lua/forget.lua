-- Forgets which job a target has, where it is still this one.
--   KEYS     the record
--   ARGV     for each: target, id
for i = 1, #ARGV, 2 do
  if call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    call('HDEL', KEYS[1], ARGV[i])
  end
end
return 1
