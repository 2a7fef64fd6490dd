-- tests/bench/compile_source.lua -- a source of many lines, for compile.sh.
--
--     lua5.4 compile_source.lua mix|table LINES
--
-- mix: methods of a module, with tables, loops, calls, strings and closures.
-- table: one constructor of numbers, strings, records and named fields.

local kind, nlines = arg[1], tonumber(arg[2])

local method = [[
function M.work%d(a, b)
  local t = {name = "item %d", size = a + %d, list = {a, b, a * b}}
  for i, v in ipairs(t.list) do
    if v > t.size then t.size = v - i else t.count = (t.count or 0) + 1 end
  end
  print(t.name .. ": " .. tostring(t.size), string.format("%%d", %d))
  return t, function(x) return x + a end
end
M.alias%d = M.work%d
]]

local rows = {"%d,", '"text %d",', "{x = %d, y = 0.5},", "key%d = true,"}

if kind == "mix" then
    print("local M = {}")
    for i = 1, nlines // 10 do
        print((method:gsub("%%(%%?)d", function(literal)
            return literal == "" and i or "%d"
        end)))
    end
    print("return M")
else
    print("return {")
    for i = 1, nlines do print((rows[i % #rows + 1]:gsub("%%d", i))) end
    print("}")
end
