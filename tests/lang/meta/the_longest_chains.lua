-- tests/lang/meta/the_longest_chains.lua
-- 2000 steps may be taken; behind the last one, what is there is still found.
local function chain(n)
    local last = { x = 1 }
    local t = last
    for _ = 1, n do
        t = setmetatable({}, { __index = t, __newindex = t })
    end
    return t, last
end

for n = 1999, 2001 do
    local t, last = chain(n)
    print(n, pcall(function() return t.x end))
    print(n, pcall(function() return t.y end))
    print(n, pcall(function() t.x = 2 end))
    print(n, pcall(function() t.y = 3 end))
    print(last.x, last.y)
end
--> 1999	true	1
--> 1999	true	nil
--> 1999	true
--> 1999	true
--> 2	3
--> 2000	true	1
--> 2000	false	the_longest_chains.lua:15: '__index' chain too long; possible loop
--> 2000	true
--> 2000	false	the_longest_chains.lua:17: '__newindex' chain too long; possible loop
--> 2	nil
--> 2001	false	the_longest_chains.lua:14: '__index' chain too long; possible loop
--> 2001	false	the_longest_chains.lua:15: '__index' chain too long; possible loop
--> 2001	false	the_longest_chains.lua:16: '__newindex' chain too long; possible loop
--> 2001	false	the_longest_chains.lua:17: '__newindex' chain too long; possible loop
--> 1	nil
