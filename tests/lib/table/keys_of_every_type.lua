-- tests/lib/table/keys_of_every_type.lua
local f, tt, co = function() end, {}, coroutine.create(print)
local t = {[1] = "int", [1.5] = "float", s = "str", [true] = "true",
    [false] = "false",
    [f] = "func", [tt] = "table", [co] = "thread", [io.stdout] = "udata",
        [print] = "cfunc"}
print(t[1], t[1.5], t.s, t[true], t[false], t[f], t[tt], t[co], t[io.stdout],
    t[print])
--> int	float	str	true	false	func	table	thread	udata	cfunc
local n = 0
for k, v in pairs(t) do n = n + 1; assert(t[k] == v) end
print(n)                                --> 10
t[true] = nil; t[f] = nil
print(t[true], t[false], t[f], t[{}])   --> nil	false	nil	nil
