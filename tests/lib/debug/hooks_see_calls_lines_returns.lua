-- Events in order, with names; a hook that is removed inside itself.
local log = {}
local function g() return 1 end
local function f()
    g()
    return g()
end
debug.sethook(function(e, line)
    local i = debug.getinfo(2, "Sn")
    if i.what == "Lua" then log[#log + 1] = e .. (line and ":" .. line or "") end
end, "crl")
f()
debug.sethook()
print(table.concat(log, " "))
--> call line:5 call line:3 return line:6 tail call line:3 return
print(debug.gethook())                    --> nil
local n = 0
debug.sethook(function() n = n + 1 if n == 3 then debug.sethook() end end, "", 1)
for i = 1, 100 do local _ = i * 2 end
print(n, debug.gethook())                 --> 3	nil
local co = coroutine.create(function() for i = 1, 3 do coroutine.yield(i) end end)
local lines = 0
debug.sethook(co, function() lines = lines + 1 end, "l")
coroutine.resume(co)
coroutine.resume(co)
print(lines > 0, debug.gethook(co) ~= nil, debug.gethook() == nil)
--> true	true	true
debug.sethook()
