-- Concatenation goes from the right; the metamethod gets what is there.
local mt = {}
mt.__concat = function(a, b)
    return setmetatable({s = (type(a) == "table" and a.s or a) .. "," .. (type(b) == "table" and b.s or b)}, mt)
end
local T = setmetatable({s = "T"}, mt)
print((T .. "a").s, ("a" .. T).s, (T .. T).s) --> T,a	a,T	T,T
print(("a" .. "b" .. T .. "c" .. "d").s)  --> a,b,T,cd
print((1 .. 2 .. T).s, (T .. 1 .. 2).s)   --> 1,2,T	T,12
mt.__concat = function() return 1, 2, 3 end
print(T .. T, "x" .. T)                   --> 1	1
mt.__concat = function() return nil end
print(T .. "x")                           --> nil
print(pcall(function() return "x" .. T .. "y" end))
--> false	concat_metamethod_in_chains.lua:14: attempt to concatenate a nil value (upvalue 'T')
