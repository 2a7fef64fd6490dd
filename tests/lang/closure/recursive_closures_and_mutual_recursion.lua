-- Functions that name themselves and each other.
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(100), odd(7), even(7))         --> true	true	false
local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
print(fact(5), fact(20), fact(21))
--> 120	2432902008176640000	-4249290049419214848
local fib = setmetatable({}, {__index = function(t, n) local v = n < 2 and n or t[n - 1] + t[n - 2] t[n] = v return v end})
print(fib[50], fib[90])                   --> 12586269025	2880067194370816120
local Y = function(g) return (function(x) return x(x) end)(function(x) return g(function(...) return x(x)(...) end) end) end
print(Y(function(self) return function(n) return n == 0 and 0 or n + self(n - 1) end end)(10))
--> 55
local f = function() return f end
print(f())                                --> nil
