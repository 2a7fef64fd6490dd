-- tests/lang/arith/fused_float_operations.lua
-- Float operations whose result is an operand of the next one, with operands
-- that change their type when the pair has been fused.
local function f(a, b, c)
    return a*b + c, c + a*b, a*b - c, c - a*b, a*b*c, c*(a*b), a+b+c, a+b-c,
        (a+b)*c, c*(a+b), a-b+c, c*(a-b), 2*a*b, b*(2*a), (a*b)*(a*b), (a+b)-(a+b)
end
local function g(t, i, c)
    return t[i]+c, c+t[i], t[i]-c, c-t[i], t[i]*c, c*t[i], t[i]*t[i]
end
local function try(f, ...)
  local r = table.pack(pcall(f, ...))
  for i = 1, r.n do r[i] = type(r[i])=="number" and string.format("%.14g", r[i])..(math.type(r[i])) or tostring(r[i]) end
  print(table.concat(r, " "))
end
local mt = setmetatable({}, {__add=function() return "add" end, __sub=function() return "sub" end, __mul=function() return 1.5 end})
for _ = 1, 2 do
  for _, v in ipairs{{1.5,2.5,3.5},{1.5,2.5,3},{1.5,2,3.5},{2,3,4},{1.5,2.5,"10"},{1.5,2.5,"x"},{1.5,2.5,mt},{mt,2.5,1.5},{1.5,2.5,nil}} do
    try(f, v[1], v[2], v[3])
  end
  for _, v in ipairs{{{1.5,2.5},1,0.5},{{1.5,2.5},2,3},{{1,2},1,0.5},{{1.5},2,0.5},{{1.5,"x"},2,.5},{{1.5},1,mt},{{1.5},1,nil},{mt,1,1.5},{setmetatable({1.5},{__index=function() return 9.5 end}),7,1.5},{{1.5},1.0,1.5}} do
    try(g, v[1], v[2], v[3])
  end
end
local lines = {}
debug.sethook(function(_, l) lines[#lines+1]=l end, "l")
local x = 1.5
local y = x * 2.5 +
   x
local z = y
debug.sethook()
print(table.concat(lines, " "))
--> true 7.25float 7.25float 0.25float -0.25float 13.125float 13.125float 7.5float 0.5float 14float 14float 2.5float -3.5float 7.5float 7.5float 14.0625float 0float
--> true 6.75float 6.75float 0.75float -0.75float 11.25float 11.25float 7float 1float 12float 12float 2float -3float 7.5float 7.5float 14.0625float 0float
--> true 6.5float 6.5float -0.5float 0.5float 10.5float 10.5float 7float 0float 12.25float 12.25float 3float -1.75float 6float 6float 9float 0float
--> true 10integer 10integer 2integer -2integer 24integer 24integer 9integer 1integer 20integer 20integer 3integer -4integer 12integer 12integer 36integer 0integer
--> true 13.75float 13.75float -6.25float 6.25float 37.5float 37.5float 14float -6float 40float 40float 9float -10float 7.5float 7.5float 14.0625float 0float
--> false fused_float_operations.lua:5: attempt to add a 'number' with a 'string'
--> true add add sub sub 1.5float 1.5float add sub 1.5float 1.5float add 1.5float 7.5float 7.5float 14.0625float 0float
--> false fused_float_operations.lua:5: attempt to add a 'string' with a 'number'
--> false fused_float_operations.lua:5: attempt to perform arithmetic on a nil value (local 'c')
--> true 2float 2float 1float -1float 0.75float 0.75float 2.25float
--> true 5.5float 5.5float -0.5float 0.5float 7.5float 7.5float 6.25float
--> true 1.5float 1.5float 0.5float -0.5float 0.5float 0.5float 1integer
--> false fused_float_operations.lua:9: attempt to perform arithmetic on a nil value (field '?')
--> false fused_float_operations.lua:9: attempt to add a 'string' with a 'number'
--> true add add sub sub 1.5float 1.5float 2.25float
--> false fused_float_operations.lua:9: attempt to perform arithmetic on a nil value (local 'c')
--> false fused_float_operations.lua:9: attempt to perform arithmetic on a nil value (field '?')
--> true 11float 11float 8float -8float 14.25float 14.25float 90.25float
--> true 3float 3float 0float 0float 2.25float 2.25float 2.25float
--> true 7.25float 7.25float 0.25float -0.25float 13.125float 13.125float 7.5float 0.5float 14float 14float 2.5float -3.5float 7.5float 7.5float 14.0625float 0float
--> true 6.75float 6.75float 0.75float -0.75float 11.25float 11.25float 7float 1float 12float 12float 2float -3float 7.5float 7.5float 14.0625float 0float
--> true 6.5float 6.5float -0.5float 0.5float 10.5float 10.5float 7float 0float 12.25float 12.25float 3float -1.75float 6float 6float 9float 0float
--> true 10integer 10integer 2integer -2integer 24integer 24integer 9integer 1integer 20integer 20integer 3integer -4integer 12integer 12integer 36integer 0integer
--> true 13.75float 13.75float -6.25float 6.25float 37.5float 37.5float 14float -6float 40float 40float 9float -10float 7.5float 7.5float 14.0625float 0float
--> false fused_float_operations.lua:5: attempt to add a 'number' with a 'string'
--> true add add sub sub 1.5float 1.5float add sub 1.5float 1.5float add 1.5float 7.5float 7.5float 14.0625float 0float
--> false fused_float_operations.lua:5: attempt to add a 'string' with a 'number'
--> false fused_float_operations.lua:5: attempt to perform arithmetic on a nil value (local 'c')
--> true 2float 2float 1float -1float 0.75float 0.75float 2.25float
--> true 5.5float 5.5float -0.5float 0.5float 7.5float 7.5float 6.25float
--> true 1.5float 1.5float 0.5float -0.5float 0.5float 0.5float 1integer
--> false fused_float_operations.lua:9: attempt to perform arithmetic on a nil value (field '?')
--> false fused_float_operations.lua:9: attempt to add a 'string' with a 'number'
--> true add add sub sub 1.5float 1.5float 2.25float
--> false fused_float_operations.lua:9: attempt to perform arithmetic on a nil value (local 'c')
--> false fused_float_operations.lua:9: attempt to perform arithmetic on a nil value (field '?')
--> true 11float 11float 8float -8float 14.25float 14.25float 90.25float
--> true 3float 3float 0float 0float 2.25float 2.25float 2.25float
--> 27 28 30 31
