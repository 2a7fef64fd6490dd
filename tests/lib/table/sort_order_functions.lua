-- tests/lib/table/sort_order_functions.lua
-- What an order function may do, and how it may be called.
local function sorted(order)
    local t = {5, 3, 1, 4, 2}
    table.sort(t, order)
    return table.concat(t, " ")
end
print(sorted(function(a, b, c) return c == nil and a < b end))  --> 1 2 3 4 5
print(sorted(function(...)
    local a, b = ...
    return a > b
end))                                                   --> 5 4 3 2 1
local function less(a, b) return a < b end
print(sorted(function(...) return less(...) end))       --> 1 2 3 4 5
print(sorted(function(a, b) return rawequal(math.max(a, b), a) and a ~= b end))
--> 5 4 3 2 1
print(sorted(function(a, b)
    local ok, what = pcall(error, "inside")
    return not ok and what == "inside" and a < b
end))                                                   --> 1 2 3 4 5
print(sorted(function(a, b) -- sorts, too
    local pair = {a, b}
    table.sort(pair, less)
    return pair[1] == a and a ~= b
end))                                                   --> 1 2 3 4 5
print(sorted(function(a, b) return a < b and 0 end))    --> 1 2 3 4 5

-- It sees table.sort below it, and cannot yield.
local function yields() coroutine.yield() end
print(coroutine.wrap(function()
    local ok, message = pcall(table.sort, {3, 2, 1}, yields)
    return ok, message, coroutine.isyieldable()
end)())
--> false	attempt to yield across a C-call boundary	true
local calls = 0
table.sort({2, 1}, function(a, b)
    calls = calls + 1
    print(coroutine.isyieldable(), debug.getinfo(2, "n").name)
    return a < b
end)                                                    --> false	sort
print(calls)                                            --> 1
print(pcall(table.sort, {1, 2, 3, 4}, function() return true end))
--> false	invalid order function for sorting
print(pcall(table.sort, {2, 1}, function() error({}) end) == false) --> true
print(coroutine.wrap(function()
    pcall(table.sort, {2, 1}, error)
    pcall(table.sort, {2, 1}, function() error("x") end)
    return coroutine.yield(coroutine.isyieldable())
end)())                                                 --> true

-- It may change the table meanwhile.
local objects = {}
for i = 1, 200 do
    objects[i] = {i * 77 % 211}
end
table.sort(objects, function(a, b)
    objects[#objects // 2 + 1] = objects[#objects // 2 + 1]
    objects.name = {}
    collectgarbage("step")
    return a[1] < b[1]
end)
for i, object in ipairs(objects) do
    assert(i == 1 or objects[i - 1][1] < object[1])
end
print(#objects)                                         --> 200
