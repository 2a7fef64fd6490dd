-- tests/lang/gc/finalizer_may_resurrect.lua
local saved
local function setup()
    setmetatable({name = "phoenix"}, {__gc = function(o) saved = o end})
end
setup()
collectgarbage()
print(saved and saved.name)             --> phoenix
saved = nil
collectgarbage()
print(saved)                            --> nil
