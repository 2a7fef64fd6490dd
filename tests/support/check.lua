-- tests/support/check.lua -- cases, counted. For tests that need more than one
-- script can say by failing: of modules, of programs.
--
--     local check = require "check"
--     check.case("adds", function() check.equal(1 + 1, 2) end)
--     check.done()

local check = {}
local passed, failed = 0, 0
local file = arg[0]:match("[^/]*$")

-- Whether a and b are equal, tables by what is in them.
local function same(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    for k, v in pairs(a) do
        if not same(v, b[k]) then return false end
    end
    for k in pairs(b) do
        if a[k] == nil then return false end
    end
    return true
end

local function show(v)
    if type(v) == "string" then return ("%q"):format(v) end
    if type(v) ~= "table" then return tostring(v) end
    local parts = {}
    for k, x in pairs(v) do
        parts[#parts + 1] = ("[%s]=%s"):format(show(k), show(x))
    end
    table.sort(parts)
    return "{" .. table.concat(parts, ", ") .. "}"
end

-- Garbage goes after each case, while its module is still loaded.
function check.case(name, fn)
    local ok, msg = xpcall(fn, debug.traceback)
    collectgarbage()
    if ok then
        passed = passed + 1
    else
        failed = failed + 1
        print(("%s: %s: %s"):format(file, name, msg))
    end
end

function check.equal(got, want, what)
    if not same(got, want) then
        error(("%s%s, not %s"):format(what and what .. ": " or "", show(got),
                                      show(want)), 2)
    end
end

-- fn(...) raises an error whose message has `pattern` in it.
function check.fails(pattern, fn, ...)
    local ok, msg = pcall(fn, ...)
    if ok then error("no error, which should match " .. pattern, 2) end
    if not tostring(msg):find(pattern) then
        error(("%s does not match %s"):format(show(msg), pattern), 2)
    end
    return msg
end

-- fn(...) returns nil or false and a message with `pattern` in it.
function check.refuses(pattern, fn, ...)
    local ok, msg = fn(...)
    if ok then error("no refusal, which should match " .. pattern, 2) end
    if not tostring(msg):find(pattern) then
        error(("%s does not match %s"):format(show(msg), pattern), 2)
    end
end

-- Whether what `make` returned is collected once nothing refers to it.
function check.collected(make)
    local seen = setmetatable({}, {__mode = "k"})
    seen[make()] = true
    collectgarbage()
    collectgarbage()
    if next(seen) ~= nil then error("still there", 2) end
end

function check.done()
    print(("%d passed, %d failed"):format(passed, failed))
    os.exit(failed == 0, true)
end

return check
