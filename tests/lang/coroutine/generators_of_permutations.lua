-- tests/lang/coroutine/generators_of_permutations.lua
local function permute(a, n)
    n = n or #a
    if n <= 1 then coroutine.yield(table.concat(a)) return end
    for i = 1, n do
        a[n], a[i] = a[i], a[n]
        permute(a, n - 1)
        a[n], a[i] = a[i], a[n]
    end
end
local out = {}
for p in coroutine.wrap(function() permute {"a", "b",
    "c"} end) do out[#out + 1] = p end
print(#out, table.concat(out, " "))     --> 6	bca cba cab acb bac abc
