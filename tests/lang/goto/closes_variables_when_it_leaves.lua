-- goto out of a block closes its variables; back to a label, too.
local log = {}
local function res(n)
    return setmetatable({}, {__close = function() log[#log + 1] = n end})
end
do
    local a <close> = res "a"
    do
        local b <close> = res "b"
        goto out
    end
    ::out::
    log[#log + 1] = "out"
end
local n = 0
::again::
do
    n = n + 1
    local c <close> = res("c" .. n)
    if n < 3 then goto again end
end
print(table.concat(log, " "))             --> b out a c1 c2 c3
