-- tests/lang/meta/call_chain.lua
local function f(...) return select("#", ...),
    (select(select("#", ...), ...)) end
local A = setmetatable({}, {__call = f})
local B = setmetatable({}, {__call = A})
local C = setmetatable({}, {__call = B})
print(A("x"))                           --> 2	x
print(B("x"))                           --> 3	x
print(C("x"))                           --> 4	x
local bad = setmetatable({}, {__call = setmetatable({}, {__call = 5})})
print(pcall(bad))
--> false	attempt to call a number value
print(pcall(setmetatable({}, {__call = true})))
--> false	attempt to call a boolean value
