-- Protected calls nest in everything.
local mt = {__index = function(t, k) local ok, e = pcall(error, k, 0) return e .. "?" end}
local T = setmetatable({}, mt)
print(T.name, pcall(function() return T.x .. T.y end)) --> name?	true	x?y?
local co = coroutine.wrap(function()
    local ok, e = pcall(function()
        coroutine.yield "one"
        error "two"
    end)
    coroutine.yield((e:gsub("^.-:%d+: ", "")))
    local ok, e = pcall(coroutine.yield, "three")
    error(e, 0)
end)
print(co(), co(), co(), select(2, pcall(co, "four"))) --> one	two	three	four
print(pcall(pcall, error, "x", 0))        --> true	false	x
print(pcall(pcall))                       --> false	bad argument #1 to 'pcall' (value expected)
print(select("#", pcall(pcall, pcall, pcall, error))) --> 5
table.sort({3, 2, 1}, function(a, b) pcall(error) return a < b end)
print(("abc"):gsub(".", function(c) return select(2, pcall(error, c:upper(), 0)) end))
--> ABC	3
