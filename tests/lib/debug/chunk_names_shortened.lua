-- What a message calls a chunk: the whole source of up to 44 bytes, or its
-- beginning; 59 bytes of a file's name, or its end.
local function names(name)
    local _, syntax = load("x x", name)
    local _, runtime = pcall(load("error('e')", name))
    local info = debug.getinfo(load("", name), "S")
    syntax, runtime = syntax:match("^(.*):1: "), runtime:match("^(.*):1: ")
    return #info.short_src, syntax == runtime and runtime == info.short_src,
        info.short_src:sub(-6)
end

print(names(("s"):rep(44)))             --> 55	true	ssss"]
print(names(("s"):rep(45)))             --> 59	true	s..."]
print(names(("s"):rep(46)))             --> 59	true	s..."]
print(names("one\ntwo"))                --> 17	true	e..."]
print(names("@" .. ("f"):rep(59)))      --> 59	true	ffffff
print(names("@" .. ("f"):rep(60)))      --> 59	true	ffffff
print(names("=" .. ("n"):rep(59)))      --> 59	true	nnnnnn
print(names("=" .. ("n"):rep(60)))      --> 59	true	nnnnnn
