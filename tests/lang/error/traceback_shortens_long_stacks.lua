-- tests/lang/error/traceback_shortens_long_stacks.lua
local function f(n)
    if n == 0 then return debug.traceback("deep") end
    local r = f(n - 1)
    return r
end
local lines = {}
for l in f(60):gmatch("[^\n]+") do lines[#lines + 1] = l end
print(#lines)                           --> 24
print(lines[12])
--> 	traceback_shortens_long_stacks.lua:4: in upvalue 'f'
print(lines[13])                        --> 	...	(skipping 41 levels)
print(lines[22])
--> 	traceback_shortens_long_stacks.lua:4: in local 'f'
print(lines[24])                        --> 	[C]: in ?
