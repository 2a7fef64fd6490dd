-- A hook in Lua is called by C code and cannot yield, whatever it passes.
local function try(...)
    local values = table.pack(...)
    local co = coroutine.create(function()
        debug.sethook(function()
            coroutine.yield(table.unpack(values, 1, values.n))
        end, "l")
        return "not reached"
    end)
    return coroutine.resume(co)
end

print(try())            --> false	attempt to yield across a C-call boundary
print(try("value"))     --> false	attempt to yield across a C-call boundary
print(coroutine.wrap(function() return coroutine.yield() end)())  -->
