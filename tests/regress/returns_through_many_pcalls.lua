-- tests/regress/returns_through_many_pcalls.lua
-- skip-mode: stress-stack
local function f(n)
    if n == 0 then return "end" end
    return pcall(f, n - 1)
end
local t = table.pack(f(150))
print(t.n, t[1], t[150], t[151])        --> 151	true	true	end
