-- A scheduler's note that it lives, as rq-scheduler's register_birth, heartbeat and register_death leave it.
--   KEYS     the note
--   ARGV     birth or death; after how many seconds it is forgotten if nobody says so again
call('HSETNX', KEYS[1], 'birth', now)
if ARGV[1] == 'death' then
  call('HSET', KEYS[1], 'death', now)
end
call('EXPIRE', KEYS[1], ARGV[2])
return 1
