-- tests/lib/debug/hooks_calls_and_returns.lua
local log = {}
local function leaf() return 1 end
local function tail() return leaf() end
debug.sethook(function(e) log[#log + 1] = e end, "cr")
leaf()
tail()
debug.sethook()
print(table.concat(log, " "))
--> return call return call tail call return call
