-- tests/lang/close/value_is_kept_until_closed.lua
local seen
do
    local x <close> = setmetatable({v = 1},
        {__close = function(o) seen = o.v end})
    x.v = 2
end
print(seen)                             --> 2
local function mk(v) return setmetatable({},
    {__close = function() print("c", v) end}) end
do
    local a <const>, b <close>, c = 1, mk("b"), mk("not closed")
    print(a, type(c))
end
--> 1	table
--> c	b
