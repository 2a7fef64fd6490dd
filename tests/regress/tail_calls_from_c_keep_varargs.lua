-- tests/regress/tail_calls_from_c_keep_varargs.lua
-- A function called from C tail calls a vararg one: how many arguments there
-- are is the second call's affair.
local function count(a, ...) return select("#", ...) .. ":" .. table.concat({...}, ",") end

print((("k=v"):gsub("(%w)=(%w)", function(...)
    return count("first", "second", ...)
end)))                                          --> 3:second,k,v
table.sort({1, 2}, function(...) return count(...) == "" end)
print((("x"):gsub("x", function() return count(1, 2, 3) end)))  --> 2:2,3
print(load("local f = ... return f(1, 2, 3, 4)", "=c")(count))  --> 3:2,3,4
print(pcall(next, {1, 2, 3}, 2.0))              --> false	invalid key to 'next'
