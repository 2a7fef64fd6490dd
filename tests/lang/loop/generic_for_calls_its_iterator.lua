-- tests/lang/loop/generic_for_calls_its_iterator.lua
local function count(s, c)
    if c < s then return c + 1, "v" .. c end
end
for i, v in count, 3, 0 do print(i, v) end
--> 1	v0
--> 2	v1
--> 3	v2
local function pairs_of(...)
    local args, i = {...}, -1
    return function() i = i + 2; return args[i], args[i + 1] end
end
for k, v in pairs_of("a", 1, "b", 2) do print(k, v) end
--> a	1
--> b	2
for k, v, extra in next, {10} do print(k, v, extra) end  --> 1	10	nil
for x in function() end do print("never", x) end
