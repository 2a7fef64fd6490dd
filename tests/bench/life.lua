-- tests/bench/life.lua -- the game of life on a board with edges.
-- group: branch

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local WIDTH, HEIGHT = 90, 70

local function new_board(f)
    local board = {}
    for y = 1, HEIGHT do
        local row = {}
        for x = 1, WIDTH do
            row[x] = f(x, y)
        end
        board[y] = row
    end
    return board
end

local function count_around(board, x, y)
    local count = 0
    for ny = y - 1, y + 1 do
        local row = board[ny]
        if row then
            for nx = x - 1, x + 1 do
                if row[nx] and not (nx == x and ny == y) then
                    count = count + 1
                end
            end
        end
    end
    return count
end

local function next_board(board)
    return new_board(function(x, y)
        local count = count_around(board, x, y)
        if board[y][x] then
            return count == 2 or count == 3
        end
        return count == 3
    end)
end

local function population(board)
    local count = 0
    for _, row in ipairs(board) do
        for _, alive in ipairs(row) do
            if alive then
                count = count + 1
            end
        end
    end
    return count
end

local function picture(row)
    local out = {}
    for x, alive in ipairs(row) do
        out[x] = alive and "#" or "."
    end
    return table.concat(out)
end

bench(5, function()
    local next_int = random(1970)
    local board = new_board(function() return next_int(3) == 1 end)
    for _ = 1, 65 do
        board = next_board(board)
    end
    return population(board) .. " " .. picture(board[10])
end)
