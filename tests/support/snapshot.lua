-- tests/support/snapshot.lua -- reads a .heapsnapshot file: the nodes, each
-- {type, name, id, size, edges = {{type, name, node}, ...}}, the root first.
-- Errors when counts, places or types are not what the file says of itself, or
-- when Chromium's reader would refuse the file: what the root refers to must be
-- different nodes, and its walk from there must come to no more nodes than
-- there are.
local json = dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "")
                    .. "json.lua")

local fields = { "type", "name", "id", "self_size", "edge_count",
                 "trace_node_id", "detachedness" }

local function check_root(nodes)
    local seen, queue = {}, {}
    assert(nodes[1].type == "synthetic", "the first node is the root")
    for _, e in ipairs(nodes[1].edges) do
        assert(not seen[e.node], "the root refers to a node twice")
        seen[e.node] = true
        queue[#queue + 1] = e.node
    end
    for _, n in ipairs(queue) do
        assert(n ~= nodes[1], "somebody refers to the root")
        for _, e in ipairs(n.edges) do
            if e.type ~= "weak" and not seen[e.node] then
                seen[e.node] = true
                queue[#queue + 1] = e.node
            end
        end
    end
    assert(#queue == #nodes - 1, "what is not reachable is not in the heap")
end

return function(file)
    local f = assert(io.open(file, "rb"))
    local s = json(f:read("a"))
    f:close()
    local meta, strings = s.snapshot.meta, s.strings
    local nfields = #meta.node_fields
    local place = {}
    for i, name in ipairs(meta.node_fields) do place[name] = i end
    for _, name in ipairs(fields) do assert(place[name], name) end
    assert(table.concat(meta.edge_fields, " ") == "type name_or_index to_node")
    assert(#s.nodes == s.snapshot.node_count * nfields, "count of nodes")
    assert(#s.edges == s.snapshot.edge_count * #meta.edge_fields,
           "count of edges")
    local nodes, ids = {}, {}
    for at = 0, #s.nodes - 1, nfields do
        local function field(name) return s.nodes[at + place[name]] end
        local node = { type = assert(meta.node_types[1][field("type") + 1]),
                       name = assert(strings[field("name") + 1], "a name"),
                       id = field("id"), size = field("self_size"),
                       nedges = field("edge_count"), edges = {} }
        assert(not ids[node.id], "an id is used twice")
        ids[node.id] = true
        nodes[#nodes + 1] = node
    end
    local at = 0
    for _, node in ipairs(nodes) do
        for i = 1, node.nedges do
            local kind = assert(meta.edge_types[1][s.edges[at + 1] + 1])
            local name = s.edges[at + 2]
            if kind ~= "element" and kind ~= "hidden" then
                name = assert(strings[name + 1], "name of an edge")
            end
            local to = s.edges[at + 3]
            assert(to % nfields == 0, "an edge leads between nodes")
            node.edges[i] = { type = kind, name = name,
                              node = assert(nodes[to // nfields + 1]) }
            at = at + 3
        end
    end
    assert(at == #s.edges, "edges of all nodes")
    check_root(nodes)
    return nodes
end
