-- Constant expressions and the same with variables.
local function both(expr, ...)
    local names, args = {"a", "b"}, {...}
    local computed = load("local a, b = ... return " .. expr:gsub("%$(%d)", function(i) return names[tonumber(i)] end))
    local folded = load("return " .. expr:gsub("%$(%d)", function(i)
        local v = args[tonumber(i)]
        if v ~= v then return "(0/0)" end
        return "(" .. string.format(math.type(v) == "integer" and "%d" or "%a", v):gsub("-?9223372036854775808", "math.mininteger"):gsub("inf", "math.huge") .. ")"
    end))
    local ok1, r1 = pcall(computed, ...)
    local ok2, r2 = pcall(folded)
    if not ok1 or not ok2 then return ok1 == ok2 end
    return math.type(r1) == math.type(r2) and (r1 == r2 or r1 ~= r1 and r2 ~= r2) and 1 / (r1 == 0 and r1 or 1) == 1 / (r2 == 0 and r2 or 1)
end
local values = {0, 1, -1, 3, -3, 63, 64, math.maxinteger, math.mininteger, 0.0, 0.5, -2.5, 2.0^53, 2.0^63, 1 / 0, -1 / 0, 0 / 0}
local wrong, n = {}, 0
for op in ("+ - * / // % ^ & | ~ << >> == < <="):gmatch "%S+" do
    for _, a in ipairs(values) do
        for _, b in ipairs(values) do
            n = n + 1
            if not both("$1 " .. op .. " $2", a, b) then wrong[#wrong + 1] = a .. op .. b end
        end
    end
end
print(n, #wrong, wrong[1])                --> 4335	0	nil
