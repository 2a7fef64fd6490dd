-- tests/lang/arith/negative_zero_keeps_its_sign.lua
local z = -0.0
print(z, 0.0, z == 0.0, 1 / z)          --> -0.0	0.0	true	-inf
print(0 * -1, 0.0 * -1, -0)             --> 0	-0.0	0
print(z + 0, z + 0.0, z * 1)            --> 0.0	0.0	-0.0
print(({[0] = "zero"})[z])              --> zero
local function f() return 0.0, -0.0 end
local a, b = f()
print(1 / a, 1 / b)                     --> inf	-inf
