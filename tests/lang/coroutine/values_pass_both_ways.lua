-- tests/lang/coroutine/values_pass_both_ways.lua
local co = coroutine.create(function(a, b)
    print("start", a, b)
    local c = coroutine.yield(a + b)
    print("resumed", c)
    local d, e = coroutine.yield(c * 2, "second")
    print("again", d, e)
    return "end", d, e
end)
print(coroutine.resume(co, 1, 2))
--> start	1	2
--> true	3
print(coroutine.resume(co, 10))
--> resumed	10
--> true	20	second
print(coroutine.resume(co, "x", "y"))
--> again	x	y
--> true	end	x	y
print(coroutine.resume(co))             --> false	cannot resume dead coroutine
print(coroutine.status(co))             --> dead
