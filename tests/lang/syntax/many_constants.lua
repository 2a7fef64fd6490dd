-- tests/lang/syntax/many_constants.lua
local parts = {"local t = {}"}
for i = 1, 700 do
    parts[#parts + 1] = ("t[%d] = 'const%d' t.f%d = %d.5"):format(i, i, i, i)
end
parts[#parts + 1] = "return t"
local t = load(table.concat(parts, "\n"))()
print(#t, t[1], t[700], t.f1, t.f700)   --> 700	const1	const700	1.5	700.5
local sum = {}
for i = 1, 400 do sum[i] = ("x.f%d * %d.25"):format(i, i) end
local f = load("local x = ... return " .. table.concat(sum, " + "))
print(f(t) == f(t), math.type(f(t)))    --> true	float
