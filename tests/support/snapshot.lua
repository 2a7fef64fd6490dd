-- tests/support/snapshot.lua -- reads a .heapsnapshot file: the nodes, each
-- {type, name, id, size, edges = {{type, name, node}, ...}}, the root first.
-- Errors when counts, places or types are not what the file says of itself.
local json = dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "")
                    .. "json.lua")

return function(file)
    local f = assert(io.open(file, "rb"))
    local s = json(f:read("a"))
    f:close()
    local meta, strings = s.snapshot.meta, s.strings
    local nfields = #meta.node_fields
    local place = {}
    for i, name in ipairs(meta.node_fields) do place[name] = i end
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
    return nodes
end
