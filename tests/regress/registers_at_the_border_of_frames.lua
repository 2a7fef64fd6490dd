-- Calls with many temporaries, locals up to the limit, nested in expressions.
local src = {}
for i = 1, 190 do src[#src + 1] = ("local v%d = %d"):format(i, i) end
src[#src + 1] = "local function f(...) return select('#', ...), ... end"
src[#src + 1] = "return (f(v1, v2, v3, f(v190, f(v100)))), v1 + v190 * (v50 - (v60 + (v70 - v80))), {v1, v2, v190}, v1 .. v2 .. v190"
local n, x, t, s = load(table.concat(src, "\n"))()
print(n, x, #t, t[3], s)                  --> 7	1	3	190	12190
local deep = "x"
for i = 1, 60 do deep = "f(" .. i .. ", " .. deep .. ")" end
print(load("local function f(a, b) return a + b end local x = 1 return " .. deep)())
--> 1831
print(load("local x = 2 return " .. ("(x + "):rep(60) .. "x" .. (")"):rep(60))())
--> 122
