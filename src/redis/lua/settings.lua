-- The settings of the queue.
--   KEYS     the first one
--   returns  name and value of each; nothing if the queue does not exist
--   costs    O(1)
return call('HGETALL', config)
