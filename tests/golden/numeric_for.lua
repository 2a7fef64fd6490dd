-- Numeric loops: variables that are only read, assigned, captured.
local sum, list = 0, {}
for i = 1, 10 do
    sum = sum + i
end
for i = 10, 1, -3 do
    list[#list + 1] = i
end
for x = 0, 1, 0.25 do
    list[#list + 1] = x
end
print(sum, table.concat(list, " "))           --> 55	10 7 4 1 0.0 0.25 0.5 0.75 1.0
for i = 1, 3 do
    i = i * 2
    sum = sum + i
end
local functions = {}
for i = 1, 3 do
    functions[i] = function()
        i = i + 1
        return i
    end
end
print(sum, functions[1](), functions[1](), functions[3]()) --> 67	2	3	4
for i = 1, 0 do
    error("not reached")
end
for i = math.maxinteger - 1, math.maxinteger do
    io.write(i, " ")
end
print()                                       --> 9223372036854775806 9223372036854775807
for i = 1, 3 do
    for j = i, 3 do
        if j == 3 and i == 2 then
            break
        end
        io.write(i, j, " ")
    end
end
print()                                       --> 11 12 13 22 33
