-- tests/apps/penlight.lua -- Penlight in earnest: classes, lists, maps, data,
-- templates, lexers, sip, comprehensions, paths.
local List = require "pl.List"
local Map = require "pl.Map"
local OrderedMap = require "pl.OrderedMap"
local Set = require "pl.Set"
local class = require "pl.class"
local comprehension = require "pl.comprehension".new()
local data = require "pl.data"
local func = require "pl.func"
local lexer = require "pl.lexer"
local path = require "pl.path"
local pretty = require "pl.pretty"
local seq = require "pl.seq"
local sip = require "pl.sip"
local stringx = require "pl.stringx"
local tablex = require "pl.tablex"
local template = require "pl.template"
local xml = require "pl.xml"

local function show(what, v)
    print(what, type(v) == "table" and pretty.write(v, "") or tostring(v))
end

-- classes
local Animal = class()
function Animal:_init(name) self.name = name end
function Animal:__tostring() return self.name .. ": " .. self:speak() end
local Dog = class(Animal)
function Dog:speak() return "bark" end
local Cat = class(Animal)
function Cat:_init(name, breed)
    self:super(name)
    self.breed = breed
end
function Cat:speak() return "meow" end
print(Dog "Fido", Cat("Felix", "Tabby"), Dog:class_of(Dog "x"),
      Cat "y":is_a(Animal))
print(pcall(function() return Animal "none" .. "" end))

-- lists
local l = List.range(1, 20)
show("filter", l:filter(function(x) return x % 3 == 0 end))
show("map", l:slice(1, 5):map(func._1 * 10 + 1))
show("reduce", l:reduce "+")
show("sorted", List{3, 1, 2}:sort(">"))
local parts = l:partition(function(x) return x % 2 == 0 and "even" or "odd" end)
print(parts.even, parts.odd)
show("splice", List{1, 2, 3}:splice(2, {"a", "b"}):reverse())
show("count", List.split("a,b,a,c,a", ","):count "a")

show("comprehension", comprehension "x^2 for x=1,10 if x % 2 == 1" ())
show("pairs", comprehension "{a,b} for a=1,3 for b=a,3" ())

-- maps and sets
local m = Map{one = 1, two = 2, three = 3}
show("keys", m:keys():sort())
show("values", m:values():sort())
local om = OrderedMap()
for w in ("the quick brown fox jumps over the lazy dog"):gmatch "%a+" do
    om:set(w, (om[w] or 0) + 1)
end
for k, v in om:iter() do io.write(k, "=", v, " ") end
print()
local a, b = Set{1, 2, 3, 4}, Set{3, 4, 5}
show("union", List(Set.values(a + b)):sort())
show("intersection", List(Set.values(a * b)):sort())
show("difference", List(Set.values(a - b)):sort())
print(a == Set{4, 3, 2, 1}, Set{1, 2} < a, a[5])

-- tables
show("merge", tablex.keys(tablex.merge({x = 1, y = 2}, {y = 3}, false)))
show("zip", tablex.zip({1, 2}, {"a", "b"}))
print(tablex.deepcompare({1, {2, {3}}}, {1, {2, {3}}}), tablex.find({5, 6}, 6))
show("deepcopy", tablex.deepcopy{1, {2, x = {3}}})

-- strings
show("split", stringx.split("a b  c"))
show("partition", {stringx.partition("key=value=x", "=")})
print(stringx.center("mid", 11, "*"), stringx.title "hello big world",
      stringx.count("banana", "an"), stringx.strip("  x  ") .. "|")
show("lines", List(stringx.splitlines "one\ntwo\r\nthree"))
print(require "pl.text".dedent "    a\n      b\n")
print(require "pl.text".wrap(("word "):rep(30), 40):concat "|")

-- reading data
local d = data.read(require "pl.stringio".open [[
name,age,city
Ann,31,Oslo
Bob,25,Rome
Cid,44,Bonn
]])
show("names", d:column_by_name "name")
for name, age in d:select "name,age where tonumber(age) > 30 sort by age" do
    print(name, age)
end

-- templates
print(template.substitute([[
# for i, x in ipairs(list) do
  $(i). $(x:upper())
# end
total $(total)]], {list = {"a", "b"}, total = 2, ipairs = ipairs}))
print(pcall(template.substitute, "# if", {}))

-- lexing, sip
local tokens = {}
for kind, text in lexer.lua("local x = 1.5e3 -- note\nf('s', x>=2)", {}) do
    tokens[#tokens + 1] = kind .. ":" .. tostring(text):gsub("\n", "\\n")
end
print(table.concat(tokens, " "))
local found = {}
print(sip.match("$v{name} = $d{n} ($S{rest})", "width = 25 (px)", found))
show("sip", found)

-- sequences
show("zip", seq.copy2(seq.zip({1, 2}, {"x", "y"})))
print(seq.sum(seq.map(function(x) return x * x end, seq.range(1, 100))))
show("take", seq.copy(seq.take(seq.list{5, 6, 7, 8}, 2)))

-- paths, XML
print(path.normpath "/a/b/../c/./d", path.splitext "x/y.tar.gz",
      path.basename "/q/w.e", path.join("a", "b", "/c"))
local doc = xml.parse("<a k='v'><b>text</b><b>more</b><c/></a>")
print(doc, doc:child_with_name "b", #doc:get_elements_with_name "b")
print(xml.tostring(xml.elem("t", {x = 1, xml.elem("u", "<&>")}), "", "  "))
show("pretty", pretty.read "{1, 2, a = {b = 'c'}}")
print(pretty.read "{f = function() end}")
