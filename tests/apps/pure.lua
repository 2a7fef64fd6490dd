-- tests/apps/pure.lua -- libraries in plain Lua: argparse, dkjson, inspect,
-- MessagePack, Moses.
local function section(name) print("== " .. name) end

section "argparse"
local argparse = require "argparse"
local function parse(...)
    local p = argparse("tool", "Does things.")
    p:argument("input", "Input file.")
    p:option("-o --output", "Output file.", "a.out")
    p:option("-I --include", "Folders."):count "*"
    p:flag("-v --verbose", "Say more."):count "0-3":target "level"
    p:command("build", "Build it."):option "-j":convert(tonumber)
    p:require_command(false)
    local ok, t = p:pparse{...}
    if not ok then return "error: " .. t end
    return ("%s %s %d %s %s %s"):format(t.input, t.output, t.level,
        table.concat(t.include, ","), t.build, t.j)
end
print(parse("x.c"))
print(parse("x.c", "-o", "y", "-Ia", "-I", "b", "-vv"))
print(parse("x.c", "build", "-j8"))
print(parse())
print(parse("x.c", "--unknown"))
print(parse("x.c", "-vvvv"))
print(argparse("tool"):argument "a":args "+" and
      argparse("t", "Text."):option("-x", "An option."):args "2" and
      argparse("tool", "Help."):get_help())

section "dkjson"
local json = require "dkjson"
local doc = {name = "x\u{1F600}\n", list = {1, 2.5, {true}}, none = json.null,
             [10] = "ten"}
print(json.encode(doc, {indent = true, keyorder = {"name", "list", "none"}}))
print(json.encode(json.decode '{"a":[1,2,{"b":null}],"c":"\\u00e9"}',
                  {keyorder = {"a", "c"}}))
print(json.decode '{"a": [1, 2')
print(json.use_lpeg().decode '[1, "two", {"three": 3.0}]'[3].three)
local big = {}
for i = 1, 500 do big[i] = {id = i, text = ("%d"):rep(i % 7):format(i, i, i, i, i, i)} end
print(#json.encode(big), #json.decode(json.encode(big)))

section "inspect"
local inspect = require "inspect"
local t = {1, 2, a = {b = {c = {}}}, ["a b"] = 1, [2.5] = true}
t.self = t
print(inspect(t))
print(inspect(t, {depth = 1}))
print(inspect({1, {2}}, {process = function(v)
    return type(v) == "number" and v * 10 or v
end}))

section "MessagePack"
local mp = require "MessagePack"
for _, v in ipairs{0, -1, 127, 128, -32768, 65536, 1 << 40, math.mininteger,
                   1.5, "text", ("x"):rep(70000), {1, 2, 3}, {a = {b = 1}},
                   false} do
    local packed = mp.pack(v)
    local back = mp.unpack(packed)
    print(#packed, type(v) == "table" and inspect(back) == inspect(v)
          or back == v, math.type(back))
end
print(pcall(mp.unpack, "\xc1"))

section "Moses"
local M = require "moses"
print(inspect(M.groupBy({1, 2, 3, 4, 5}, function(v) return v % 2 == 0 end)))
print(inspect(M.sort(M.unique{3, 1, 3, 2, 1})))
print(M.reduce({1, 2, 3, 4}, function(a, b) return a * b end),
      inspect(M.flatten{1, {2, {3, {4}}}}))
print(inspect(M.chain{1, 2, 3}:map(function(v) return v * v end)
              :select(function(v) return v > 1 end):value()))
local calls = 0
local fib
fib = M.memoize(function(n)
    calls = calls + 1
    return n < 2 and n or fib(n - 1) + fib(n - 2)
end)
print(fib(60), calls)
print(inspect(M.permutation and {M.permutation{1, 2, 3}()}))
