-- tests/lib/math/ult_compares_unsigned.lua
print(math.ult(1, 2), math.ult(2, 1), math.ult(1, 1))  --> true	false	false
print(math.ult(1, -1), math.ult(-1, 1), math.ult(math.maxinteger,
    math.mininteger), math.ult(-2, -1))  --> true	false	true	true
print(math.ult(3.0, 4), pcall(math.ult, 1.5, 2))
--> true	false	bad argument #1 to 'math.ult' (number has no integer representation)
print(pcall(math.ult, 1))
--> false	bad argument #2 to 'math.ult' (number expected, got no value)
