-- goto, and jumps over more than 63 instructions.
local n, trace = 0, {}
::top::
n = n + 1
if n < 4 then
    if n == 2 then
        goto continue
    end
    trace[#trace + 1] = n
    ::continue::
    goto top
end
print(table.concat(trace, " "))               --> 1 3
for i = 1, 3 do
    for j = 1, 3 do
        if j == 2 then
            goto next
        end
        io.write(i, j, " ")
    end
    ::next::
end
print()                                       --> 11 21 31

local function far(x)
    local s = 0
    while x > 0 do
        if x % 2 == 0 then
            s = s + x * 1 + x * 2 + x * 3 + x * 4 + x * 5 + x * 6 + x * 7
            s = s + x * 8 + x * 9 + x * 10 + x * 11 + x * 12 + x * 13 + x * 14
            s = s + x * 15 + x * 16 + x * 17 + x * 18 + x * 19 + x * 20 + x * 21
            s = s + x * 22 + x * 23 + x * 24 + x * 25 + x * 26 + x * 27 + x * 28
        else
            s = s - 1
        end
        x = x - 1
    end
    return s
end
print(far(4))                                 --> 2434
do
    goto done
end
print("not reached")
::done::
