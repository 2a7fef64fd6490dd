-- tests/lang/closure/break_and_goto_close_upvalues.lua
local f, g
for i = 1, 10 do
    local x = i
    if i == 3 then f = function() x = x + 1; return x end; break end
end
do
    local n = 0
    ::top::
    do
        local y = n
        g = g or function() y = y + 1; return y end
        n = n + 1
        if n < 5 then goto top end
    end
end
print(f(), f(), g(), g())               --> 4	5	1	2
