-- tests/lib/debug/hooks_see_lines_of_expressions.lua
-- Lines of constructs that stretch over several, counted from the first one
-- behind `function`.
local x, t, yes, no = 1, {n = 1}, true, false
local function id(...) return ... end
local function lines(f)
    local first, seen = debug.getinfo(f, "S").linedefined, {}
    debug.sethook(function(_, line)
        if debug.getinfo(2, "f").func == f then
            seen[#seen + 1] = line - first
        end
    end, "l")
    f()
    debug.sethook()
    print(table.concat(seen, " "))
end

lines(function()
    local a = x >=
        1 and
        2 ~= x
    ; id(a)
end)
--> 1 2 3 4 5

lines(function()
    id(x
        and t
        and 5
    )
end)
--> 1 2 3 4 1 5

lines(function()
    local a = id(not
        x, not
        id(
        2))
    return a
end)
--> 1 2 3 4 3 4 1 5

lines(function()
    local a = true or
        id(1) or
        id(2)
    return id(
        3 or 4
    )
end)
--> 1 4 5 4

lines(function()
    for _, v in pairs(
        {1, 2}
    )
    do
    end
end)
--> 1 2 1 4 1 1 5 6

lines(function()
    for _, v in
        pairs({1, 2})
    do
        id(v)
    end
end)
--> 2 3 4 2 4 2 5 6

lines(function()
    local w = 0 while w < 2 do w = w + 1 end
end)
--> 1 1 1 2

lines(function()
    local w = 0
    while w <
        2 do w = w + 1
        id(w) end
end)
--> 1 3 4 3 4 3 5

lines(function()
    local w = 0
    while w < 2 do
        w = w + 1
        local v = 0
        while v < 2 do v = v + 1 end
    end
end)
--> 1 2 3 4 5 5 5 2 3 4 5 5 5 2 7

lines(function()
    local w = 0
    repeat w = w + 1 until w > 1
    repeat
        w = w + 1
    until
        w > 3
end)
--> 1 2 2 4 6 4 6 7

lines(function()
    if
        no
    then id(1)
    elseif
        yes
    then id(2)
    else
    end
end)
--> 3 6 9

lines(function()
    if not 4 then goto out end
    ::out::
end)
--> 1 3

lines(function()
    if x ~=
        2
    then goto out
    end
    id(1)
    ::out::
end)
--> 1 2 3 7

lines(function()
    return {
        x = id(1
        ),
        [2] =
            3 or
            4,
        n = t.n
    }
end)
--> 1 2 3 2 3 5 6 7 8

lines(function()
    for i = 1, 2 do
        local c <close> = setmetatable({}, {__close = function() end})
        if i == 2 then break end
    end
    id()
end)
--> 1 2 3 1 2 3 4 5 6

lines(function(...)
    local a =
        ...
    return a
end)
--> 1 3
