-- lua-cjson: JSON, its settings and its errors.
local check = require "check"
local cjson = require "cjson"
local safe = require "cjson.safe"

check.case("scalars", function()
    check.equal(cjson.decode("true"), true)
    check.equal(cjson.decode("-12"), -12)
    check.equal(cjson.decode("1.5e3"), 1500.0)
    check.equal(cjson.decode('"a\\u00e9\\n\\ud83d\\ude00"'), "a\u{e9}\n\u{1F600}")
    check.equal(cjson.decode("null"), cjson.null)
    check.equal(type(cjson.null), "userdata")
end)

check.case("nested tables there and back", function()
    local doc = {list = {1, 2, {deep = {true, false}}}, name = 'q"uo\\te',
                 empty = "", num = 0.5}
    check.equal(cjson.decode(cjson.encode(doc)), doc)
    check.equal(cjson.encode({1, 2, "z"}), '[1,2,"z"]')
    check.equal(cjson.encode({[1] = 1, [3] = 3}), "[1,null,3]")
    check.equal(cjson.encode({}), "{}")
end)

check.case("a large document", function()
    local rows = {}
    for i = 1, 2000 do
        rows[i] = {id = i, text = ("x"):rep(i % 50), half = i / 2}
    end
    local text = cjson.encode(rows)
    local back = cjson.decode(text)
    check.equal(#back, 2000)
    check.equal(back[1999].text, rows[1999].text)
    check.equal(back[1999].half, 999.5)
end)

check.case("errors say where", function()
    check.fails("Expected object key string but found invalid token at character 2",
                cjson.decode, "{x}")
    check.fails("Expected value but found T_END at character 5",
                cjson.decode, "[1, ")
    check.fails("type not supported", cjson.encode, {print})
    check.refuses("found invalid token at character 3", safe.decode, "[1x]")
end)

check.case("excessive nesting", function()
    local t = {}
    for _ = 1, 1500 do t = {t} end
    check.fails("excessive nesting", cjson.encode, t)
    check.fails("Found too many nested data structures",
                cjson.decode, ("["):rep(1500))
end)

check.case("settings belong to an instance", function()
    local j = cjson.new()
    check.equal(j.encode_number_precision(3), 3)
    check.equal(j.encode(math.pi), "3.14")
    check.equal(cjson.encode(math.pi), "3.1415926535898")
    j.encode_sparse_array(true, 1, 1)
    check.equal(j.encode({[100] = 1}), '{"100":1}')
    check.fails("excessively sparse array", cjson.encode, {[1000] = 1})
    j.decode_invalid_numbers(false)
    check.fails("invalid number", j.decode, "[0x10]")
    check.collected(cjson.new)
end)

check.case("NaN is refused, or not", function()
    check.fails("must not be NaN or Inf", cjson.encode, {0 / 0})
    local j = cjson.new()
    j.encode_invalid_numbers("null")
    check.equal(j.encode({0 / 0}), "[null]")
end)

check.done()
