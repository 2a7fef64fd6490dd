-- tests/regress/pcall_called_from_c.lua
-- pcall, coroutine.resume and the like, called by C functions: no interpreter
-- runs yet what they begin.
local log = {}
local function f(x) log[#log + 1] = type(x); return true end
local function g(x) log[#log + 1] = type(x); error("g") end

print(pcall(table.sort, {f, g}, pcall))         --> true
print(table.concat(log, " "))                   --> function
local upper = coroutine.wrap(function(c)
    while true do c = coroutine.yield(c:upper()) end
end)
print((("ab"):gsub(".", upper)))                --> AB
local co = coroutine.create(function(a)
    while true do a = coroutine.yield(type(a)) end
end)
print(pcall(table.sort, {co, co}, coroutine.resume)) --> true
print(coroutine.resume(co, 1))                  --> true	number
local t = setmetatable({}, {__index = pcall, __lt = pcall})
print(pcall(string.gsub, "x", ".", t))          --> true	x	1
print(pcall(function() return t < t end))       --> true	false
print(load(coroutine.wrap(function()
    coroutine.yield("return ")
    coroutine.yield("'in pieces'")
end))())                                        --> in pieces
