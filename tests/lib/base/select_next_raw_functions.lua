-- The rest of the base library at its borders.
print(select("#"), select("#", nil), select(2, "a", "b", "c"), select(-1, "a", "b"), select(4, "a"))
--> 0	1	b	b
print(pcall(select, -3, 1, 2))
--> false	bad argument #1 to 'select' (index out of range)
print(pcall(select, 0, 1))
--> false	bad argument #1 to 'select' (index out of range)
print(next({}), next({10}), next({10}, 1), next({a = 1})) --> nil	1	nil	a	1
print(pcall(next, {}, 1))                 --> false	invalid key to 'next'
print(rawlen {1, 2}, rawlen "abc", rawequal("a", "a"), rawequal({}, {}), rawget({5}, 1), rawget(setmetatable({}, {__index = {x = 1}}), "x"))
--> 2	3	true	false	5	nil
print(pcall(rawget, 1, 1))
--> false	bad argument #1 to 'rawget' (table expected, got number)
print(pcall(rawset, {}, 0 / 0, 1))        --> false	table index is NaN
print(rawset({}, 1, 2)[1], rawequal(0, -0.0), rawequal(1, 1.0), rawequal(2^53, 2^53 | 0))
--> 2	true	true	true
print(type(nil), type(1), type "x", type {}, type(print), type(coroutine.create(print)), type(io.stdout), type(true))
--> nil	number	string	table	function	thread	userdata	boolean
print(pcall(type))                        --> false	bad argument #1 to 'type' (value expected)
print(assert(1, 2, 3))                    --> 1	2	3
print(pcall(assert, false), pcall(assert, nil, "m")) --> false	false	m
print(collectgarbage "count" > 0, collectgarbage "step" ~= nil, collectgarbage "isrunning", pcall(collectgarbage, "nonsense"))
--> true	true	true	false	bad argument #1 to 'collectgarbage' (invalid option 'nonsense')
print(_VERSION, _G._G == _G, print == _G.print) --> Lua 5.4	true	true
print(ipairs({}) == ipairs({1}), select("#", ipairs {}), pcall(ipairs))
--> true	3	false	bad argument #1 to 'ipairs' (value expected)
print(tostring(1), tostring(1.0), tostring "x", tostring(nil), tostring(true), tostring(-0.0))
--> 1	1.0	x	nil	true	-0.0
