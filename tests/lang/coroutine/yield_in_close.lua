-- tests/lang/coroutine/yield_in_close.lua
local function closer(name)
    return setmetatable({}, {__close = function(_, e)
        coroutine.yield("closing " .. name)
        print("closed", name, e)
    end})
end
local co = coroutine.wrap(function()
    do
        local a <close> = closer("a")
        local b <close> = closer("b")
    end
    local function f() local c <close> = closer("c"); return "kept", 2 end
    print(f())
    print(pcall(function() local d <close> = closer("d"); error("E", 0) end))
    return "end"
end)
repeat local m = co(); print(m) until m == "end"
--> closing b
--> closed	b	nil
--> closing a
--> closed	a	nil
--> closing c
--> closed	c	nil
--> kept	2
--> closing d
--> closed	d	E
--> false	E
--> end
