-- tests/bench/sparse.lua -- the game of life on an endless board of cells.
-- group: table

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- A board holds its living cells only, under the key x * SPAN + y.
local SPAN = 65536

local NEIGHBOURS = { -SPAN - 1, -SPAN, -SPAN + 1, -1, 1,
                     SPAN - 1, SPAN, SPAN + 1 }

local function place(board, x, y, rows)
    for dy, row in ipairs(rows) do
        for dx = 1, #row do
            if row:sub(dx, dx) == "#" then
                board[(x + dx) * SPAN + y + dy] = true
            end
        end
    end
end

local function next_board(board)
    local counts = {}
    for cell in pairs(board) do
        for i = 1, 8 do
            local neighbour = cell + NEIGHBOURS[i]
            counts[neighbour] = (counts[neighbour] or 0) + 1
        end
    end
    local new = {}
    for cell, count in pairs(counts) do
        if count == 3 or (count == 2 and board[cell]) then
            new[cell] = true
        end
    end
    return new
end

-- The same cells in a table of rows by name, to count what a row holds.
local function by_row(board)
    local rows, most = {}, 0
    for cell in pairs(board) do
        local name = "row " .. cell % SPAN
        local count = (rows[name] or 0) + 1
        rows[name] = count
        most = math.max(most, count)
    end
    return most
end

local function summary(board)
    local population, sum = 0, 0
    for cell in pairs(board) do
        population = population + 1
        sum = (sum + cell) % 1000003
    end
    return population, sum
end

bench(5, function()
    local board = {}
    local next_int = random(64)
    for i = 1, 40 do
        place(board, 2000 + i * 40, 2000 + next_int(200),
              { " # ", "  #", "###" })
        place(board, 2000 + i * 40, 2500 + next_int(200),
              { " ##", "## ", " # " })
    end
    local widest = 0
    for _ = 1, 60 do
        board = next_board(board)
        widest = math.max(widest, by_row(board))
    end
    local population, sum = summary(board)
    return string.format("population %d, sum %d, widest row %d",
                         population, sum, widest)
end)
