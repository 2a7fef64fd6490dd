-- tests/lang/gc/collectgarbage_options.lua
print(collectgarbage("count") > 0, math.type(collectgarbage("count")))
--> true	float
print(collectgarbage("isrunning"))      --> true
print(collectgarbage("stop"), collectgarbage("isrunning"))  --> 0	false
print(collectgarbage("restart"), collectgarbage("isrunning"))  --> 0	true
print(collectgarbage(), collectgarbage("collect"))  --> 0	0
print(type(collectgarbage("step")), type(collectgarbage("step", 100)))
--> boolean	boolean
collectgarbage("generational")
print(collectgarbage("incremental"), collectgarbage("generational"))
--> generational	incremental
print(collectgarbage("incremental", 100, 200, 10))  --> generational
print(pcall(collectgarbage, "nothing"))
--> false	bad argument #1 to 'collectgarbage' (invalid option 'nothing')
print(pcall(collectgarbage, 5))
--> false	bad argument #1 to 'collectgarbage' (invalid option '5')
for _, option in ipairs({"setpause", "setstepmul"}) do
    collectgarbage(option, 100)
    print(collectgarbage(option, 0), collectgarbage(option, 400),
        collectgarbage(option, 100))
end
--> 100	0	400
--> 100	0	400
print(collectgarbage("incremental", 0, 0, 0), collectgarbage("setpause", 100),
    collectgarbage("setstepmul", 100))  --> incremental	100	100
