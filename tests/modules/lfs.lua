-- lua-filesystem: folders, attributes, links, locks.
local check = require "check"
local lfs = require "lfs"

local root = os.tmpname()
os.remove(root)
assert(lfs.mkdir(root))
local function path(name) return root .. "/" .. name end
local function write(name, text)
    local f = assert(io.open(path(name), "w"))
    f:write(text)
    f:close()
end

check.case("folders", function()
    check.equal(lfs.attributes(root, "mode"), "directory")
    check.refuses("File exists", lfs.mkdir, root)
    assert(lfs.mkdir(path "sub"))
    for i = 1, 20 do write("sub/f" .. i, ("x"):rep(i)) end
    local seen, sizes = 0, 0
    for name in lfs.dir(path "sub") do
        if name ~= "." and name ~= ".." then
            seen = seen + 1
            sizes = sizes + lfs.attributes(path("sub/" .. name), "size")
        end
    end
    check.equal(seen, 20)
    check.equal(sizes, 210)
    check.refuses("not empty", lfs.rmdir, path "sub")
end)

check.case("an iterator that is left open is closed", function()
    for _ = 1, 300 do
        for _ in lfs.dir(path "sub") do break end
    end
    local next, dir = lfs.dir(root)
    assert(next(dir))
    dir:close()
    check.fails("closed directory", next, dir)
    check.fails("No such file", lfs.dir, path "missing")
end)

check.case("attributes", function()
    write("a.txt", "hello")
    local a = assert(lfs.attributes(path "a.txt"))
    check.equal(a.size, 5)
    check.equal(a.mode, "file")
    check.equal(a.nlink, 1)
    assert(math.type(a.modification) == "integer")
    assert(lfs.touch(path "a.txt", 1000, 2000))
    check.equal(lfs.attributes(path "a.txt", "modification"), 2000)
    check.equal(lfs.attributes(path "a.txt", "access"), 1000)
    check.refuses("No such file", lfs.attributes, path "missing")
    check.fails("invalid attribute name 'wrong'", lfs.attributes,
                path "a.txt", "wrong")
    local t = {}
    check.equal(lfs.attributes(path "a.txt", t), t)
    check.equal(t.size, 5)
end)

check.case("links", function()
    assert(lfs.link(path "a.txt", path "link", true))
    check.equal(lfs.symlinkattributes(path "link", "mode"), "link")
    check.equal(lfs.symlinkattributes(path "link", "target"), path "a.txt")
    assert(lfs.link(path "a.txt", path "hard"))
    check.equal(lfs.attributes(path "hard", "nlink"), 2)
end)

check.case("locks take files of io", function()
    local f = assert(io.open(path "a.txt", "r+"))
    check.equal(lfs.lock(f, "w"), true)
    check.equal(lfs.unlock(f), true)
    check.fails("invalid mode", lfs.lock, f, "q")
    f:close()
    check.fails("closed file", lfs.lock, f, "w")
    local lock = assert(lfs.lock_dir(root))
    check.refuses("File exists", lfs.lock_dir, root)
    lock:free()
    assert(lfs.lock_dir(root)):free()
end)

check.case("where we are", function()
    local here = lfs.currentdir()
    assert(lfs.chdir(root))
    check.equal(lfs.attributes("a.txt", "size"), 5)
    assert(lfs.chdir(here))
    check.equal(lfs.currentdir(), here)
end)

for _, name in ipairs{"link", "hard", "a.txt"} do os.remove(path(name)) end
for i = 1, 20 do os.remove(path("sub/f" .. i)) end
assert(lfs.rmdir(path "sub"))
assert(lfs.rmdir(root))
check.done()
