-- tests/lang/error/nested_pcalls_unwind_one_level.lua
print(pcall(function()
    print(pcall(function()
        print(pcall(error, "inner", 0))
        error("middle", 0)
    end))
    error("outer", 0)
end))
--> false	inner
--> false	middle
--> false	outer
local function f(n)
    if n == 0 then error("bottom", 0) end
    local ok, m = pcall(f, n - 1)
    error(m .. n, 0)
end
print(pcall(f, 5))                      --> false	bottom12345
