-- Generic loops: iterators in C and Lua, with one and more variables.
local function upto(n)
    local i = 0
    return function()
        i = i + 1
        if i <= n then
            return i, i * i, i * i * i
        end
    end
end

for i in upto(3) do
    io.write(i, " ")
end
for i, square, cube in upto(3) do
    io.write(i, ":", square, ":", cube, " ")
end
print()                                       --> 1 2 3 1:1:1 2:4:8 3:9:27
for i, v in ipairs {"a", "b"} do
    io.write(i, v, " ")
end
for k, v in pairs {10, 20, x = 30} do
    io.write(k, "=", v, " ")
end
for k in next, {7} do
    io.write(k, " ")
end
print()                                       --> 1a 2b 1=10 2=20 x=30 1
local first = {}
for word in ("one two three"):gmatch("%a+") do
    first[#first + 1] = function()
        return word
    end
    if word == "two" then
        goto out
    end
end
::out::
print(#first, first[1](), first[2]())         --> 2	one	two
for _ in upto(2) do
    local closing <close> = setmetatable({}, {__close = function()
        io.write("closed ")
    end})
end
print()                                       --> closed closed
