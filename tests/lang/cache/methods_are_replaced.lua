-- Methods found through classes change, are hidden, removed and moved.
local Base = {} Base.__index = Base
function Base:who() return "base" end
local Derived = setmetatable({}, Base) Derived.__index = Derived
local o = setmetatable({}, Derived)
local function call(x) return x:who() end
print(call(o), call(o), call(o))          --> base	base	base
function Derived:who() return "derived" end
print(call(o), call(o))                   --> derived	derived
o.who = function() return "own" end
print(call(o), call(o))                   --> own	own
o.who = nil
print(call(o))                            --> derived
Derived.who = nil
print(call(o), call(o))                   --> base	base
Base.who = function() return "new base" end
print(call(o))                            --> new base
setmetatable(Derived, {__index = {who = function() return "other base" end}})
print(call(o), call(o))                   --> other base	other base
setmetatable(o, Base)
print(call(o), call(Derived))             --> new base	other base
Base.who = nil
print(pcall(call, o))
--> false	methods_are_replaced.lua:6: attempt to call a nil value (method 'who')
debug.setmetatable(1, {__index = {who = function(n) return "number " .. n end}})
print(call(1), call(2.5))                 --> number 1	number 2.5
debug.setmetatable(1, nil)
string.who = function(s) return "string " .. s end
print(call("s"), call("t"))               --> string s	string t
string.who = nil
print(pcall(call, "s"))
--> false	methods_are_replaced.lua:6: attempt to call a nil value (method 'who')
