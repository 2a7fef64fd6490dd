-- tests/lib/os/exit_true_closes_state.lua
local t <close> = setmetatable({}, {__close = function() print("closed") end})
keep = setmetatable({}, {__gc = function() io.write("collected\n") end})
print("leaving")
os.exit(true, true)
--> leaving
--> closed
--> collected
