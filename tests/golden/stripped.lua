-- vmc: --strip
-- oracle: no (it has debug information there)
-- Without debug information: no lines, no names.
local up = 1
local function f(a, b)
    local c = a + b + up
    return c, debug.getlocal(1, 1)
end

print(f(1, 2))                                --> 4	(temporary)	1
print(debug.getinfo(1, "S").short_src, debug.getinfo(1, "l").currentline)
--> ?	-1
print(debug.getupvalue(f, 1))                 --> (no name)	1
print(pcall(function(x)
    return x.y
end))                                         --> false	?:-1: attempt to index a nil value
