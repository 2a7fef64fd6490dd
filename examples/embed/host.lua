-- examples/embed/host.lua -- draws on the canvas that host.c offers.

local c <close> = canvas(30, 9)

-- a frame
local w, h = c.width, c.height
c.brush = "#"
c:line(1, 1, w, 1):line(w, 1, w, h):line(w, h, 1, h):line(1, h, 1, 1)

-- a pattern: the brush is asked for every cell
c.brush = function(x, y) return (x + y) % 3 == 0 and "." or " " end
c:fill(2, 2, w - 2, h - 2)

-- a house
c.brush = "/"
c:line(10, 5, 14, 2)
c.brush = "\\"
c:line(15, 2, 19, 5)
c.brush = "|"
c:line(11, 5, 11, 8):line(18, 5, 18, 8)
c.brush = "_"
c:line(12, 8, 17, 8)

io.write(tostring(c))
print(pcall(function() c:line(1, 1, 1000, 1) end))
print(pcall(function() c.colour = "red" end))
print(pcall(c.line, io.stdout))
