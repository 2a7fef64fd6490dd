-- tests/lang/limits/many_functions_and_results.lua
local parts = {}
for i = 1, 300 do parts[i] = ("function() return %d end"):format(i) end
local t = load("return {" .. table.concat(parts, ",") .. "}")()
local s = 0
for i = 1, #t do s = s + t[i]() end
print(#t, s)                            --> 300	45150
local function many() return table.unpack(t) end
print(select("#", many()), #{many(), many()})  --> 300	301
local r = {pcall(many)}
print(#r, r[301]())                     --> 301	300
