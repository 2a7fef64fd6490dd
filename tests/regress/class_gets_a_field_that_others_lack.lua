-- A and B are built alike, then B gets a field; A is on an __index chain, so
-- its fields are its own from then on, and a collection may come in between.
local function new()
    local t = {}
    t.one = 1
    t.two = 2
    return t
end

new()
local A, B = new(), new()
B.three = 3
local object = setmetatable({}, {__index = A})
for i = 1, 3 do
    print(object.one, object.three)
end
--> 1	nil
--> 1	nil
--> 1	nil
A.four = 4
A.five = 5
for i = 1, 20 do
    A["method" .. i] = i
end
print(object.two, object.four, object.five, object.method20, object.three)
--> 2	4	5	20	nil
print(B.one, B.three, B.four)             --> 1	3	nil
