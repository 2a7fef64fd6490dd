-- One comparison, operands of every pair of types.
local function lt(a, b) return a < b end
local function eq(a, b) return a == b end
local t = {}
for _, p in ipairs {{1, 2}, {1.5, 2}, {2, 1.5}, {"a", "b"}, {1, 1}, {2^53, 2^53 | 0}, {"b", "a"}, {-0.0, 0}} do
    t[#t + 1] = (lt(p[1], p[2]) and "t" or "f") .. (eq(p[1], p[2]) and "t" or "f")
end
print(table.concat(t, " "))               --> tf tf ff tf ft ft ff ft
print(pcall(lt, 1, "1"))
--> false	comparison_sites_see_all_types.lua:2: attempt to compare number with string
print(eq(1, "1"), eq(nil, false), eq(nil, nil), eq({}, {}), eq(print, print), lt(1, 2))
--> false	false	true	false	true	true
