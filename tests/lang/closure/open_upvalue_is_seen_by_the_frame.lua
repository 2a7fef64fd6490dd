-- tests/lang/closure/open_upvalue_is_seen_by_the_frame.lua
local function f()
    local x = 1
    local function set(v) x = v end
    set(5)
    local before = x
    x = 7
    local function get() return x end
    return before, get(), x
end
print(f())                              --> 5	7	7
