-- tests/lib/debug/traceback_of_zero_division.lua
-- A message handler is called by no metamethod of the numbers that failed.
local function first(f, ...)
    local function handler() return debug.getinfo(1, "n") end
    local _, info = xpcall(f, handler, ...)
    return info.namewhat, info.name
end
print(first(function(a, b) return a % b end, 1, 0))     --> 	nil
print(first(function(a) return a % 0 end, 1))           --> 	nil
print(first(function(a) return 1 // a end, 0))          --> 	nil
print(first(function(a, b) return a // b end, 1, {}))   --> metamethod	idiv
print(first(function(a, b) return a + b end, 1, {}))    --> metamethod	add
print(first(function(a, b) return a & b end, 1, 1.5))   --> metamethod	band
print(first(function(a, b) return a < b end, 1, {}))    --> metamethod	lt

-- Nor does what cannot be called stand between a handler and xpcall.
local function names()
    local list = {}
    for level = 2, 4 do
        list[#list + 1] = debug.getinfo(level, "n").name or "?"
    end
    return table.concat(list, " ")
end
local function call() return (select(2, xpcall(nil, names))) end
print((call()))             --> xpcall call ?
