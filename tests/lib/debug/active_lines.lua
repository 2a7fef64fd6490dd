-- tests/lib/debug/active_lines.lua
local function f(x)
    local y = x

    if y then
        return 1
    end
    return 2
end
local lines = {}
for l in pairs(debug.getinfo(f, "L").activelines) do lines[#lines + 1] = l end
table.sort(lines)
print(table.concat(lines, " "))         --> 3 5 6 8 9
print(debug.getinfo(string.len, "L").activelines)  --> nil
