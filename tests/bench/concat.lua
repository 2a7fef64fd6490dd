-- tests/bench/concat.lua -- strings built up: .., table.concat, rep, sub.
-- group: string

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function grow_by_concat(n)
    local line = ""
    for i = 1, n do
        line = line .. i % 10
        if #line >= 60 then
            line = line:sub(31)
        end
    end
    return line
end

local function csv(nrows)
    local rows = {}
    for i = 1, nrows do
        local cells = {}
        for j = 1, 6 do
            cells[j] = "r" .. i .. "c" .. j
        end
        rows[#rows + 1] = table.concat(cells, ",")
    end
    return table.concat(rows, "\n")
end

local function indent(depth, text)
    return ("  "):rep(depth) .. text .. "\n"
end

local function outline(depth, width, path)
    local text = indent(depth, "section " .. path)
    if depth < 5 then
        for i = 1, width do
            text = text .. outline(depth + 1, width, path .. "." .. i)
        end
    end
    return text
end

local function is_palindrome(text)
    return text == text:reverse()
end

local function palindromes(limit)
    local count = 0
    for i = 1, limit do
        if is_palindrome(tostring(i)) then
            count = count + 1
        end
    end
    return count
end

local function sum_bytes(text)
    local sum = 0
    for i = 1, #text do
        sum = (sum * 33 + text:byte(i)) % 1000003
    end
    return sum
end

bench(5, function()
    local line = grow_by_concat(150000)
    local table_text = csv(10000)
    local tree = outline(0, 4, "1")
    return string.format("%d %d %d %d, %d", #line, sum_bytes(table_text),
                         #tree, sum_bytes(tree), palindromes(120000))
end)
