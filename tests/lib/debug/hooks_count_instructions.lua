-- tests/lib/debug/hooks_count_instructions.lua
local n = 0
debug.sethook(function(e) n = n + 1 end, "", 100)
local x = 0
for i = 1, 10000 do x = x + i end
debug.sethook()
print(n > 50, x)                        --> true	50005000
debug.sethook(function() error("stopped", 0) end, "", 1000)
print(pcall(function() while true do end end))  --> false	stopped
debug.sethook()
print(debug.gethook())                  --> nil
