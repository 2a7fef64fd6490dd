-- tests/lang/closure/repeat_bodies_capture_fresh_variables.lua
local fs = {}
repeat
    local x = #fs
    fs[#fs + 1] = function() x = x + 10; return x end
until x == 2
print(#fs, fs[1](), fs[1](), fs[3]())   --> 3	10	20	12
