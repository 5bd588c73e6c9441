-- Tells who waits, in whatever process, that there is something to do at once.
local function wake()
  call('PUBLISH', (config:gsub('config$', 'wake')), '')
end
