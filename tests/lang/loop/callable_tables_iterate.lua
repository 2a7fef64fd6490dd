-- __call on the iterator; extra values are dropped, missing ones are nil.
local it = setmetatable({n = 0}, {__call = function(self, s, c)
    self.n = self.n + 1
    if self.n < 4 then return self.n, s, c, "dropped" end
end})
for a, b, c in it, "state", "first" do
    print(a, b, c)
--> 1	state	first
--> 2	state	1
--> 3	state	2
end
for a, b, c, d, e in function(_, x) if not x then return 1 end end do
    print(a, b, c, d, e)                  --> 1	nil	nil	nil	nil
end
for a in coroutine.wrap(function() for i = 1, 2 do coroutine.yield(i, i) end end) do
    print(a)
--> 1
--> 2
end
