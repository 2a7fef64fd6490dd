-- tests/lang/meta/method_calls_pass_self.lua
local obj = {n = 5}
function obj:add(x) self.n = self.n + x; return self end
function obj.raw(x) return x end
print(obj:add(1):add(2).n, obj.raw("x"), obj:raw() == obj)  --> 8	x	true
local a = {b = {c = {}}}
function a.b.c:f(x) return self == a.b.c, x end
function a.b.g(x) return x end
print(a.b.c:f(1))                       --> true	1
print(a.b.g(2), a.b.c.f(a.b.c, 3))      --> 2	true	3
obj["dynamic name"] = function(self) return self.n end
print(obj["dynamic name"](obj))         --> 8
