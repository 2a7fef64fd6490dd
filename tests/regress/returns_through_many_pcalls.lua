-- tests/regress/returns_through_many_pcalls.lua
-- oracle: no (its pcalls use the C stack)
-- skip-mode: stress-stack
local function f(n)
    if n == 0 then return "end" end
    return pcall(f, n - 1)
end
local t = table.pack(f(10000))
print(t.n, t[1], t[10000], t[10001])    --> 10001	true	true	end
