-- tests/api/check_headers.lua -- compares our headers with those of Lua 5.4:
-- names, values, types, and, by the compiler, signatures; and looks whether
-- every function's contract is there.
--
--     vmrun tests/api/check_headers.lua CC OURS THEIRS FOLDER
--
-- OURS and THEIRS are folders of headers; FOLDER is for what is made.

local cc, ours, theirs, folder = table.unpack(arg, 1, 4)

-- Names that only they have.
local no_need = {
    LUA_AUTHORS = "other people", LUA_COPYRIGHT = "the same",
    LUA_RELEASE = "another release", LUA_VERSION_RELEASE = "the same",
    LUA_VERSION_RELEASE_NUM = "the same",
    LUA_ROOT2 = "Debian's", LUA_CDIR2 = "Debian's", LUA_CDIR3 = "Debian's",
    lua_h = "a guard", luaconf_h = "a guard", lualib_h = "a guard",
    lauxlib_h = "a guard",
}

local passed, failed = 0, 0

local function count(ok, fmt, ...)
    if ok then
        passed = passed + 1
    else
        failed = failed + 1
        print(fmt:format(...))
    end
end

local function run(fmt, ...)
    local p = assert(io.popen(fmt:format(...)))
    local out = p:read("a")
    return p:close() and out or ""
end

local function read(file)
    local f = assert(io.open(file))
    local text = f:read("a")
    f:close()
    return text
end

local function write(file, text)
    local f = assert(io.open(file, "w"))
    f:write(text)
    f:close()
    return file
end

local function preprocess(flags, headers)
    local file = write(folder .. "/all.c", "#include <lua.h>\n" ..
                       "#include <lauxlib.h>\n#include <lualib.h>\n")
    return run("%s -E %s -I '%s' '%s'", cc, flags, headers, file)
end

-- ---- Macros

local function macros(flags, headers)
    local names = {}
    for name in preprocess("-dM " .. flags, headers)
                :gmatch("#define ([%w_]+)") do
        if name:find("^[lL][uU][aA]") or name:find("^l_") then
            names[name] = true
        end
    end
    return names
end

local probe = read("tests/api/headers.c")

local function compare_names(flags)
    local have = macros(flags, ours)
    for name in pairs(macros(flags, theirs)) do
        if not no_need[name] then
            count(have[name], "macro %s is missing", name)
            count(probe:find("%f[%w_]" .. name .. "%f[^%w_]"),
                  "macro %s is not looked at in headers.c", name)
        end
    end
end

local function facts(flags, headers)
    local program = folder .. "/headers"
    return run("%s -std=gnu11 %s -I '%s' tests/api/headers.c -o '%s' -lm && " ..
               "'%s'", cc, flags, headers, program, program)
end

local function compare_facts(flags)
    local mine = facts(flags, ours):gmatch("[^\n]+")
    for line in facts(flags, theirs):gmatch("[^\n]+") do
        local own = mine()
        count(own == line, "here %s\n  there %s", own, line)
    end
    count(mine() == nil, "our headers say more")
end

-- ---- Functions

-- The lines that come from a folder's own files.
local function own_lines(headers)
    local lines, inside = {}, false
    for line in preprocess("", headers):gmatch("[^\n]*") do
        local file = line:match('^# %d+ "([^"]*)"')
        if file then
            inside = file:sub(1, #headers) == headers
        elseif inside then
            lines[#lines + 1] = line
        end
    end
    return table.concat(lines, "\n"):gsub("__attribute__%s*%b()", "")
end

local function functions(text)
    local names = {}
    for name in text:gmatch("%f[%w_]%(?(luaL?_[%w_]+)%)?%s*%b()%s*;") do
        names[name] = true
    end
    for name in text:gmatch("%f[%w_]%(?(luaopen_%w+)%)?%s*%b()%s*;") do
        names[name] = true
    end
    return names
end

-- Declared twice, a function must have the same type; a structure may not be
-- defined twice.
local function compare_functions()
    local a, b = own_lines(theirs), own_lines(ours)
    local have = functions(b)
    local n = 0
    for name in pairs(functions(a)) do
        count(have[name], "function %s is missing", name)
        n = n + 1
    end
    count(n > 150, "only %d functions were found", n)
    b = b:gsub("(struct%s+[%w_]+)%s*%b{}", "%1")
    local file = write(folder .. "/both.c", "#include <stdarg.h>\n" ..
                       "#include <stddef.h>\n#include <stdint.h>\n" ..
                       "#include <stdio.h>\n" .. a .. "\n" .. b)
    count(run("%s -std=c11 -fsyntax-only '%s' 2>&1 && echo fine", cc, file)
          :find("fine"), "signatures differ, see %s", file)
end

-- ---- Contracts

-- A comment holds for the declarations that follow it.
local nfunctions = 0
local function check_contracts(header)
    local text = read(ours .. "/" .. header)
    text = text:gsub("\\\n", " "):gsub("\n#[^\n]*", "")
    local comments = {}
    text = text:gsub("/%*.-%*/", function(c)
        comments[#comments + 1] = c
        return "@" .. #comments .. ";"
    end)
    local comment = ""
    for n, declaration in text:gmatch("%s@?(%d*)([^;@]*);") do
        if n ~= "" then comment = comments[tonumber(n)] end
        local name = declaration:match("^%s*%u+_API.-([%w_]+)%s*%b()%s*$")
        if name then
            nfunctions = nfunctions + 1
            for _, word in ipairs { "Stack", "Raises", "Collects" } do
                count(comment:find(word), "%s: %s has no %s", header, name,
                      word)
            end
        end
    end
end

-- ---- Each header alone, and in C++

local function check_alone(header)
    local file = write(folder .. "/alone.c", "#include <" .. header .. ">\n" ..
                       "lua_State *f(lua_State *L) { return L; }\n")
    for _, how in ipairs { "-std=c99", "-std=c11", "-x c++ -std=c++11" } do
        if not (header:find("hpp") and how:find("=c[19]")) then
            count(run("%s %s -pedantic -Wall -Wextra -Werror -fsyntax-only " ..
                      "-Wno-unused-parameter -I '%s' '%s' 2>&1 && echo fine",
                      cc, how, ours, file):find("fine"),
                  "%s does not compile alone with %s", header, how)
        end
    end
end

for _, flags in ipairs { "", "-DLUA_COMPAT_5_3" } do
    compare_names(flags)
    compare_facts(flags)
end
compare_functions()
for _, header in ipairs { "lua.h", "lauxlib.h", "lualib.h", "vmrun.h" } do
    check_contracts(header)
    check_alone(header)
end
check_alone("lua.hpp")

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and nfunctions > 155, true)
