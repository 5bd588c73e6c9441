-- Whether a key has been taken away and others left that belong to it: by a server that evicts, or by a person. What runs has
-- a lease, and only what runs has something held for it.
local function is_damaged()
  local running = call('HLEN', runs)
  return running ~= call('ZCARD', leases) or call('ZCARD', held) > running
end
