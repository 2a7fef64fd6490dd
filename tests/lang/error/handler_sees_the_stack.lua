-- tests/lang/error/handler_sees_the_stack.lua
local function level3() error("deep", 0) end
local function level2() level3() end
print(xpcall(level2, function(m)
    local names = {}
    for i = 2, 4 do
        local info = debug.getinfo(i, "nSl")
        names[#names + 1] = (info.name or info.what) .. ":" .. info.currentline
    end
    return m .. " " .. table.concat(names, " ")
end))                                   --> false	deep error:-1 level3:2 Lua:3
