-- Floats are added up; the last value does not pass the limit.
local function run(a, b, c)
    local t = {}
    for x = a, b, c do
        t[#t + 1] = x
        if #t > 12 then break end
    end
    print(#t, table.concat(t, " "))
--> 5	0.0 0.25 0.5 0.75 1.0
--> 3	1.0 0.5 0.0
--> 1	0.0
--> 4	1.0 1.3 1.6 1.9
--> 5	0.1 0.2 0.3 0.4 0.5
--> 13	inf inf inf inf inf inf inf inf inf inf inf inf inf
--> 13	1.5 -1e+308 -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf
--> 13	9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15
end
run(0, 1, 0.25)
run(1.0, 0, -0.5)
run(0.0, 0.0, 1)
run(1, 2, 0.3)
run(0.1, 0.5, 0.1)
run(math.huge, math.huge, 1)
run(1.5, -math.huge, -1e308)
run(2^53 + 0.0, 2^53 + 4.0, 1.0)
