-- tests/lang/meta/arithmetic_metamethods.lua
local mt = {}
for _, n in ipairs { "add", "sub", "mul", "div", "mod", "pow", "idiv",
    "band", "bor", "bxor", "shl", "shr" } do
    mt["__" .. n] = function(a, b)
        return n .. ":" .. (type(a) == "table" and "T" or a) .. ","
            .. (type(b) == "table" and "T" or b)
    end
end
local T = setmetatable({}, mt)
print(T + 1, 1 + T, T + T, T + "x")     --> add:T,1	add:1,T	add:T,T	add:T,x
print(T - 1, 2 * T, T / 2, 7 % T, T ^ 2)
--> sub:T,1	mul:2,T	div:T,2	mod:7,T	pow:T,2
print(T // 3, T & 1, 1 | T, T ~ 4, T << 1, 1 >> T)
--> idiv:T,3	band:T,1	bor:1,T	bxor:T,4	shl:T,1	shr:1,T
print(T + 1.5, 2.5 - T, T & "s")        --> add:T,1.5	sub:2.5,T	band:T,s
