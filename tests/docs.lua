-- tests/docs.lua -- compiles and runs what a page of documentation shows.
--
--     vmrun tests/docs.lua PAGE.md FOLDER
--
-- A block that begins by naming a file (`/* host.c -- ...`, `-- init.lua`,
-- `// host.cc`, `# CMakeLists.txt`) is written into FOLDER. In a console block
-- a line that begins with "$ " is run there, and the lines after it must be
-- what it prints; a line "..." stands for any lines. A block of `text` is only
-- looked at by people. Others fail: nothing is shown that was not tried.

local page, folder = arg[1], arg[2]
local passed, failed = 0, 0

local function count(ok, line, fmt, ...)
    if ok then
        passed = passed + 1
    else
        failed = failed + 1
        print(("%s:%d: " .. fmt):format(page, line, ...))
    end
end

local first_line = { "^/%* ([%w_.-]+)", "^// ([%w_.-]+)", "^%-%- ([%w_.-]+)",
                     "^# ([%w_.-]+)" }

local function write(block)
    local name
    for _, pattern in ipairs(first_line) do
        name = name or block[1] and block[1]:match(pattern)
    end
    if name then
        local f = assert(io.open(folder .. "/" .. name, "w"))
        f:write(table.concat(block, "\n"), "\n")
        f:close()
    end
    count(name, block.line, "the block names no file")
end

-- Do the lines of `got` from j on match those of `want` from i on?
local function matches(want, i, got, j)
    while want[i] do
        if want[i] == "..." then
            for k = j, #got + 1 do
                if matches(want, i + 1, got, k) then return true end
            end
            return false
        end
        if want[i] ~= got[j] then return false end
        i, j = i + 1, j + 1
    end
    return got[j] == nil
end

local function lines_of(text)
    local lines = {}
    for line in text:gmatch("([^\n]*)\n?") do lines[#lines + 1] = line end
    while lines[#lines] == "" do lines[#lines] = nil end
    return lines
end

local function run(command, want, line)
    local p = assert(io.popen(("cd '%s' && { %s\n} 2>&1"):format(folder,
                                                                 command)))
    local got = lines_of(p:read("a"))
    p:close()
    count(matches(want, 1, got, 1), line, "%s\nprinted\n%s", command,
          table.concat(got, "\n"))
end

local function run_console(block)
    local command, want, line
    for i, text in ipairs(block) do
        if text:sub(1, 2) == "$ " then
            if command then run(command, want, line) end
            command, want, line = text:sub(3), {}, block.line + i
        elseif command then
            want[#want + 1] = text
        end
    end
    count(command, block.line, "the block has no command")
    if command then run(command, want, line) end
end

local block, n = nil, 0
for text in io.lines(page) do
    n = n + 1
    local fence = text:match("^```(.*)$")
    if fence and not block then
        block = { language = fence, line = n }
    elseif fence then
        if block.language == "console" then
            run_console(block)
        elseif block.language ~= "text" then
            write(block)
        end
        block = nil
    elseif block then
        block[#block + 1] = text
    end
end

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0, true)
