-- tests/regress/many_closes_in_one_function.lua
local n = 0
local mt = {__close = function() n = n + 1 end}
local parts = {"local mt = ..."}
for i = 1,
    180 do parts[#parts + 1] = (
    "local v%d <close> = setmetatable({}, mt)"):format(i) end
parts[#parts + 1] = "return v1 ~= v180"
print(load(table.concat(parts, "\n"))(mt), n)  --> true	180
