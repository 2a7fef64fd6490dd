-- A __close that fails with variables of its own to close, or captured, while
-- a coroutine is closed or the program ends: those above the error's place.
local function closer(name, f)
    return setmetatable({}, {__close = function(_, e)
        print("close " .. name, (tostring(e):match("[^\n]*")))
        if f then f() end
    end})
end

local get
local function fails()
    local inner <close> = closer("inner")
    local p, q, r = "p", "q", "r"
    local inmost <close> = closer("inmost")
    local s, t = "s", "t"
    get = function() return p, q, r, s, t end
    error("failed", 0)
end

local function close_two()
    local first <close> = closer("first", function()
        local a, b, c, d, e, f, g = 1, 2, 3, 4, 5, 6, 7
        print(get(a, b, c, d, e, f, g))
    end)
    local second <close> = closer("second", fails)
    coroutine.yield()
    error("body", 0)
end

local co = coroutine.create(close_two)
coroutine.resume(co)
print(coroutine.close(co))
--> close second	nil
--> close inmost	failed
--> close inner	failed
--> close first	failed
--> p	q	r	s	t
--> false	failed
print(get())                            --> p	q	r	s	t

co = coroutine.create(close_two)
coroutine.resume(co)
print(coroutine.resume(co))             --> false	body
print(coroutine.close(co))
--> close second	body
--> close inmost	failed
--> close inner	failed
--> close first	failed
--> p	q	r	s	t
--> false	failed

local last <close> = closer("last")
local failing <close> = closer("failing", fails)
--> close failing	nil
--> close inmost	failed
--> close inner	failed
--> close last	failed
--! failed
