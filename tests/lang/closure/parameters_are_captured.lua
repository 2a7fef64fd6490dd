-- tests/lang/closure/parameters_are_captured.lua
local function adder(n) return function(m) n = n + m; return n end end
local a = adder(10)
print(a(1), a(1), adder(1)(1))          --> 11	12	2
local function compose(f, g) return function(...) return f(g(...)) end end
print(compose(function(x) return x + 1 end, function(a, b) return a * b end)(3,
    4))                                 --> 13
