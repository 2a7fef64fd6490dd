-- lua-sql-sqlite3: connections, cursors, transactions.
local check = require "check"
local driver = require "luasql.sqlite3"

local env = driver.sqlite3()
local db = assert(env:connect(":memory:"))

check.case("rows in and out", function()
    assert(db:execute("create table t(a integer, b text, c real)"))
    for i = 1, 100 do
        assert(db:execute(("insert into t values(%d, 'row %d', %g)"):format(
            i, i, i / 2)))
    end
    local cur = assert(db:execute("select a, b, c from t order by a"))
    check.equal(cur:getcolnames(), {"a", "b", "c"})
    check.equal(cur:getcoltypes()[1], "INTEGER")
    local n, row = 0, {}
    while cur:fetch(row, "a") do
        n = n + 1
        check.equal(tonumber(row.a), n)
        check.equal(row.b, "row " .. n)
    end
    check.equal(n, 100)
    local one = assert(db:execute("select sum(a), max(c) from t"))
    check.equal({one:fetch()}, {5050, 50})
    one:close()
end)

check.case("transactions", function()
    db:setautocommit(false)
    assert(db:execute("delete from t"))
    assert(db:rollback())
    db:setautocommit(true)
    local cur = db:execute("select count(*) from t")
    check.equal(tonumber((cur:fetch())), 100)
    cur:close()
end)

check.case("errors", function()
    check.refuses("no such table", db.execute, db, "select * from missing")
    check.refuses("syntax error", db.execute, db, "selec")
    check.fails("LuaSQL: cursor is closed", function()
        local cur = db:execute("select 1")
        cur:close()
        cur:fetch()
    end)
    check.fails("string expected, got no value", db.execute, db)
end)

check.case("escape", function()
    check.equal(db:escape("it's"), "it''s")
end)

check.case("cursors that nothing refers to are closed", function()
    for _ = 1, 50 do db:execute("select a from t"):fetch() end
    collectgarbage()
    collectgarbage()
    check.equal(db:close(), true)
end)

check.equal(env:close(), true)
check.done()
