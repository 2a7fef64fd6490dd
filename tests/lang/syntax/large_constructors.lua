-- Constructors with items of every kind, of many lines and instructions, where
-- code before and behind jumps over them.
-- skip-mode: stress-check

-- What item i is, as text and as a value.
local kinds = {
    function(i) return tostring(i), i end,
    function(i) return tostring(-i * 70000), -i * 70000 end,
    function(i) return i .. ".5", i + 0.5 end,
    function(i) return '"s' .. i .. '"', "s" .. i end,
    function(i) return "false", false end,
    function(i) return i .. " + x", i + 1 end,
    function(i) return "(\n" .. i .. "\n)", i end,
    function(i) return "(function() return " .. i .. " end)()", i end,
    function(i) return "1 << " .. i % 8, 1 << i % 8 end,
    function(i) return "math.mininteger // " .. i, math.mininteger // i end,
    function(i) return '"a" .. ' .. i, "a" .. i end,
}

local function make(n, seed)
    local text, want, list = {}, {}, 0
    for i = 1, n do
        local code, value = kinds[(i * seed + i // 7) % #kinds + 1](i)
        local key = (i * seed) % 5
        local sep = i % 3 == 0 and ";\n" or i % 17 == 0 and ",\n\n\n" or ", "
        if key == 0 then
            text[i], want["k" .. i] = "k" .. i .. " = " .. code .. sep, value
        elseif key == 1 then
            local at = 1000000 + i
            text[i], want[at] = "[" .. at .. "] = " .. code .. sep, value
        elseif key == 2 then
            text[i] = "[x .. " .. i .. "\n] = {" .. code .. ", {y = " .. code .. "}}" .. sep
            want["1" .. i] = {value, {y = value}}
        else
            list = list + 1
            text[i], want[list] = code .. sep, value
        end
    end
    return table.concat(text), want
end

local function same(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then
        return a == b and math.type(a) == math.type(b)
    end
    for k, v in pairs(a) do
        if not same(v, b[k]) then
            return false
        end
    end
    for k in pairs(b) do
        if a[k] == nil then
            return false
        end
    end
    return true
end

local frames = {
    "local x = 1 return {%s}",
    "local x = 1 local t if x then t = {%s} end return t",
    "local x = 1 local t for i = 1, 2 do t = {%s} if i == 2 then break end end return t",
    "local x, t = 1 goto on ::back:: do return t end ::on:: t = {%s} goto back",
    "local x, n, t = 1, 0 while n < 2 do n = n + 1 t = {%s} end repeat n = n - 1 until n == 0 return t",
    "local x = 1 local function f(...) return {%s ...} end return f()",
}

for n, count in ipairs{0, 1, 2, 49, 51, 900} do
    for f, frame in ipairs(frames) do
        local text, want = make(count, f + n)
        local chunk = assert(load((frame:gsub("%%s", function() return text end))))
        if not same(chunk(), want) or
           not same(load(string.dump(chunk))(), want) then
            print(count, f)
        end
    end
end

-- the last item gives as many values as there are
local items = ("1,"):rep(5000)
local f = load("local function f(...) return {" .. items .. "...} end return f")()
print(#f(), #f(1), #f(1, 2, 3))                           --> 5000	5001	5003
print(#load("local f = ... return {" .. items .. "f()}")(function() return 1, 2 end)) --> 5002
print(#load("local f = ... return {" .. items .. "(f())}")(function() return 1, 2 end)) --> 5001
print(#load("local f = ... return {" .. items .. "f(), nil, nil}")(function() return 1, 2 end)) --> 5001

-- lines: of an item in the middle, and behind
local lines = ("0,\n"):rep(6000)
local function line(text)
    local _, m = pcall(load(text, "=l"))
    return m
end
print(line("return {" .. lines .. "1 + {}}"))             --> l:6001: attempt to perform arithmetic on a table value
print(line("return {" .. lines .. "\nx.y.z,\n" .. lines .. "}"))  --> l:6002: attempt to index a nil value (global 'x')
print(line("local t = {" .. lines .. "}\nerror('here')"))  --> l:6002: here
print(line("local t = {k =\n" .. "{" .. lines .. "}}\n\nt.a.b = 1"))  --> l:6004: attempt to index a nil value (field 'a')
