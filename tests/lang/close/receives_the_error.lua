-- tests/lang/close/receives_the_error.lua
local function closer(name)
    return setmetatable({}, {__close = function(_, e) print(name, e) end})
end
print(pcall(function()
    local a <close> = closer("a")
    local b <close> = closer("b")
    error("boom", 0)
end))
--> b	boom
--> a	boom
--> false	boom
print(pcall(function()
    local a <close> = closer("table error")
    error(setmetatable({}, {__tostring = function() return "E" end}))
end))
--> table error	E
--> false	E
