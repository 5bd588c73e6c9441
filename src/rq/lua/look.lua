-- How jobs are.
--   ARGV     their ids
--   returns  for each: its status ('': there is none of that id), when its worker last said that it works on it (as that wrote
--            it; '': never), and of one that has failed what RQ keeps of why: of its latest result the text in base64, or the
--            text as older versions keep it in the job, both compressed
local answer = {}
for _, id in ipairs(ARGV) do
  local status, heartbeat, text = unpack(call('HMGET', 'rq:job:' .. id, 'status', 'last_heartbeat', 'exc_info'))
  local base64 = ''
  if status == 'failed' then
    local latest = call('XREVRANGE', 'rq:results:' .. id, '+', '-', 'COUNT', 1)[1]
    for i = 1, latest and #latest[2] or 0, 2 do
      if latest[2][i] == 'exc_string' then
        base64 = latest[2][i + 1]
      end
    end
  else
    text = ''
  end
  for _, value in ipairs({status or '', heartbeat or '', base64, text or ''}) do
    answer[#answer + 1] = value
  end
end
return answer
