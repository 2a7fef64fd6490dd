-- tests/bench/report.lua -- log lines matched, edited and formatted.
-- group: string

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local LEVELS = { "info", "warn", "error", "debug" }
local PATHS = { "/index.html", "/api/items?id=%d", "/static/app.js",
                "/search?q=lua%%20vm&page=%d", "/login" }

local function make_log(nlines)
    local next_int = random(31)
    local lines = {}
    for i = 1, nlines do
        local path = PATHS[next_int(#PATHS)]:format(next_int(500))
        lines[i] = ("2024-03-%02d %02d:%02d [%s] GET %s user=u%d took %dms")
            :format(next_int(28), next_int(24) - 1, next_int(60) - 1,
                    LEVELS[next_int(4)], path, next_int(40),
                    next_int(900))
    end
    return lines
end

local lines = make_log(28000)

local function unescape(text)
    return (text:gsub("%%(%x%x)", function(hex)
        return string.char(tonumber(hex, 16))
    end))
end

local function parse(line)
    local year, month, day, hour, level, path, user, took = line:match(
        "^(%d+)-(%d+)-(%d+) (%d+):%d+ %[(%a+)%] %u+ (%S+) user=(%w+) "
        .. "took (%d+)ms$")
    return {
        day = tonumber(day), hour = tonumber(hour), level = level,
        path = unescape(path), user = user, took = tonumber(took),
        month = year .. month,
    }
end

local TEMPLATE = "<li class='$level'>$day $path ($user): $took ms</li>"

local function fill(template, values)
    return (template:gsub("%$(%w+)", values))
end

local function trim(text)
    return (text:gsub("^%s+", ""):gsub("%s+$", ""))
end

bench(5, function()
    local users, slow, nbytes, searches = {}, 0, 0, 0
    for _, line in ipairs(lines) do
        local entry = parse(line)
        local item = fill(TEMPLATE, entry)
        nbytes = nbytes + #item
        if entry.path:find("q=lua vm", 1, true) then
            searches = searches + 1
        end
        if line:find("%[error%].*took %d%d%dms") then
            slow = slow + 1
        end
        users[entry.user] = (users[entry.user] or 0) + entry.took
    end
    local names = {}
    for name in pairs(users) do
        names[#names + 1] = name
    end
    table.sort(names)
    local out = {}
    for i, name in ipairs(names) do
        out[i] = trim(("  %-6s|%8d |%10.2f  "):format(name, users[name],
                                                      users[name] / 60))
    end
    local text = table.concat(out, "\n")
    local digits = select(2, text:gsub("%d", ""))
    return string.format("%d bytes, %d slow, %d searches, %d digits; %s",
                         nbytes, slow, searches, digits, out[1])
end)
