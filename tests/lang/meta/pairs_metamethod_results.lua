-- __pairs gives three values; the loop may use any of them.
local T = setmetatable({1, 2}, {__pairs = function(t)
    return function(_, k) k = (k or 0) + 1 if k < 3 then return k, k * 10 end end, t, nil, "dropped"
end})
for k, v in pairs(T) do print(k, v) end
--> 1	10
--> 2	20
print(select("#", pairs(T)))              --> 3
for k in next, T do print(k) end
--> 1
--> 2
local P = setmetatable({}, {__pairs = function() end})
print(pairs(P))                           --> nil	nil	nil
