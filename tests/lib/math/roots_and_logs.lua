-- tests/lib/math/roots_and_logs.lua
print(math.sqrt(16), math.sqrt(2), math.sqrt(-1) ~= math.sqrt(-1), math.exp(0))
--> 4.0	1.4142135623731	true	1.0
print(math.log(1), math.log(8, 2), math.log(100, 10), math.log(27, 3),
    math.log(0), math.log(2 ^ 10, 2.0))  --> 0.0	3.0	2.0	3.0	-inf	10.0
print(("%.10f %.10f"):format(math.exp(1), math.log(10)), math.log(1024, 2),
    math.log(1000, 10))                 --> 2.7182818285 2.3025850930	10.0	3.0
print(math.log(-1) ~= math.log(-1), math.exp(-math.huge), math.sqrt(math.huge))
--> true	0.0	inf
print(pcall(math.sqrt))
--> false	bad argument #1 to 'math.sqrt' (number expected, got no value)
print(pcall(math.log, 1, "x"))
--> false	bad argument #2 to 'math.log' (number expected, got string)
