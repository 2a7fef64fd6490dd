-- Negation of integers wraps, of zero has a sign, of strings converts.
local zero, fzero = 0, 0.0
print(-zero, -fzero, 1 / -fzero, - - -5, -math.mininteger == math.mininteger)
--> 0	-0.0	-inf	-5	true
print(-"2", -"0x10", -"1e1", -" 7 ", -"-3") --> -2	-16	-10.0	-7	3
print(pcall(function() return -"x" end))
--> false	unary_minus_of_everything.lua:6: attempt to unm a 'string' with a 'string'
print(pcall(function() return -{} end))
--> false	unary_minus_of_everything.lua:8: attempt to perform arithmetic on a table value
print(pcall(function() local t = {} return -t.x.y end))
--> false	unary_minus_of_everything.lua:10: attempt to index a nil value (field 'x')
print(~0, ~-1, ~5.0, not nil, not 0, - -2 ^ 2) --> -1	0	-6	true	false	4.0
