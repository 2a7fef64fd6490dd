-- tests/bench/queens.lua -- n queens on a board, counted by backtracking.
-- group: branch

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function is_safe(board, row, column)
    for before = 1, row - 1 do
        local other = board[before]
        if other == column or other - before == column - row
           or other + before == column + row then
            return false
        end
    end
    return true
end

local function place(board, row, n)
    if row > n then
        return 1
    end
    local count = 0
    for column = 1, n do
        if is_safe(board, row, column) then
            board[row] = column
            count = count + place(board, row + 1, n)
        end
    end
    return count
end

-- The same count with tables of what is taken.
local function place_marked(taken, up, down, row, n)
    if row > n then
        return 1
    end
    local count = 0
    for column = 1, n do
        local u, d = row + column, row - column + n
        if not (taken[column] or up[u] or down[d]) then
            taken[column], up[u], down[d] = true, true, true
            count = count + place_marked(taken, up, down, row + 1, n)
            taken[column], up[u], down[d] = false, false, false
        end
    end
    return count
end

bench(6, function()
    local out = {}
    for n = 4, 10 do
        out[#out + 1] = place({}, 1, n)
    end
    out[#out + 1] = place_marked({}, {}, {}, 1, 10)
    return table.concat(out, " ")
end)
