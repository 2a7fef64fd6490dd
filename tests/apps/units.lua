-- tests/apps/units.lua -- a calendar, tested with luaunit. One test fails and
-- one has an error, to see the report.
local lu = require "luaunit"

local calendar = {}

function calendar.is_leap(y) return y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0) end

function calendar.days(y, m)
    if math.type(m) ~= "integer" or m < 1 or m > 12 then
        error("no month: " .. tostring(m), 2)
    end
    if m == 2 then return calendar.is_leap(y) and 29 or 28 end
    return ({31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31})[m]
end

function calendar.number(y, m, d)
    local n = 365 * (y - 1) + (y - 1) // 4 - (y - 1) // 100 + (y - 1) // 400
    for k = 1, m - 1 do n = n + calendar.days(y, k) end
    return n + d
end

function calendar.weekday(y, m, d) return (calendar.number(y, m, d) + 6) % 7 + 1 end

TestYears = {}

function TestYears:setUp() self.leap = {4, 400, 2000, 2024} end

function TestYears:testLeap()
    for _, y in ipairs(self.leap) do lu.assertTrue(calendar.is_leap(y)) end
    lu.assertFalse(calendar.is_leap(1900))
    lu.assertNotEquals(calendar.is_leap(2023), true)
end

function TestYears:testLengths()
    for y = 1999, 2001 do
        local sum = 0
        for m = 1, 12 do sum = sum + calendar.days(y, m) end
        lu.assertEquals(sum, calendar.is_leap(y) and 366 or 365)
    end
end

TestMonths = {}

function TestMonths:testErrors()
    lu.assertErrorMsgContains("no month: 13", calendar.days, 2000, 13)
    lu.assertErrorMsgMatches(".*no month: 1.5", calendar.days, 2000, 1.5)
    lu.assertError(calendar.days, 2000, nil)
end

function TestMonths:testItems()
    local t = {}
    for m = 1, 12 do t[m] = calendar.days(2023, m) end
    lu.assertItemsEquals(t, {31, 31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 28})
    lu.assertEquals({first = t[1], {t[2]}}, {{28}, first = 31})
end

TestDays = {}

function TestDays:testWeekdays()
    lu.assertEquals(calendar.weekday(2000, 1, 1), 6)
    lu.assertEquals(calendar.weekday(1970, 1, 1), 4)
    lu.assertAlmostEquals(calendar.number(2024, 12, 31) / 365.2425, 2024, 0.01)
end

function TestDays:testFails()
    lu.assertEquals({1, 2, {x = {3, 4}}}, {1, 2, {x = {3, 5}}})
end

function TestDays:testHasAnError() return calendar.nothing.at_all end

function TestDays:testSkipped() lu.skip("not today") end

function TestDays:tearDown() self.done = true end

os.exit(lu.LuaUnit.run("-v") == 2 and 0 or 1, true)
