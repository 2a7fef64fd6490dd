-- Concatenation, and numbers as strings.
local a, n, f = "a", 12, 0.5

print(a .. n, n .. f, a .. n .. f .. a, 1 .. 2) --> a12	120.5	a120.5a	12
local s = ""
for i = 1, 3 do
    s = s .. i .. ";"
end
print(s, "x" .. -n, (n .. "") + 1, -"3", "10" / 2) --> 1;2;3;	x-12	13	-3	5.0
local t = setmetatable({}, {__concat = function(l, r)
    return (type(l) == "table" and "T" or l) .. "|" .. (type(r) == "table" and "T" or r)
end})
print(t .. "r", "l" .. t, 1 .. t .. 2)        --> T|r	l|T	1T|2
