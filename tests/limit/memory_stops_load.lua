-- tests/limit/memory_stops_load.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local keep = {}
local code = "return {" .. ("'string', "):rep(1000) .. "}"
while true do keep[#keep + 1] = load(code .. " -- " .. #keep) end
--? 125
