-- tests/lang/closure/survives_an_error.lua
local get
print(pcall(function()
    local v = 1
    get = function() return v end
    v = 2
    error("out", 0)
end))                                   --> false	out
print(get())                            --> 2
