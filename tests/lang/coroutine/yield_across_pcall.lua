-- tests/lang/coroutine/yield_across_pcall.lua
local co = coroutine.create(function()
    print(pcall(function()
        local v = coroutine.yield("in pcall")
        error("got " .. v, 0)
    end))
    print(xpcall(function() return coroutine.yield("in xpcall") end,
        function(m) return "handled " .. m end))
    print(xpcall(function() coroutine.yield("again"); error("bad", 0) end,
        function(m) return "handled " .. m end))
    return "done"
end)
print(coroutine.resume(co))             --> true	in pcall
print(coroutine.resume(co, "A"))
--> false	got A
--> true	in xpcall
print(coroutine.resume(co, "B"))
--> true	B
--> true	again
print(coroutine.resume(co, "C"))
--> false	handled bad
--> true	done
