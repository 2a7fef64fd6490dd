-- tests/lang/closure/recursive_local_function.lua
local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
print(fact(20), fact(21))
--> 2432902008176640000	-4249290049419214848
local fib = function(n) return n end
local fib2
fib2 = function(n) return n < 2 and n or fib2(n - 1) + fib2(n - 2) end
print(fib(5), fib2(20))                 --> 5	6765
local x = function() return x end
print(x())                              --> nil
