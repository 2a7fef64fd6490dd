-- tests/lang/gc/ephemerons_do_not_keep_their_keys.lua
local t = setmetatable({}, {__mode = "k"})
local function setup()
    local k = {}
    t[k] = {ref = k}
    local a, b = {}, {}
    t[a] = b; t[b] = a
end
setup()
collectgarbage()
print(next(t))                          --> nil
local live = {}
t[live] = {}
t[t[live]] = "via value"
collectgarbage()
print(t[t[live]])                       --> via value
