-- tests/lang/coroutine/nested_resumes.lua
local function nest(n)
    if n == 0 then coroutine.yield("bottom") return "ret" end
    local co = coroutine.wrap(nest)
    coroutine.yield(co(n - 1) .. n)
    return co() .. "<" .. n
end
local co = coroutine.wrap(nest)
print(co(5))                            --> bottom12345
print(co())                             --> ret<1<2<3<4<5
