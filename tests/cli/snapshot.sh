#!/bin/sh
# tests/cli/snapshot.sh -- vmrun --heap-snapshot: is the program's heap in it?
. "$(dirname "$0")/lib.sh"

cat > "$base/program.lua" << 'END'
local function outer()
    local hidden = { "only by an upvalue" }
    return function() return hidden end
end
names = { keeper = outer(), list = { "first \"quoted\"\n", {}, {} },
          bytes = "\xff\xfe and \xe2\x82\xac", big = ("x"):rep(5000),
          [1.5] = {}, [-1] = {} }
local class = setmetatable({}, { __name = "Class" })
names.object = setmetatable({ "of a class" },
                            { __name = "Class", __index = class })
names.weak = setmetatable({ names.list }, { __mode = "v" })
names.coroutine = coroutine.create(function(kept) coroutine.yield() return kept end)
coroutine.resume(names.coroutine, { "only by a stack" })
for i = 1, 777 do names.list[i + 3] = { counted = i } end
garbage = { { garbage = true } } garbage = nil
END
cat > "$base/look.lua" << 'END'
local nodes = dofile(arg[1])(arg[2])
local root = nodes[1]
local function to(node, name, kind)
    for _, e in ipairs(node.edges) do
        if e.name == name and (not kind or e.type == kind) then
            return e.node
        end
    end
    error(("no edge %s of %s"):format(name, node.name), 0)
end
local function sees(node, name) return (pcall(to, node, name)) end
-- the root has no name and no size; roots come from it
assert(root.type == "synthetic" and root.size == 0)
local names = to(to(root, "globals"), "names", "property")
assert(names.type == "object" and names.name == "table")
assert(to(root, "registry").type == "object")
-- fields, elements, strings as they are
local list = to(names, "list", "property")
assert(to(list, 1, "element").name == 'first "quoted"\n')
assert(to(names, "bytes").name == "ÿþ and €")
assert(to(names, "1.5").type == "object" and to(names, "-1").type == "object")
local big = to(names, "big")
assert(big.type == "string" and #big.name == 1000 and big.size >= 5000)
-- functions by name and place; what upvalues keep
local keeper = to(names, "keeper")
assert(keeper.type == "closure")
assert(keeper.name == "keeper (program.lua:3)", keeper.name)
local hidden = to(to(keeper, "hidden", "context"), "value")
assert(to(hidden, 1).name == "only by an upvalue")
assert(to(keeper, "code").type == "code")
-- metatables, classes, weak references, stacks
local object = to(names, "object")
assert(object.name == "Class" and sees(to(object, "metatable"), "__index"))
assert(to(object, "shape").type == "object shape")
assert(to(to(names, "weak"), "1", "weak") == list)
local kept
for _, e in ipairs(to(names, "coroutine").edges) do
    if e.type == "context" and e.node.name == "table" then kept = e.node end
end
assert(to(kept, 1).name == "only by a stack")
-- 777 tables alike, of one size; nothing that is dead
local counted, sizes = 0, {}
for _, e in ipairs(list.edges) do
    if e.node.type == "object" and to(e.node, "shape") and e.node.size > 0
       and e.name >= 4 then
        counted = counted + 1
        sizes[e.node.size] = true
    end
end
assert(counted == 777, counted)
assert(next(sizes) >= 48 and not next(sizes, (next(sizes))))
local total = 0
for _, node in ipairs(nodes) do total = total + node.size end
assert(total > 777 * 48 + 5000)
-- every node but the root is reached from it
local seen, todo = { [root] = true }, { root }
while #todo > 0 do
    for _, e in ipairs(table.remove(todo).edges) do
        if not seen[e.node] then
            seen[e.node] = true
            todo[#todo + 1] = e.node
        end
    end
end
for _, node in ipairs(nodes) do assert(seen[node], node.name) end
print("well", total)
END
look="vmrun $base/look.lua $home/tests/support/snapshot.lua"

t "the heap is written at the end"
cp "$base/program.lua" .
run "vmrun --heap-snapshot=s.heapsnapshot program.lua && $look s.heapsnapshot"
status 0
has out 'well'

t "the file's name may stand apart"
cp "$base/program.lua" .
run "vmrun --heap-snapshot s.heapsnapshot program.lua && $look s.heapsnapshot"
status 0
has out 'well'

t "a name that stands apart is no option"
run "vmrun --heap-snapshot xe -e 'print(1)' && ls"
gives 0 '1
xe' ''

t "at os.exit, too, from a coroutine"
cp "$base/program.lua" .
echo 'coroutine.wrap(function() os.exit(3) end)()' >> program.lua
run "vmrun --heap-snapshot=s.heapsnapshot program.lua"
status 3
run "$look s.heapsnapshot"
has out 'well'

t "when the state is closed by os.exit"
cp "$base/program.lua" .
echo 'os.exit(true, true)' >> program.lua
run "vmrun --heap-snapshot=s.heapsnapshot program.lua && $look s.heapsnapshot"
status 0
has out 'well'

t "after an error"
cp "$base/program.lua" .
echo 'error("x")' >> program.lua
run "vmrun --heap-snapshot=s.heapsnapshot program.lua"
status 1
run "$look s.heapsnapshot"
has out 'well'

t "when memory was refused"
echo 'kept = {} for i = 1, 1e9 do kept[i] = {i} end' > s.lua
run "vmrun --max-memory=4M --heap-snapshot=s.heapsnapshot s.lua"
[ "$status" != 0 ] || fail "it must fail"
run "vmrun -e 'local nodes = dofile(\"$home/tests/support/snapshot.lua\")
    (\"s.heapsnapshot\") print(#nodes > 10000)'"
gives 0 'true' ''

t "a file that cannot be written is told before the program runs"
run "vmrun --heap-snapshot=no/such/folder -e 'print(1)'"
status 1
has err 'no/such/folder'
run "vmrun --heap-snapshot"
status 1
has err 'needs a value'

t "a full disk is an error"
if [ -e /dev/full ]; then
    run "vmrun --heap-snapshot=/dev/full -e 'print(1)'"
    status 1
    has err '/dev/full'
fi

finish
