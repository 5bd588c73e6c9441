-- Whether a run holds its lease.
--   ARGV     target, token
--   returns  1 or 0
--   costs    O(1)
return holds(ARGV[1], ARGV[2]) and 1 or 0
