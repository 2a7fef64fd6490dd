-- tests/lang/meta/call_through_tail_call.lua
local T = setmetatable({}, {__call = function(self, n)
    if n == 0 then return "done" end
    return self(n - 1)
end})
print(T(10), T(20000))                  --> done	done
local function f(n) if n == 0 then return T(3) end return f(n - 1) end
print(f(1000))                          --> done
