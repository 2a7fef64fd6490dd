-- tests/lang/vararg/passes_through_calls.lua
local function id(...) return ... end
local function tail(_, ...) return ... end
print(id(1, nil, 3, nil))               --> 1	nil	3	nil
print(tail(tail(tail(1, 2, 3, 4))))     --> 4
print(id(), (id()))                     --> nil	nil
print(select("#", id()), select("#", (id())), select("#", id(nil, nil)))
--> 0	1	2
print(#{id(1, 2, 3)}, table.pack(id(nil, nil)).n)  --> 3	2
