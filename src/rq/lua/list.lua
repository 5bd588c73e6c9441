-- A page of the scheduled jobs, by time: those of rq-scheduler, and those of RQ's own scheduler.
--   KEYS     rq-scheduler's set, the set of the queues
--   ARGV     offset; limit; how long a job's data or meta may be to be sent
--   returns  the time; how many there are in all; then for each of the page: id, time, queue, by whom (rq-scheduler or rq),
--            status, how long data and meta are, and these, or '' where they are too long; status '': it is gone
--   costs    O(log n + page); with jobs in more than one set O(offset + page)
local scheduled, known_queues = KEYS[1], KEYS[2]
local offset, limit, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local sets, total = {}, 0
local function add_set(key, by, queue)
  local size = call('ZCARD', key)
  if size > 0 then
    sets[#sets + 1] = {key = key, by = by, queue = queue}
    total = total + size
  end
end
add_set(scheduled, 'rq-scheduler')
for _, key in ipairs(call('SMEMBERS', known_queues)) do
  local queue = string.match(key, '^rq:queue:(.*)$')
  if queue then
    add_set('rq:scheduled:' .. queue, 'rq', queue)
  end
end

-- Of one set its own page; of several, the first `offset + limit` of each have all that is on it.
local rows = {}
local from = #sets == 1 and offset or 0
for _, set in ipairs(sets) do
  local flat = call('ZRANGE', set.key, from, offset + limit - 1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    rows[#rows + 1] = {id = flat[i], text = flat[i + 1], time = tonumber(flat[i + 1]), set = set}
  end
end
table.sort(rows, function(a, b)
  if a.time ~= b.time then
    return a.time < b.time
  end
  return a.id < b.id
end)

local function shown(key, name)
  local size = call('HSTRLEN', key, name)
  return size, size <= longest and call('HGET', key, name) or ''
end

local answer = {now, total}
for i = offset - from + 1, math.min(#rows, offset - from + limit) do
  local row = rows[i]
  local key = 'rq:job:' .. row.id
  local origin, status = unpack(call('HMGET', key, 'origin', 'status'))
  local size, data = shown(key, 'data')
  local meta_size, meta = shown(key, 'meta')
  if size > 0 and not field(status) then
    status = 'scheduled'  -- rq-scheduler gives a job no status until it is moved
  end
  for _, value in ipairs({row.id, row.text, row.set.queue or origin or '', row.set.by, size > 0 and status or '',
                          size, data, meta_size, meta}) do
    answer[#answer + 1] = value
  end
end
return answer
