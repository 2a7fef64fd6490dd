-- Every shorter part of a binary chunk is refused, and named as it was given.
local function check(strip)
    local chunk = string.dump(function(n) return n .. "x", { n, 1.5 } end, strip)
    for n = 1, #chunk - 1 do
        local f, message = load(chunk:sub(1, n), "=name")
        assert(not f)
        if not message:find("^name: bad binary format %(truncated chunk") then
            print(n, message)
        end
    end
end

check(false)
check(true)

local part = string.dump(check):sub(1, 20)
for _, name in ipairs {"@file.bc", "=app", "text", part} do
    print((select(2, load(part, name)):match("^[^(]+")))
end
--> file.bc: bad binary format
--> app: bad binary format
--> text: bad binary format
--> binary string: bad binary format
