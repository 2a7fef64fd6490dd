-- tests/lib/debug/locals_of_numeric_loops.lua
-- Three hidden locals (index, count, step) stand before the variable.
local function locals()
    local i, parts = 1, {}
    repeat
        local name, value = debug.getlocal(2, i)
        if type(value) == "number" then
            parts[#parts + 1] = i .. " " .. name .. " " .. value
        end
        i = i + 1
    until name == nil
    print(table.concat(parts, ", "))
end
local function number_of(name)
    local n, i, found = nil, 1, 0
    repeat
        n = debug.getlocal(2, i)
        if n == name then found = i end
        i = i + 1
    until n == nil
    return found
end

local function shared(n) for i = n, n + 1 do locals() end end
shared(1)
--> 1 n 1, 2 (for state) 1, 3 (for state) 1, 4 (for state) 1, 5 i 1
--> 1 n 1, 2 (for state) 2, 3 (for state) 0, 4 (for state) 1, 5 i 2

local function assigned() for i = 5, 1, -2 do i = i * 10 locals() end end
assigned()
--> 1 (for state) 5, 2 (for state) 2, 3 (for state) -2, 4 i 50
--> 1 (for state) 3, 2 (for state) 1, 3 (for state) -2, 4 i 30
--> 1 (for state) 1, 2 (for state) 0, 3 (for state) -2, 4 i 10

local function floats() for i = 1.0, 1.5, 0.5 do locals() end end
floats()
--> 1 (for state) 1.0, 2 (for state) 1.5, 3 (for state) 0.5, 4 i 1.0
--> 1 (for state) 1.5, 2 (for state) 1.5, 3 (for state) 0.5, 4 i 1.5

-- The variable can be set to anything; the loop counts on.
local function set(first, last, value)
    for i = first, last do
        local seen = i
        debug.setlocal(1, number_of("i"), value)
        io.write(tostring(seen), " ", tostring(i), " ")
        debug.setlocal(1, number_of("i"), i)
    end
    print()
end
set(1, 3, "x")              --> 1 x 2 x 3 x 
set(1.0, 3, "x")            --> 1.0 x 2.0 x 3.0 x 
set(math.maxinteger - 1, math.maxinteger, 0.5)  --> 9223372036854775806 0.5 9223372036854775807 0.5 
set(1, 2, {} == nil)        --> 1 false 2 false 

-- In the loops of one function that run at once, each for itself.
local function nested(depth)
    local sum = ""
    for i = 1, 3 do
        if depth > 0 and i == 2 then
            debug.setlocal(1, number_of("i"), "deep" .. depth)
            sum = sum .. nested(depth - 1)
        end
        sum = sum .. i .. " "
    end
    return sum
end
print(nested(2))            --> 1 1 1 2 3 deep1 3 deep2 3 

-- Left while it was set, entered anew.
local function left(n)
    for i = 1, 2 do
        if n == 0 then
            debug.setlocal(1, number_of("i"), 77)
            return i
        end
    end
    local last
    for i = 10, 12 do last = i end
    return last
end
print(left(0), left(1), left(0), left(1))   --> 77	12	77	12
