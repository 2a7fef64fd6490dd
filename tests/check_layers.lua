-- tests/check_layers.lua -- reads the include lines of C files and reports
-- those that point upwards.
--
--     vmrun tests/check_layers.lua FILE ...
--
-- The first row whose pattern fits a file says what that file may include,
-- besides files of its own name (vm/table.c may include vm/table.h). A new
-- header that fits no row of what others may include is seen by its own folder
-- alone. In patterns, `*` stands for anything and `{a,b}` for a choice.

local words = "vm/{config,value,object,opcodes,bytecode,error,function,liveness,meta," ..
              "shape,state,string,table}.{h,def}"
local machine = words .. " vm/*.h vm/*.def gc/gc.h compiler/compiler.h " ..
                "jit/jit.h include/*.h"
local programs = "include/*.h vm/{builtin,program}.h"

local rules = {
    -- file                        may include
    {"include/*",                  "include/*.h include/lua.hpp"},
    {"examples/*",                 "include/*.h examples/*.h"},
    {"tests/{unit_,verify_,fuzz_,asm,walk}*",  -- may open any door
                                   "*"},
    {"tests/*",                    "include/*.h tests/*.h tests/*/*.h"},
    {"vm/{main,repl,program}*",    programs .. " vm/main_int.h"},
    {"compiler/vmc*",              programs .. " compiler/*.h vm/disasm.h " ..
                                   "vm/bytecode.h"},
    {"stdlib/*",                   "include/*.h vm/builtin.h stdlib/*.h"},
    {"compiler/*",                 "compiler/*.h vm/{config,bytecode}.h " ..
                                   "vm/opcodes.def"},
    {"jit/*",                      words .. " jit/*.h gc/gc.h"},
    {"gc/*",                       words .. " gc/*.h include/*.h"},
    -- what knows .bc files but no machine
    {"vm/{bytecode,verify*,disasm}.{h,c}",
                                   "vm/{config,bytecode,verify*,disasm}.h " ..
                                   "vm/opcodes.def"},
    {words,                        words .. " gc/gc.h include/*.h"},
    {"vm/*",                       machine},
}

-- Lines that break a rule, and why they may.
local exceptions = {
    ["stdlib/string.c vm/fast.h"] = "functions as VM operations",
    ["stdlib/string.c vm/string.h"] = "which make strings",
    ["stdlib/string_pattern.c vm/fast.h"] = "functions as VM operations",
    ["stdlib/string_pattern.c vm/string.h"] = "which make strings",
    ["gc/final.c vm/call.h"] = "the collector calls finalizers",
    ["gc/scan.c vm/frame.h"] = "deep stacks are scanned from a frame up",
}

-- patterns -----------------------------------------------------------------

-- All strings that `text` stands for with its first {a,b} written out.
local function choices(text, found)
    local before, list, after = text:match("^(.-){(.-)}(.*)$")
    if not before then
        found[#found + 1] = text
        return found
    end
    for word in (list .. ","):gmatch("(.-),") do
        choices(before .. word .. after, found)
    end
    return found
end

local function to_lua_pattern(text)
    return "^" .. text:gsub("[%.%-%+]", "%%%0"):gsub("%*", ".*") .. "$"
end

local function compile(text)
    local list = {}
    for word in text:gmatch("%S+") do
        for _, plain in ipairs(choices(word, {})) do
            list[#list + 1] = to_lua_pattern(plain)
        end
    end
    return list
end

local function fits(name, patterns)
    for _, pattern in ipairs(patterns) do
        if name:find(pattern) then return true end
    end
    return false
end

for _, rule in ipairs(rules) do
    rule.files, rule.allowed = compile(rule[1]), compile(rule[2])
end

-- checking -----------------------------------------------------------------

local function rule_of(file)
    for _, rule in ipairs(rules) do
        if fits(file, rule.files) then return rule end
    end
end

-- Headers in include/ name one another without a folder.
local function from_root(file, name)
    if name:find("/", 1, true) or not file:find("^include/") then
        return name
    end
    return "include/" .. name
end

-- What is wrong with `file` including `name`, or nil.
local function complaint(file, name)
    local folder = name:match("^(.*)/[^/]*$")
    if not folder then return "is not spelled from the root" end
    if name:find("_int%.h$") and file:match("^(.*)/") ~= folder and
       not file:find("^tests/unit_") then
        return "is private to " .. folder .. "/"
    end
    local rule = rule_of(file)
    if not rule then return "has no rule in tests/check_layers.lua" end
    if file:match("^(.*)%.") == name:match("^(.*)%.") or
       fits(name, rule.allowed) then
        return nil
    end
    return "points upwards; allowed: " .. rule[2]
end

local passed, failed = 0, 0

local function count(ok, ...)
    if ok then
        passed = passed + 1
    else
        failed = failed + 1
        print(string.format(...))
    end
end

-- Whether the check still finds what it is there to find.
local function check_itself()
    local bad = {
        "vm/table.h vm/call.h", "vm/value.h gc/gc_int.h",
        "gc/heap.c vm/call.h", "gc/heap.c vm/main_int.h",
        "compiler/parse.c vm/state.h", "compiler/vmc.c vm/api.h",
        "stdlib/table.c vm/table.h", "stdlib/io.c gc/gc.h",
        "vm/verify.c vm/state.h", "vm/main.c vm/state.h",
        "vm/interp.c gc/gc_int.h", "vm/api.c stdlib/host.h",
        "jit/record.c compiler/compiler.h", "compiler/code.c jit/jit.h",
        "examples/host.c vm/value.h", "tests/run.c vm/state.h",
        "vm/api.c tests/proc.h", "vm/api.c call.h", "new/file.c vm/call.h",
    }
    for _, line in ipairs(bad) do
        count(complaint(line:match("(%S+) (%S+)")),
              "this check allows %s, which points upwards", line)
    end
end

local function check_file(file)
    local number = 0
    for line in io.lines(file) do
        number = number + 1
        local name = line:match('^%s*#%s*include%s*"(.-)"')
        if name then
            name = from_root(file, name)
            local pair = file .. " " .. name
            local why = complaint(file, name)
            if why and exceptions[pair] then
                exceptions[pair], why = "used", nil
            end
            count(not why, "%s:%d: #include \"%s\" %s", file, number, name,
                  why)
        end
    end
end

check_itself()
for _, file in ipairs(arg) do check_file(file) end
for pair, state in pairs(exceptions) do
    count(state == "used", "the exception for %s is not needed", pair)
end
print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0, true)
