-- tests/lang/closure/first_calls.lua
-- Every way to call a function that has not been called before.
local function fresh(source)
    return assert(load("return function(...) " .. source .. " end"))()
end

print(fresh("return select('#', ...)")(table.unpack({}, 1, 200)))
print(select("#", fresh("return ...")(table.unpack({}, 1, 70000))))
print((fresh("local a, b, c = ... return c")(1, 2)))
print(pcall(fresh("return ...", 1), 1, 2))
print(pcall(fresh("error('in it', 0)")))
print(select(2, xpcall(fresh("error('e', 0)"), fresh("return 'handled ' .. ..."))))
print(coroutine.wrap(fresh("return coroutine.yield(...)"))(7))
local co = coroutine.wrap(fresh("local a = coroutine.yield(...) return a * 2"))
co()
print(co(21))
local t = { 3, 1, 2 }
table.sort(t, fresh("local a, b = ... return a > b"))
print(table.concat(t, " "))
print((("abc"):gsub("%w", fresh("return (...):upper()"))))
local m = setmetatable({}, {
    __index = fresh("return select(2, ...) .. '!'"),
    __newindex = fresh("rawset(..., 'set', select(3, ...))"),
    __call = fresh("return 'called', select('#', ...)"),
    __concat = fresh("return 'joined'"),
    __eq = fresh("return true"), __lt = fresh("return true"),
    __len = fresh("return 9"), __unm = fresh("return 'minus'"),
    __add = fresh("return 'plus'"), __tostring = fresh("return 'text'"),
    __close = fresh("print('closed', select('#', ...))"),
})
print(m.key, m(1, 2), m .. "x", m == setmetatable({}, getmetatable(m)))
print(m < m, #m, -m, m + 1, tostring(m))
m.field = 5
print(rawget(m, "set"))
do
    local c <close> = m
end
for i, v in fresh("local n, i = ... if i < n then return i + 1, i * i end"), 3, 0 do
    io.write(i, ":", v, " ")
end
print()
print((function(f, ...) return f(...) end)(fresh("return 'tail', ...", 1)))
setmetatable({}, { __gc = fresh("print('collected')") })
collectgarbage()

-- Closures of one function, and a recursion that begins in its first call.
local fs = {}
for i = 1, 3 do fs[i] = function(n) return n == 0 and i or fs[i](n - 1) end end
print(fs[1](2), fs[3](3), fs[2](0))
local function nest(n)
    local function inner() return n > 0 and nest(n - 1) or "deep" end
    return inner()
end
print(nest(150))

-- What first calls have made is collected with it.
local list = setmetatable({}, { __mode = "v" })
for i = 1, 10 do
    list[i] = fresh("local s = 'constant' .. ... return function() return s end")
    list[i](i)
end
collectgarbage()
print(next(list))
--> 200
--> 70000
--> nil
--> true	1	2
--> false	in it
--> handled e
--> 7
--> 42
--> 3 2 1
--> ABC
--> key!	called	joined	true
--> true	9	minus	plus	text
--> 5
--> closed	2
--> 1:0 2:1 3:4 
--> tail
--> collected
--> 1	3	2
--> deep
--> nil
