-- tests/lang/coroutine/yield_through_library_callbacks.lua
local co = coroutine.wrap(function()
    return pcall(table.sort, {3, 2, 1}, function(a,
        b) coroutine.yield() return a < b end)
end)
print(co())
--> false	attempt to yield across a C-call boundary
co = coroutine.wrap(function()
    return pcall(string.gsub, "abc", ".", function(c) coroutine.yield(c) end)
end)
print(co())
--> false	attempt to yield across a C-call boundary
co = coroutine.wrap(function()
    return pcall(load, function() coroutine.yield() end)
end)
print(co())
--> true	nil	attempt to yield across a C-call boundary
