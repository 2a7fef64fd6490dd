-- Integers and floats compare by value where floats cannot tell neighbours.
local i, f = 2^53 | 0, 2.0^53
print(i == f, i + 1 == f, i + 1 > f, i + 1 <= f, i - 1 < f)
--> true	false	true	false	true
print(f == i, f < i + 1, f >= i + 1, f + 1 == f, i + 1 == f + 1)
--> true	true	false	true	false
print(-i == -f, -i - 1 == -f, -i - 1 < -f, -f > -i - 1)
--> true	false	true	true
local t = {[i] = "integer"}
print(t[f], t[i + 1], t[f + 2])           --> integer	nil	nil
print(i + 1 ~= f, not (i + 1 == f), (i + 1) // 1 == f // 1)
--> true	true	false
