-- tests/lang/close/needs_a_close_metamethod.lua
print(pcall(function() local x <close> = {} end))
--> false	needs_a_close_metamethod.lua:2: variable 'x' got a non-closable value
print(pcall(function() local conn <close> = 42 end))
--> false	needs_a_close_metamethod.lua:4: variable 'conn' got a non-closable value
print(pcall(function() local s <close> = "str" end))
--> false	needs_a_close_metamethod.lua:6: variable 's' got a non-closable value
print(pcall(function()
    local x <close> = setmetatable({}, {__close = 1})
end))
--> false	needs_a_close_metamethod.lua:10: attempt to call a number value (metamethod 'close')
print(pcall(function()
    local m = {__close = print}
    local x <close> = setmetatable({}, m)
    m.__close = nil
end))
--> false	needs_a_close_metamethod.lua:16: attempt to call a nil value (metamethod 'close')
