-- tests/bench/groupby.lua -- records grouped, indexed, joined and summed.
-- group: table

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local CITIES = { "Aa", "Bern", "Cork", "Delft", "Essen", "Faro", "Graz" }

local function make_orders(n)
    local next_int = random(321)
    local orders = {}
    for i = 1, n do
        orders[i] = {
            id = i, customer = "c" .. next_int(300),
            city = CITIES[next_int(#CITIES)],
            month = next_int(12), cents = next_int(9000),
        }
    end
    return orders
end

local function group_by(rows, field)
    local groups = {}
    for _, row in ipairs(rows) do
        local key = row[field]
        local group = groups[key]
        if not group then
            group = {}
            groups[key] = group
        end
        group[#group + 1] = row
    end
    return groups
end

local function sum(rows, field)
    local total = 0
    for _, row in ipairs(rows) do
        total = total + row[field]
    end
    return total
end

local function sorted_keys(t)
    local keys = {}
    for key in pairs(t) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    return keys
end

local function crosstab(rows)
    local cells = {}
    for _, row in ipairs(rows) do
        local line = cells[row.city] or {}
        cells[row.city] = line
        line[row.month] = (line[row.month] or 0) + row.cents
    end
    return cells
end

local function join(orders, discounts)
    local out = {}
    for _, order in ipairs(orders) do
        local discount = discounts[order.customer]
        if discount then
            out[#out + 1] = { id = order.id, customer = order.customer,
                              cents = order.cents - discount }
        end
    end
    return out
end

local orders = make_orders(120000)

bench(6, function()
    local by_customer = group_by(orders, "customer")
    local discounts, best = {}, 0
    for _, customer in ipairs(sorted_keys(by_customer)) do
        local spent = sum(by_customer[customer], "cents")
        best = math.max(best, spent)
        if spent > 1760000 then
            discounts[customer] = spent % 100
        end
    end
    local reduced = join(orders, discounts)
    local cells = crosstab(orders)
    local months = 0
    for _, city in ipairs(sorted_keys(cells)) do
        for month = 1, 12 do
            months = (months * 3 + cells[city][month]) % 1000003
        end
    end
    local by_month = group_by(orders, "month")
    local ids = {}
    for month, rows in ipairs(by_month) do
        ids[month] = #rows
    end
    return string.format("best %d, joined %d for %d, months %d, rows %s",
                         best, #reduced, sum(reduced, "cents"), months,
                         table.concat(ids, ",", 1, 4))
end)
