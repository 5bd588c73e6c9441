-- A page of what is in a state.
--   ARGV     pending, running, failed or history; offset; limit, at most 1,000
--   returns  how many there are in all; then for each of the page: target, kind, user, first touch, due, started,
--            end of the lease, ended, attempt, number of changes, error
--   costs    O(log n + page + running); running: O(running log running)
local state, offset, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local function put(answer, ...)
  for i = 1, select('#', ...) do
    answer[#answer + 1] = (select(i, ...))
  end
end

-- Rows are {time, target}. By time and, where that is the same, by name.
local function earlier(a, b)
  return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])
end

local function rows(key, from, to)
  local found, flat = {}, call('ZRANGE', key, from, to, 'WITHSCORES')
  for i = 1, #flat, 2 do
    found[#found + 1] = {tonumber(flat[i + 1]), flat[i]}
  end
  return found
end

-- The pending ones are in two sets, one of them small. A page of both together lies, in the large one, within the page's
-- own places and as many before them as the small one has members.
local function pending_page()
  local waiting = rows(held, 0, -1)
  local from = math.max(0, offset - #waiting)
  local free = rows(due, from, offset + limit - 1)
  local page, place, i, j = {}, from, 1, 1
  while #page < limit and (waiting[i] or free[j]) do
    local row
    if not free[j] or (waiting[i] and earlier(waiting[i], free[j])) then
      row, i = waiting[i], i + 1
    else
      row, j = free[j], j + 1
    end
    if place >= offset then
      page[#page + 1] = row
    end
    place = place + 1
  end
  return page
end

local function list_pending()
  local quiet = settings('quiet')
  if not quiet then
    return no_queue()
  end
  local answer = {call('ZCARD', due) + call('ZCARD', held)}
  for _, row in ipairs(pending_page()) do
    local at, target = unpack(row)
    local attempt, error = 1, ''
    local noted = call('HGET', notes, target)
    if noted then
      attempt, error = cmsgpack.unpack(noted)
    end
    put(answer, target, 0, '', tonumber(call('ZSCORE', first, target)) or at - quiet, at, 0, 0, 0, attempt,
        (tonumber(call('HGET', touches, target)) or 0) + 1, error)
  end
  return answer
end

-- A run, under way or ended: see records.lua.
local function put_run(answer, target, _, kind, user, first_touch, at, started, attempt, changes, _, lease_until, ended_at,
                       error)
  put(answer, target, kind, user, first_touch, at, started, lease_until, ended_at, attempt, changes, error)
end

local function list_running()
  local all, flat = {}, call('HGETALL', runs)
  for i = 1, #flat, 2 do
    local started = select(6, cmsgpack.unpack(flat[i + 1]))
    all[#all + 1] = {started, flat[i], flat[i + 1]}
  end
  table.sort(all, earlier)
  local answer = {#all}
  for i = offset + 1, math.min(#all, offset + limit) do
    local _, target, packed = unpack(all[i])
    put_run(answer, target, cmsgpack.unpack(packed .. cmsgpack.pack(tonumber(call('ZSCORE', leases, target)) or 0, 0, '')))
  end
  return answer
end

local function list_ended(total, entries)
  local answer = {total}
  for _, entry in ipairs(entries) do
    if entry then
      put_run(answer, cmsgpack.unpack(entry))
    end
  end
  return answer
end

local function list_failed()
  local targets = call('ZREVRANGE', failed_at, offset, offset + limit - 1)
  return list_ended(call('ZCARD', failed_at), #targets > 0 and call('HMGET', failed, unpack(targets)) or {})
end

if limit == 0 then
  offset, limit = 2 ^ 40, 1  -- no page, but its total
end
if state == 'pending' then
  return list_pending()
elseif state == 'running' then
  return list_running()
elseif state == 'failed' then
  return list_failed()
end
return list_ended(call('LLEN', history), call('LRANGE', history, offset, offset + limit - 1))
