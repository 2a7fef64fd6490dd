-- tests/bench/document.lua -- a tree of values: build, query, copy, print.
-- group: object

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local Node = {}
Node.__index = Node

local function derive(kind)
    local class = setmetatable({ kind = kind }, { __index = Node })
    class.__index = class
    return class
end

local Text, Number = derive("text"), derive("number")
local List, Record = derive("list"), derive("record")

function Text.new(value)
    return setmetatable({ value = value }, Text)
end

function Text:copy() return Text.new(self.value) end

function Text:write(out)
    out[#out + 1] = '"' .. self.value .. '"'
end

function Number.new(value)
    return setmetatable({ value = value }, Number)
end

function Number:copy() return Number.new(self.value) end

function Number:write(out)
    out[#out + 1] = tostring(self.value)
end

function List.new()
    return setmetatable({ items = {} }, List)
end

function List:add(node)
    self.items[#self.items + 1] = node
    return self
end

function List:each(visit)
    for i, node in ipairs(self.items) do
        visit(node, i)
    end
end

function List:copy()
    local new = List.new()
    for _, node in ipairs(self.items) do
        new:add(node:copy())
    end
    return new
end

function List:write(out)
    out[#out + 1] = "["
    for i, node in ipairs(self.items) do
        if i > 1 then
            out[#out + 1] = ","
        end
        node:write(out)
    end
    out[#out + 1] = "]"
end

function Record.new()
    return setmetatable({ names = {}, fields = {} }, Record)
end

function Record:set(name, node)
    if not self.fields[name] then
        self.names[#self.names + 1] = name
    end
    self.fields[name] = node
    return self
end

function Record:each(visit)
    for _, name in ipairs(self.names) do
        visit(self.fields[name], name)
    end
end

function Record:copy()
    local new = Record.new()
    for _, name in ipairs(self.names) do
        new:set(name, self.fields[name]:copy())
    end
    return new
end

function Record:write(out)
    out[#out + 1] = "{"
    for i, name in ipairs(self.names) do
        if i > 1 then
            out[#out + 1] = ","
        end
        out[#out + 1] = '"' .. name .. '":'
        self.fields[name]:write(out)
    end
    out[#out + 1] = "}"
end

function Node:each() end

function Node:count()
    local total = 1
    self:each(function(child) total = total + child:count() end)
    return total
end

function Node:path(...)
    local at = self
    for i = 1, select("#", ...) do
        local key = (select(i, ...))
        at = at.kind == "list" and at.items[key] or at.fields[key]
    end
    return at
end

local function person(i)
    local tags = List.new()
    for t = 1, i % 4 do
        tags:add(Text.new("tag" .. t))
    end
    return Record.new()
        :set("id", Number.new(i))
        :set("name", Text.new("person " .. i))
        :set("age", Number.new(20 + i % 50))
        :set("tags", tags)
        :set("home", Record.new()
            :set("street", Text.new("street " .. i % 17))
            :set("number", Number.new(i % 100)))
end

bench(5, function()
    local people = List.new()
    for i = 1, 4000 do
        people:add(person(i))
    end
    local numbers = 0
    for i = 1, #people.items do
        numbers = numbers + people:path(i, "home", "number").value
    end
    local copy = people:copy()
    copy:each(function(node)
        local age = node:path("age")
        age.value = age.value + 1
    end)
    local out = {}
    copy:write(out)
    local text = table.concat(out)
    return string.format("nodes %d, numbers %d, %d bytes, ends %s",
                         people:count(), numbers, #text, text:sub(-24))
end)
