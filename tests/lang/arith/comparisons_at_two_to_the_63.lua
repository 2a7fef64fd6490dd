-- The largest integers against floats beyond them.
local max, min, f = math.maxinteger, math.mininteger, 2.0^63
print(max < f, max <= f, max == f, max > f, max >= f)
--> true	true	false	false	false
print(f > max, f >= max, f == max, f < max, f <= max)
--> true	true	false	false	false
print(min == -f, min <= -f, min < -f, min >= -f, -f == min)
--> true	true	false	true	true
print(min > -f * 1.0000001, -f * 2 < min, max < 2 * f, -2 * f > min)
--> true	true	true	false
print(max + 0.0 == f, max + 0.0 == max, (max - 512) + 0.0 < max)
--> true	false	true
print(max < math.huge, min > -math.huge, max < -math.huge, min > math.huge)
--> true	true	false	false
local nan = 0 / 0
print(max < nan, max > nan, max == nan, nan <= min, nan >= min)
--> false	false	false	false	false
