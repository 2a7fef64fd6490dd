-- tests/lib/debug/hooks_count_lines.lua
local lines = {}
local function traced()
    local x = 1
    x = x + 1
    return x
end
debug.sethook(function(e, l) lines[#lines + 1] = l end, "l")
traced()
debug.sethook()
print(table.concat(lines, " "))         --> 9 4 5 6 10
print(debug.gethook())                  --> nil
