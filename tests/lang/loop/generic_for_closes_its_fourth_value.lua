-- tests/lang/loop/generic_for_closes_its_fourth_value.lua
local function iter(n)
    local closed = setmetatable({}, {__close = function() print("closed") end})
    local i = 0
    return function() i = i + 1; if i <= n then return i end end,
        nil, nil, closed
end
for i in iter(2) do print(i) end
--> 1
--> 2
--> closed
for i in iter(9) do if i == 2 then break end end  --> closed
local function early() for i in iter(9) do return i end end
print(early())
--> closed
--> 1
print(pcall(function() for i in iter(1) do error("stop", 0) end end))
--> closed
--> false	stop
