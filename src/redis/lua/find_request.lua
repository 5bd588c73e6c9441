-- What has become of a request.
--   ARGV     target
--   returns  state (0 queued, 1 started, 2 finished, 3 failed), user, error; nothing if there is none
--   costs    O(1)
local ttl = settings('result_ttl')
local request = ttl and find_request(ARGV[1], ttl)
if not request then
  return {}
end
return {request.state, request.user, request.error}
