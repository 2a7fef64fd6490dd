-- load asks for a piece when the text before it has been read.
local function load_pieces(pieces, name)
    local i = 0
    local f, message = load(function()
        i = i + 1
        local piece = pieces[i]
        if type(piece) == "function" then
            return piece()
        end
        return piece
    end, name or "=pieces")
    return i, f, message
end

-- an error stops it
print(load_pieces{"x = ", "} ", "y", "z", "w"})           --> 2	nil	pieces:1: unexpected symbol near '}'
print(load_pieces{"x = 'a\n", "b'", "c"})                 --> 1	nil	pieces:1: unfinished string near ''a'
print(load_pieces{"\n\n x 1 ", "2 ", "3"})                --> 1	nil	pieces:3: syntax error near '1'
print(load_pieces{"goto l ", "do ::l:: ::l:: ", "end"})   --> 4	nil	pieces:1: label 'l' already defined on line 1

-- nothing, or an empty piece, is the end
print((load_pieces{nil, "return ", "3"}))                 --> 1
print((load_pieces{"return ", "", "3"}))                  --> 2

-- its own error is load's
print(pcall(load_pieces, {"x = 1 ", function() error("no more", 0) end}))  --> true	2	nil	no more
print((load_pieces{"return [[a", function() error({}, 0) end, "]]"}))  --> 2
print((select(4, pcall(load_pieces, {"x = ", function() return {} end})):gsub("^.-: ", "")))  --> reader function must return a string
print(pcall(function()                                    --> true	3	true
    local n, f = load_pieces{"x = ", function() return 1 end}
    return n, f ~= nil
end))

-- tokens may lie across pieces
local text = "local name_1, two = 0x1F.8p+1, 1e+2 -- comment\n" ..
             "--[==[ long ]=] comment ]==] return name_1 // two >> 1 ~= 3,\r\n" ..
             "[=[\r\nlong ]] string\n\r ]=], 'a\\x41\\65\\u{0041}\\z   \n  b\\\r\nc', ...\n"
local whole = load(text, "=pieces")
for n = 1, 40 do
    local pieces = {}
    for i = 1, #text, n do
        pieces[#pieces + 1] = text:sub(i, i + n - 1)
    end
    local _, f, message = load_pieces(pieces)
    if not f or string.dump(f) ~= string.dump(whole) then
        print(n, message)
    end
end
print(select("#", whole(1, 2)), ((select(3, whole())):gsub("\n", "|")))  --> 5	aAAAb|c

-- the reader may load, and collect, itself
local depth = 0
local function nested()
    depth = depth + 1
    if depth > 20 then
        return nil
    end
    collectgarbage("step")
    local _, f = load_pieces{"return ", depth .. " ", nested}
    return f and "+ " .. f() or nil
end
print(select(2, load_pieces{"return 1 ", nested})())      --> 211
