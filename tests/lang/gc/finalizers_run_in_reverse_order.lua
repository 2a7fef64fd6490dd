-- tests/lang/gc/finalizers_run_in_reverse_order.lua
-- skip-mode: stress-gc
local log = {}
local keep = {}
local function setup()
    for i = 1, 3 do
        keep[i] = setmetatable({}, {__gc = function() log[#log + 1] = i end})
    end
end
setup()
keep = nil
collectgarbage()
print(table.concat(log, " "))           --> 3 2 1
