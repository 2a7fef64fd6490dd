-- tests/lang/assign/locals_shadow.lua
local x = 1
do
    local x = x + 1
    print(x)
    local x = x * 10
    print(x)
end
print(x)
local function f(x) local x = x or "default"; return x end
print(f(), f(5))
for x = x, x + 1 do io.write(x, " ") end
print(x)
--> 2
--> 20
--> 1
--> default	5
--> 1 2 1
