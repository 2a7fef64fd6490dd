-- tests/lang/goto/same_label_in_sibling_functions.lua
local function f() goto x; ::x:: return "f" end
local function g() do goto x; ::x:: end return "g" end
do goto x; ::x:: end
do goto x; ::x:: end
print(f(), g())                         --> f	g
local function h(n)
    ::loop::
    if n > 0 then n = n - 1 goto loop end
    return n
end
print(h(100))                           --> 0
