-- tests/lang/syntax/calls_and_suffixes.lua
local t = {f = function(...) return ... end, s = "str"}
function t:m(x) return x end
print(t.f"literal", t.f{1}[1], t.f[[long]], t:m"x", t:m{2}[1])
--> literal	1	long	x	2
print(#t.f{1, 2}, (t.f(1, 2)), t.s:upper():lower():len())  --> 2	1	3
print(t["f"](3), (t).f(4), ((t)).s, ("%d"):format(5))  --> 3	4	str	5
print(({1, 2, 3})[2], (function() return 7 end)(), ("abc"):sub(2, 2))
--> 2	7	b
local a = {{{{5}}}}
print(a[1][1][1][1], -t.f(2) ^ 2, not t.f(nil))  --> 5	-4.0	true
