-- tests/lang/closure/block_exit_closes_upvalues.lua
local fs = {}
do
    local x = 1
    fs[1] = function() x = x + 1; return x end
end
do
    local y = 100
    fs[2] = function() return y end
end
local z = "unrelated"
print(fs[1](), fs[1](), fs[2](), z)     --> 2	3	100	unrelated
