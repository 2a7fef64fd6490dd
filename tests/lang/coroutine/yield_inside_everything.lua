-- Iterators, metamethods, pcall, sort's comparisons, gsub's functions.
local function collect(f)
    local co, t = coroutine.create(f), {}
    while true do
        local ok, v = coroutine.resume(co)
        if coroutine.status(co) == "dead" then
            t[#t + 1] = ok and "end" or tostring(v)
            return table.concat(t, " ")
        end
        t[#t + 1] = tostring(v)
    end
end
local yield = coroutine.yield
print(collect(function() for i in function(_, i) i = (i or 0) + 1 yield(i) if i < 3 then return i end end do yield("body" .. i) end end))
--> 1 body1 2 body2 3 end
print(collect(function() local t = setmetatable({}, {__index = function(_, k) yield(k) end}) local _ = t.a, t.b end))
--> a b end
print(collect(function() pcall(function() yield "in pcall" error "x" end) yield "after" end))
--> in pcall after end
print(collect(function() local c <close> = setmetatable({}, {__close = function() yield "closing" end}) yield "body" end))
--> body closing end
print(collect(function() for i = 1, 2 do local c <close> = setmetatable({}, {__close = function() yield("close" .. i) end}) end end))
--> close1 close2 end
print(collect(function() table.sort({2, 1}, function() yield() end) end))
--> attempt to yield across a C-call boundary
print(collect(function() ("x"):gsub(".", yield) end))
--> attempt to yield across a C-call boundary
print(collect(function() return select(2, xpcall(function() yield "x" error "e" end, function(m) return m end)) end))
--> x end
print(collect(function() local co = coroutine.wrap(function() yield "inner" end) yield("outer got " .. co()) end))
--> outer got inner end
print(collect(function() load(function() yield "reader" end) end)) --> end
print(collect(function() return (function(...) yield(...) return ... end)("tail") end))
--> tail end
