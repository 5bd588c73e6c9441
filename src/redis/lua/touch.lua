-- Touches targets.
--   KEYS     the first nine
--   ARGV     target and number of changes, one after the other; at most 500 targets, so that a call stays short
--   returns  the time; then for each: due time, and 0 scheduled, 1 merged or 2 postponed, + 4 when it is settled
--   costs    O(n log pending)
local quiet, max_wait = settings('quiet', 'max_wait')
if not quiet then
  return no_queue()
end
local some_run = call('EXISTS', runs) == 1
local some_failed = call('EXISTS', failed) == 1
local some_postponed = call('EXISTS', first) == 1
local fresh_due = now + quiet
local fresh_due_text = whole(fresh_due)
local fresh_result = quiet == max_wait and 4 or 0
local all_changes, merged_changes = 0, 0
local some_scheduled = false

-- A target that was idle, failed or running: `changes` so far, and those of the runs that failed.
local function note_fresh(target, changes)
  if some_failed then
    local packed = call('HGET', failed, target)
    if packed then
      call('HDEL', failed, target)
      call('ZREM', failed_at, target)
      changes = changes + select(9, cmsgpack.unpack(packed))
    end
  end
  if changes ~= 1 then
    call('HSET', touches, target, whole(changes - 1))
  end
end

-- A target that was pending. A retry, or a clock that was set back, may be due later than the policy says: nothing is
-- put forward.
local function merge(pending, target, changes)
  local due_before = tonumber(call('ZSCORE', pending, target))
  local first_touch = some_postponed and tonumber(call('ZSCORE', first, target)) or due_before - quiet
  local cap = first_touch + max_wait
  local due_now = math.max(due_before, math.min(fresh_due, cap))
  call('HINCRBY', touches, target, changes)
  if due_now > due_before then
    call('ZADD', pending, whole(due_now), target)
    call('ZADD', first, whole(first_touch), target)
    some_postponed = true
  end
  return due_now, (due_now > due_before and 2 or 1) + (due_now >= cap and 4 or 0)
end

local answers = {now}
for i = 1, #ARGV, 2 do
  local target, changes = ARGV[i], tonumber(ARGV[i + 1])
  local pending = some_run and call('HEXISTS', runs, target) == 1 and held or due
  all_changes = all_changes + changes
  if call('ZADD', pending, 'NX', fresh_due_text, target) == 1 then
    some_scheduled = true
    merged_changes = merged_changes + changes - 1
    if some_failed or changes ~= 1 then
      note_fresh(target, changes)
    end
    answers[i + 1], answers[i + 2] = fresh_due, fresh_result
  else
    merged_changes = merged_changes + changes
    answers[i + 1], answers[i + 2] = merge(pending, target, ARGV[i + 1])
  end
end
call('HINCRBY', counts, 'touches', whole(all_changes))
if merged_changes ~= 0 then
  call('HINCRBY', counts, 'merges', whole(merged_changes))
end
-- Who waits asks at least that often, and so knows of what is due later without being told. If something is due before,
-- somebody is at it, or knows of it.
local KNOWN_IN_TIME = 250
if some_scheduled and quiet < KNOWN_IN_TIME and tonumber(call('ZRANGE', due, 0, 0, 'WITHSCORES')[2]) == fresh_due then
  wake()
end
return answers
