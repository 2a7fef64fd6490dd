-- Hooks are called after an error in one, and not inside one.
local n = 0
local function bad(event)
    debug.sethook()
    n = n + 1
    error(event .. n, 0)
end

local function hooked()
    debug.sethook(bad, "l")
    local x = 1
    return x
end
print(pcall(hooked))                    --> false	line1
print(pcall(hooked))                    --> false	line2
print(xpcall(hooked, function(m) return "handled " .. m end)) --> false	handled line3

local co = coroutine.wrap(function()
    print(pcall(hooked))
    print(pcall(pcall, hooked))
    coroutine.yield("yielded")
    return pcall(hooked)
end)
print(co())
--> false	line4
--> true	false	line5
--> yielded
print(co())                             --> false	line6

-- pcall in a hook
local inside = 0
debug.sethook(function()
    pcall(error)
    pcall(pcall, error)
    inside = inside + 1
end, "l")
local a = 1
local b = 2
debug.sethook()
print(inside)                           --> 3

-- who called the hook, and who what it calls
local function names()
    local t = {}
    for level = 2, 4 do
        local info = debug.getinfo(level, "n")
        t[#t + 1] = info.namewhat .. ":" .. tostring(info.name)
    end
    return table.concat(t, " ")
end
local seen
local function by_hook()
    debug.sethook()
    string.gsub("x", "x", function() seen = names() end)
end
debug.sethook(by_hook, "c")
local s = string.rep("x", 2)
print(seen)
debug.sethook(by_hook, "l")
local c = 1
print(seen)
--> :nil field:gsub hook:?
--> :nil field:gsub hook:?
