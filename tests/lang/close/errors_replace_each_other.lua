-- tests/lang/close/errors_replace_each_other.lua
local function closer(name)
    return setmetatable({}, {__close = function(_, e)
        print(name, e)
        error(name, 0)
    end})
end
print(pcall(function()
    local a <close> = closer("a")
    local b <close> = closer("b")
    error("first", 0)
end))
--> b	first
--> a	b
--> false	a
print(pcall(function()
    local a <close> = closer("x")
    return "fine"
end))
--> x	nil
--> false	x
