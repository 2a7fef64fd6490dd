-- lua-dbi-sqlite3: statements with parameters.
local check = require "check"
local DBI = require "DBI"

local db = assert(DBI.Connect("SQLite3", ":memory:"))
db:autocommit(true)

check.case("statements are used again", function()
    assert(DBI.Do(db, "create table t(id integer, name text)"))
    local insert = assert(db:prepare("insert into t values(?, ?)"))
    for i = 1, 200 do assert(insert:execute(i, "name " .. i)) end
    insert:close()
    local query = assert(db:prepare("select * from t where id <= ? order by id"))
    for _, limit in ipairs{3, 200} do
        query:execute(limit)
        local n = 0
        for row in query:rows(true) do
            n = n + 1
            check.equal(row, {id = n, name = "name " .. n})
        end
        check.equal(n, limit)
    end
    check.equal(query:columns(), {"id", "name"})
    query:close()
end)

check.case("values keep their type", function()
    local q = assert(db:prepare("select ?, ?, ?, ?"))
    q:execute(1, 1.5, "x", nil)
    check.equal(q:fetch(false), {1, 1.5, "x", nil})
    q:close()
end)

check.case("transactions", function()
    db:autocommit(false)
    DBI.Do(db, "delete from t")
    db:rollback()
    db:autocommit(true)
    local q = db:prepare("select count(*) as n from t")
    q:execute()
    check.equal(q:fetch(true).n, 200)
    q:close()
end)

check.case("errors", function()
    check.refuses("no such table", db.prepare, db, "select * from missing")
    check.fails("Driver 'Nothing' not found", DBI.Connect, "Nothing", "x")
    check.equal(db:ping(), true)
end)

check.equal(db:close(), true)
check.done()
