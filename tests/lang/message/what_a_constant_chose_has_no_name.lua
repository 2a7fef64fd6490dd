local function message(f) print((select(2, pcall(f, true)):gsub("^.-: ", ""))) end

message(function(p) return (false and 1 or p) << 8 end)
message(function(p) return (nil and 1 or p).x end)
message(function(p) return ((true or nil) and p)() end)
message(function(p) return (nil or p) << 8 end)
message(function(p) return (true and p).x end)
--> attempt to perform bitwise operation on a boolean value
--> attempt to index a boolean value
--> attempt to call a boolean value
--> attempt to perform bitwise operation on a boolean value (local 'p')
--> attempt to index a boolean value (local 'p')

print((false and 1 or 7), not (false and 1), (true or 1) and 5, (nil and 1) or nil)
--> 7	true	5	nil
if (nil and 1) or nil then print "then" else print "else" end --> else
