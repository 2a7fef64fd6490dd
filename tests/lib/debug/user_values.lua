-- tests/lib/debug/user_values.lua
print(debug.getuservalue(io.stdout, 1))  --> nil
print(debug.setuservalue(io.stdout, 1, 1))  --> nil
print(debug.getuservalue({}, 1))        --> nil
print(pcall(debug.setuservalue, {}, 1))
--> false	bad argument #1 to 'debug.setuservalue' (userdata expected, got table)
print(debug.getuservalue(5))            --> nil
