-- tests/check_exports.lua -- compares what the shared library and vmrun show
-- to others with what the headers declare.
--
--     vmrun tests/check_exports.lua LIBRARY PROGRAM HEADER ...

local passed, failed = 0, 0

local function count(ok, fmt, ...)
    if ok then
        passed = passed + 1
    else
        failed = failed + 1
        print(fmt:format(...))
    end
end

-- Without comments and macros, which hold what looks like declarations.
local function declared_in(file, names)
    local f = assert(io.open(file))
    local text = f:read("a"):gsub("/%*.-%*/", "")
    text = text:gsub("\\\n", " "):gsub("\n%s*#[^\n]*", "")
    f:close()
    for declaration in text:gmatch("%f[%w_]%u+_API%s([^;{]+);") do
        local name = declaration:match("([%w_]+)%)?%s*%b()%s*$") or
                     declaration:match("([%w_]+)%[%]$")
        names[name] = name:find("^vmr_") and "VMRUN_0.1" or "LUA_5.4"
    end
end

-- name -> version node, "" if it has none
local function exported_by(file)
    local names = {}
    local nm = assert(io.popen("nm -D --defined-only '" .. file .. "'"))
    for line in nm:lines() do
        local name, node = line:match("^%x+ [TDBRVW] ([%w_]+)@*(.*)$")
        if name then names[name] = node end
    end
    nm:close()
    return names
end

local library, program = arg[1], arg[2]
local declared = {}
for i = 3, #arg do declared_in(arg[i], declared) end

local in_library = exported_by(library)
local in_program = exported_by(program)
for name, node in pairs(declared) do
    count(in_library[name] == node, "%s: %s is under '%s', not '%s'", library,
          name, in_library[name] or "(missing)", node)
    count(in_program[name], "%s does not show %s", program, name)
end
for name, node in pairs(in_library) do
    count(declared[name] or name == node,
          "%s shows %s, which no header declares", library, name)
end

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 300, true)
