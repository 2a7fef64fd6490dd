-- tests/lang/gc/finalizers_run_at_exit.lua
local function mk(name)
    return setmetatable({}, {__gc = function() io.write("gc ", name, "\n") end})
end
a = mk("first made")
b = mk("second made")
io.write("end of script\n")
--> end of script
--> gc second made
--> gc first made
