-- tests/lib/base/globals.lua
print(_VERSION, _G._G == _G, _G.print == print)  --> Lua 5.4	true	true
local names = {}
for k in pairs(_G) do names[#names + 1] = k end
table.sort(names)
print(#names > 30)                      --> true
for _, n in ipairs { "assert", "collectgarbage", "dofile", "error",
    "getmetatable", "ipairs", "load",
    "loadfile", "next", "pairs", "pcall", "print", "rawequal", "rawget",
        "rawlen", "rawset", "require",
    "select", "setmetatable", "tonumber", "tostring", "type", "warn",
        "xpcall" } do
    if type(_G[n]) ~= "function" then print("missing", n) end
end
for _, n in ipairs { "coroutine", "debug", "io", "math", "os", "package",
    "string", "table", "utf8" } do
    if type(_G[n]) ~= "table" then print("missing", n) end
end
