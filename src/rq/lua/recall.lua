-- Puts jobs back into their queue that say that they wait in it, and do not: a worker takes a job off the queue first and says that
-- it is started later, and was killed in between.
--   KEYS     the queue, and the list in which RQ 2 keeps what was taken off it until it is started
--   ARGV     for each job: its id, and 1 where it was missing the last time
--   returns  for each job: what became of it
--              there    it is in its queue, or says no more that it waits
--              missing  it is not: a worker may just have taken it
--              put      it was missing the last time as well, and is the first of the queue now
--   costs    O(n) of the queue, as far as the last of the jobs is from where workers take them
local queue, intermediate = KEYS[1], KEYS[2]
local PIECE = 1000

local missing, missed = {}, 0
for i = 1, #ARGV, 2 do
  if call('HGET', 'rq:job:' .. ARGV[i], 'status') == 'queued' then
    missing[ARGV[i]] = true
    missed = missed + 1
  end
end

local function look_in(list)
  local at = 0
  while missed > 0 do
    local ids = call('LRANGE', list, at, at + PIECE - 1)
    for _, id in ipairs(ids) do
      if missing[id] then
        missing[id] = nil
        missed = missed - 1
      end
    end
    if #ids < PIECE then
      return
    end
    at = at + PIECE
  end
end
look_in(queue)
look_in(intermediate)

local answer = {}
for i = 1, #ARGV, 2 do
  local id, was_missing = ARGV[i], ARGV[i + 1] == '1'
  if missing[id] and was_missing then
    call('SADD', 'rq:queues', queue)
    call('LPUSH', queue, id)
  end
  answer[#answer + 1] = not missing[id] and 'there' or was_missing and 'put' or 'missing'
end
return answer
