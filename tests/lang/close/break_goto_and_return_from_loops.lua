-- Every way out of a loop closes its variables, the loop's own last.
local log = {}
local function res(n) return setmetatable({}, {__close = function() log[#log + 1] = n end}) end
local function out() local s = table.concat(log, " ") log = {} return s end
for i = 1, 3 do local a <close> = res("i" .. i) if i == 2 then break end end
print(out())                              --> i1 i2
for i in function(_, c) c = (c or 0) + 1 return c < 4 and c or nil end, nil, nil, res "loop" do
    local a <close> = res("body" .. i)
    if i == 2 then goto done end
end
::done::
print(out())                              --> body1 body2 loop
local function f() for i = 1, 3 do local a <close> = res("r" .. i) if i == 2 then return i, out() end end end
print(f())                                --> 2	r1
print(out())                              --> r2
while true do local a <close> = res "w" do local b <close> = res "inner" break end end
print(out())                              --> inner w
repeat local a <close> = res "rep" until true
print(out())                              --> rep
local function nested() do local a <close> = res "a" do local b <close> = res "b" return "v" end end end
print(nested(), out())                    --> v	b a
print(pcall(function() local a <close> = res "e" for i = 1, 2 do local b <close> = res("e" .. i) if i == 2 then error("x", 0) end end end), out())
--> false	e1 e2 e
local function tail() local a <close> = res "t" return out() end
print(tail() == "", out())                --> true	t
