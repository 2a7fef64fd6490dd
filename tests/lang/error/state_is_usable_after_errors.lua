-- tests/lang/error/state_is_usable_after_errors.lua
local t = {}
for i = 1, 50 do
    local ok, m = pcall(function(k)
        t[k] = k
        if k % 2 == 0 then error(k, 0) end
        return k
    end, i)
    t[-i] = ok and "ok" or m
end
print(t[-1], t[-2], t[-49], t[-50], #t)  --> ok	2	ok	50	50
