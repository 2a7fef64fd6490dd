-- tests/lib/string/too_many_captures.lua
print(pcall(string.match, "a", ("()"):rep(33)))  --> false	too many captures
print(select("#", string.match("a", ("()"):rep(32))))  --> 32
print(pcall(string.gsub, "a", ("()"):rep(33), ""))  --> false	too many captures
