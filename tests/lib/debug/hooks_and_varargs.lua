-- The call hook of a vararg function sees its extra arguments, and hooks leave
-- them alone, however many more than registers they are.
local function pass(...) return ... end

local function extra_arguments(event)
    local seen = {}
    if debug.getinfo(2, "f").func == pass then
        for n = 1, math.huge do
            local name, value = debug.getlocal(2, -n)
            if not name then break end
            seen[n] = value
        end
        print(event, table.unpack(seen))
    end
end

debug.sethook(extra_arguments, "c")
pass(1, 2, 3, 4, 5, 6, 7, 8, 9)         --> call	1	2	3	4	5	6	7	8	9
pcall(pass, "a", "b")                   --> call	a	b
debug.sethook()

debug.sethook(function()
    if debug.getinfo(2, "f").func == pass then debug.setlocal(2, -2, "set") end
end, "c")
print(pass(1, 2, 3))                    --> 1	set	3
debug.sethook()

for _, mask in ipairs({"c", "r", "l", "crl", ""}) do
    debug.sethook(function()
        local a, b, c, d, e, f, g, h = {}, {}, {}, {}, {}, {}, {}, {}
        return a, b, c, d, e, f, g, h
    end, mask, mask == "" and 1 or 0)
    local t = {pass(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)}
    local n = (function(...) return select("#", ...) end)(1, 2, 3, 4, 5, 6)
    debug.sethook()
    print(n, table.concat(t, " "))
end
--> 6	1 2 3 4 5 6 7 8 9 10 11 12
--> 6	1 2 3 4 5 6 7 8 9 10 11 12
--> 6	1 2 3 4 5 6 7 8 9 10 11 12
--> 6	1 2 3 4 5 6 7 8 9 10 11 12
--> 6	1 2 3 4 5 6 7 8 9 10 11 12
