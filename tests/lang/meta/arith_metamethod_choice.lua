-- The left operand's metamethod is taken first, then the right one's.
local function make(name)
    return setmetatable({}, {__add = function() return name .. "+" end, __unm = function(a, b) return rawequal(a, b) end})
end
local a, b, c = make "a", make "b", {}
print(a + b, b + a, a + c, c + a, a + 1, 1 + a, a + "1", "x" + a)
--> a+	b+	a+	a+	a+	a+	a+	a+
print(-a)                                 --> true
print(pcall(function() return c + 1 end))
--> false	arith_metamethod_choice.lua:9: attempt to perform arithmetic on a table value (upvalue 'c')
print(pcall(function() return "x" + 1 end))
--> false	arith_metamethod_choice.lua:11: attempt to add a 'string' with a 'number'
print(pcall(function() return 1 + nil end))
--> false	arith_metamethod_choice.lua:13: attempt to perform arithmetic on a nil value
getmetatable(a).__add = 42
print(pcall(function() return a + b end))
--> false	arith_metamethod_choice.lua:16: attempt to call a number value (metamethod 'add')
getmetatable(a).__add = nil
print(a + b)                              --> b+
