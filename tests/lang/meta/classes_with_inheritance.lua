-- tests/lang/meta/classes_with_inheritance.lua
local Animal = {}
Animal.__index = Animal
function Animal.new(name) return setmetatable({name = name}, Animal) end
function Animal:speak() return self.name .. " makes a sound" end
local Dog = setmetatable({}, {__index = Animal})
Dog.__index = Dog
function Dog.new(name) return setmetatable(Animal.new(name), Dog) end
function Dog:bark() return self:speak() .. ": woof" end
local d = Dog.new("Rex")
print(d:speak(), d:bark(), getmetatable(d) == Dog)
--> Rex makes a sound	Rex makes a sound: woof	true
function Animal:speak() return self.name .. " is quiet" end
print(d:speak())                        --> Rex is quiet
