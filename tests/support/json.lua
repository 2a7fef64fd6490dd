-- tests/support/json.lua -- reads JSON text into Lua values; null is nil.
local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local read

local function fail(text, at, what)
    error(("JSON: %s expected at %d: %s"):format(what, at,
                                                 text:sub(at, at + 20)), 0)
end

local function blanks(text, at)
    return text:find("[^ \t\r\n]", at) or #text + 1
end

local function read_string(text, at)
    local parts = {}
    while true do
        local stop = text:find('["\\\0-\31]', at) or fail(text, at, "quote")
        parts[#parts + 1] = text:sub(at, stop - 1)
        local c = text:sub(stop, stop)
        if c == '"' then
            return table.concat(parts), stop + 1
        elseif c ~= "\\" then
            fail(text, stop, "no control character")
        end
        local hex = text:match("^u(%x%x%x%x)", stop + 1)
        c = text:sub(stop + 1, stop + 1)
        parts[#parts + 1] = hex and utf8.char(tonumber(hex, 16)) or
                            escapes[c] or c
        at = stop + (hex and 6 or 2)
    end
end

-- Members up to the closing character, each read by `member`.
local function read_list(text, at, close, member)
    at = blanks(text, at)
    if text:sub(at, at) == close then return at + 1 end
    while true do
        at = blanks(text, member(at))
        local c = text:sub(at, at)
        if c == close then return at + 1 end
        if c ~= "," then fail(text, at, "comma") end
        at = at + 1
    end
end

function read(text, at)
    at = blanks(text, at)
    local c = text:sub(at, at)
    if c == '"' then
        return read_string(text, at + 1)
    elseif c == "[" then
        local list, value = {}, nil
        at = read_list(text, at + 1, "]", function(i)
            value, i = read(text, i)
            list[#list + 1] = value
            return i
        end)
        return list, at
    elseif c == "{" then
        local map = {}
        at = read_list(text, at + 1, "}", function(i)
            local key
            key, i = read(text, i)
            i = blanks(text, i)
            if text:sub(i, i) ~= ":" then fail(text, i, "colon") end
            map[key], i = read(text, i + 1)
            return i
        end)
        return map, at
    end
    local number = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at)
    if number then return tonumber(number), at + #number end
    local word = text:match("^%a+", at)
    if word == "true" or word == "false" or word == "null" then
        return word == "true" or (word == "false" and false or nil), at + #word
    end
    fail(text, at, "value")
end

return function(text)
    local value, at = read(text, 1)
    if blanks(text, at) <= #text then fail(text, at, "end") end
    return value
end
