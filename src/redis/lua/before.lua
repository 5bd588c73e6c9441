-- How many are pending and due before a time.
--   ARGV     the time
--   returns  their number
--   costs    O(log pending)
return call('ZCOUNT', due, '-inf', '(' .. ARGV[1]) + call('ZCOUNT', held, '-inf', '(' .. ARGV[1])
