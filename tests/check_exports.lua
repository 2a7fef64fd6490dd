-- tests/check_exports.lua -- compares what the shared library, its drop-in form
-- and vmrun show to others with what the headers declare, and with what another
-- Lua 5.4 library shows.
--
--     vmrun tests/check_exports.lua LIBRARY DROPIN PROGRAM FILE ...
--
-- A FILE that ends in `.h` or `.hpp` is a header, another one such a library.

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

local function soname_of(file)
    local dump = assert(io.popen("readelf -d '" .. file .. "'"))
    local name = dump:read("a"):match("soname: %[(.-)%]")
    dump:close()
    return name
end

local library, dropin, program = arg[1], arg[2], arg[3]
local declared, others = {}, {}
for i = 4, #arg do
    if arg[i]:find("%.hp*$") then
        declared_in(arg[i], declared)
    else
        others[#others + 1] = arg[i]
    end
end

local in_program = exported_by(program)
for name in pairs(declared) do
    count(in_program[name], "%s does not show %s", program, name)
end

for _, file in ipairs{library, dropin} do
    local shown, of_lua = exported_by(file), 0
    for name, node in pairs(declared) do
        count(shown[name] == node, "%s: %s is under '%s', not '%s'", file,
              name, shown[name] or "(missing)", node)
        if node == "LUA_5.4" then of_lua = of_lua + 1 end
    end
    for name, node in pairs(shown) do
        count(declared[name] or name == node,
              "%s shows %s, which no header declares", file, name)
    end
    -- 154 of all releases, and lua_closethread
    count(of_lua == 155, "%d names of Lua 5.4, not 155", of_lua)
    for _, other in ipairs(others) do
        for name, node in pairs(exported_by(other)) do
            count(shown[name] == node, "%s does not show %s@%s, as %s does",
                  file, name, node, other)
        end
    end
end
count(soname_of(dropin) == "liblua5.4.so.0", "%s has another soname", dropin)

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 300, true)
