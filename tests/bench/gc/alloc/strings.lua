-- tests/bench/gc/alloc/strings.lua -- strings built of pieces, most dropped
local bench = dofile((arg[0]:match("^.*/") or "") .. "../../harness.lua")

bench(4, function()
    local kept, nbytes = {}, 0
    for i = 1, 150000 do
        local name = "item-" .. i
        local line = name .. ";" .. i % 97 .. ";" .. name:sub(3, 7)
        if i % 10 == 0 then
            kept[#kept + 1] = line
        end
        nbytes = nbytes + #line + #(line .. line .. line)
    end
    return string.format("%d %d", nbytes, #table.concat(kept, "\n"))
end)
