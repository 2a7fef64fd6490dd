-- tests/bench/tokenizer.lua -- Lua source cut into tokens by patterns.
-- group: string

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function if in
    local nil not or repeat return then true until while]]):gmatch("%a+") do
    KEYWORDS[word] = true
end

local SAMPLE = [=[
-- a queue of jobs, the most urgent first
local Queue = { count = 0, limit = 0x40 }

function Queue:push(job, urgency)
    if self.count >= self.limit then
        return nil, "queue is full: " .. self.count
    end
    self.count = self.count + 1
    self[self.count] = { job = job, urgency = urgency or 1.5e-3 }
    for i = self.count, 2, -1 do
        if self[i].urgency ~= self[i - 1].urgency then break end
        self[i], self[i - 1] = self[i - 1], self[i]
    end
    return true
end

--[[ prints every job
     with its urgency ]]
function Queue:print(...)
    while self.count > 0 and not self.quiet do
        print('job\t', self[1].job, "said \"yes\"", [[raw
text]], ...)
        self.count = self.count - 1
    end
end
]=]

local source = SAMPLE:rep(900)

-- Each rule: the first byte's class, and how to go on from there.
local function read_string(text, at)
    local quote = text:sub(at, at)
    local from = at + 1
    while true do
        local hit = text:find("[\\" .. quote .. "]", from)
        assert(hit, "unfinished string")
        if text:sub(hit, hit) == quote then
            return hit
        end
        from = hit + 2
    end
end

local function next_token(text, at)
    local first, last = text:find("^%s+", at)
    if first then
        return "space", last
    end
    first, last = text:find("^[%a_][%w_]*", at)
    if first then
        local word = text:sub(first, last)
        return KEYWORDS[word] and "keyword" or "name", last
    end
    first, last = text:find("^0[xX]%x+", at)
    if not first then
        first, last = text:find("^%d+%.?%d*[eE]?[+-]?%d*", at)
    end
    if first then
        return "number", last
    end
    first, last = text:find("^%-%-%[%[.-%]%]", at)
    if not first then
        first, last = text:find("^%-%-[^\n]*", at)
    end
    if first then
        return "comment", last
    end
    first, last = text:find("^%[%[.-%]%]", at)
    if first then
        return "string", last
    end
    if text:find("^[\"']", at) then
        return "string", read_string(text, at)
    end
    first, last = text:find("^%.%.%.?", at)
    if not first then
        first, last = text:find("^[=~<>]=", at)
    end
    return "symbol", last or at
end

local ORDER = { "keyword", "name", "number", "string", "symbol", "comment" }

bench(5, function()
    local counts = { space = 0 }
    for _, kind in ipairs(ORDER) do
        counts[kind] = 0
    end
    local names, at = {}, 1
    while at <= #source do
        local kind, last = next_token(source, at)
        counts[kind] = counts[kind] + 1
        if kind == "name" then
            local name = source:sub(at, last)
            names[name] = (names[name] or 0) + 1
        end
        at = last + 1
    end
    local out = {}
    for i, kind in ipairs(ORDER) do
        out[i] = kind .. "=" .. counts[kind]
    end
    return table.concat(out, " ") .. " urgency=" .. names.urgency
end)
