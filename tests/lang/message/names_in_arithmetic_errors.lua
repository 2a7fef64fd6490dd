-- Arithmetic errors name the operand at fault.
local up
local t = {f = {}}
local function try(f) print((select(2, pcall(f)))) end
--> names_in_arithmetic_errors.lua:30: attempt to perform arithmetic on a nil value (upvalue 'up')
--> names_in_arithmetic_errors.lua:31: attempt to perform arithmetic on a nil value (upvalue 'up')
--> names_in_arithmetic_errors.lua:32: attempt to perform arithmetic on a table value (local 'a')
--> names_in_arithmetic_errors.lua:33: attempt to perform arithmetic on a table value (local 'b')
--> names_in_arithmetic_errors.lua:34: attempt to perform arithmetic on a nil value (global 'glob')
--> names_in_arithmetic_errors.lua:35: attempt to perform arithmetic on a table value (field 'f')
--> names_in_arithmetic_errors.lua:36: attempt to perform arithmetic on a nil value (field 'g')
--> names_in_arithmetic_errors.lua:37: attempt to perform arithmetic on a nil value (field 'integer index')
--> names_in_arithmetic_errors.lua:38: attempt to perform arithmetic on a table value (upvalue 't')
--> names_in_arithmetic_errors.lua:39: attempt to perform arithmetic on a nil value (upvalue 'up')
--> names_in_arithmetic_errors.lua:40: attempt to perform bitwise operation on a table value (field 'f')
--> names_in_arithmetic_errors.lua:41: attempt to add a 'string' with a 'number'
--> names_in_arithmetic_errors.lua:42: attempt to perform arithmetic on a table value
--> names_in_arithmetic_errors.lua:43: attempt to perform arithmetic on a function value (global 'print')
--> names_in_arithmetic_errors.lua:44: attempt to mul a 'string' with a 'number'
--> names_in_arithmetic_errors.lua:45: attempt to perform bitwise operation on a table value (field 'f')
--> names_in_arithmetic_errors.lua:46: number has no integer representation
--> names_in_arithmetic_errors.lua:47: number (local 'x') has no integer representation
--> names_in_arithmetic_errors.lua:48: number has no integer representation
--> names_in_arithmetic_errors.lua:49: attempt to perform bitwise operation on a string value (constant '1.5')
--> names_in_arithmetic_errors.lua:50: number has no integer representation
--> names_in_arithmetic_errors.lua:51: attempt to perform arithmetic on a nil value (field 'none')
--> names_in_arithmetic_errors.lua:52: attempt to divide by zero
--> names_in_arithmetic_errors.lua:53: attempt to perform 'n%0'
--> names_in_arithmetic_errors.lua:54: attempt to divide by zero
try(function() return up + 1 end)
try(function() return 1 + up end)
try(function() local a = {} return a - 1 end)
try(function() local a, b = 1, {} return a * b end)
try(function() return glob / 2 end)
try(function() return t.f % 2 end)
try(function() return t.g ^ 2 end)
try(function() return t[1] // 2 end)
try(function() return -t end)
try(function() return -up end)
try(function() return ~t.f end)
try(function() return "abc" + 1 end)
try(function() return {} + 1 end)
try(function() return 1 + print end)
try(function() local s = "x" return s * 2 end)
try(function() return t.f & 1 end)
try(function() return 1.5 | 1 end)
try(function() local x = 1.5 return x << 1 end)
try(function() return 2 ^ 53 | 0.5 end)
try(function() return "1.5" & 1 end)
try(function() return math.huge // 1 | 0 end)
try(function() for i = 1, 3 do local z = i + t.none end end)
try(function() return 1 // 0 end)
try(function() return 1 % 0 end)
try(function() local z = 0 return 5 // z end)
