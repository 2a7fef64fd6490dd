-- A reader of load, or a finalizer, that fails: its variables are closed, those
-- captured keep their values.
local get
local function fails()
    local v, w = "v", "w"
    get = function() return v, w end
    local outer <close> = setmetatable({}, {__close = function(_, e)
        print("outer", e)
    end})
    local inner <close> = setmetatable({}, {__close = function(_, e)
        print("inner", e)
        error("while closing", 0)
    end})
    error("failed", 0)
end

print(pcall(load, fails))
--> inner	failed
--> outer	while closing
--> true	nil	while closing
print(get(1, 2, 3, 4, 5, 6, 7, 8))      --> v	w

local pieces = 0
local function reader()
    pieces = pieces + 1
    return pieces == 1 and "return " or fails()
end
print(pcall(load, reader))
--> inner	failed
--> outer	while closing
--> true	nil	while closing
print(get(1, 2, 3, 4, 5, 6, 7, 8))      --> v	w

print(coroutine.wrap(function()
    return load(function()
        local c <close> = setmetatable({}, {__close = coroutine.yield})
        error("failed", 0)
    end)
end)())             --> nil	attempt to yield across a C-call boundary

warn("@on")
do
    local object = setmetatable({}, {__gc = fails})
end
collectgarbage()
--> inner	failed
--> outer	while closing
--! Lua warning: error in __gc (while closing)
--? 0
print(get(1, 2, 3, 4, 5, 6, 7, 8))      --> v	w
