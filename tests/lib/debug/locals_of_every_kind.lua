-- Parameters, varargs, loop variables, temporaries, out of scope.
local function names(level)
    local t = {}
    for i = 1, 20 do
        local n, v = debug.getlocal(level + 1, i)
        if not n then break end
        if n:sub(1, 1) ~= "(" then t[#t + 1] = n .. "=" .. tostring(v) end
    end
    return table.concat(t, " ")
end
local function f(a, b, ...)
    local x <const>, y = 10, 20
    do local hidden = 1 end
    for i = 1, 1 do
        local z = i
        print((names(1)))                 --> a=1 b=2 x=10 y=20 i=1 z=1
    end
    print(debug.getlocal(1, -1), debug.getlocal(1, -2), debug.getlocal(1, -3))
--> (vararg)	(vararg)	nil
    print(debug.setlocal(1, 2, "new b"), b, debug.setlocal(1, -1, "new vararg"), (...))
--> b	new b	(vararg)	new vararg
    print(debug.setlocal(1, 100, 1), debug.getlocal(1, 100)) --> nil	nil
end
f(1, 2, "v1", "v2")
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3))
--> a	b	nil
print(pcall(debug.getlocal, 50, 1))
--> false	bad argument #1 to 'debug.getlocal' (level out of range)
local co = coroutine.create(function(p) local q = p coroutine.yield() end)
coroutine.resume(co, "arg")
print(debug.getlocal(co, 1, 1))           --> p	arg
print(debug.getlocal(co, 1, 2))           --> q	arg
print(debug.setlocal(co, 1, 2, 5), debug.getlocal(co, 1, 2)) --> q	q	5
