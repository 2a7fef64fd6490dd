-- tests/bench/wordcount.lua -- words of a text counted in a table.
-- group: string

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local SYLLABLES = { "ba", "co", "di", "fu", "ga", "he", "lo", "mi", "nu",
                    "po", "ra", "se", "ti", "vu", "wo", "za" }

local function make_text(nwords)
    local next_int = random(7)
    local function syllable()
        return SYLLABLES[next_int(#SYLLABLES)]
    end
    local words = {}
    for i = 1, nwords do
        local word = syllable()
        for _ = 1, next_int(3) - 1 do
            word = word .. syllable()
        end
        if i % 11 == 1 then
            word = word:sub(1, 1):upper() .. word:sub(2)
        elseif i % 11 == 0 then
            word = word .. (i % 3 == 0 and ".\n" or ",")
        end
        words[i] = word
    end
    return table.concat(words, " ")
end

local text = make_text(450000)

local function count_words(source)
    local counts, nwords = {}, 0
    for word in source:gmatch("%a+") do
        word = word:lower()
        counts[word] = (counts[word] or 0) + 1
        nwords = nwords + 1
    end
    return counts, nwords
end

local function most_frequent(counts, n)
    local words = {}
    for word in pairs(counts) do
        words[#words + 1] = word
    end
    table.sort(words, function(a, b)
        if counts[a] ~= counts[b] then
            return counts[a] > counts[b]
        end
        return a < b
    end)
    local out = {}
    for i = 1, n do
        out[i] = words[i] .. "=" .. counts[words[i]]
    end
    return #words, table.concat(out, " ")
end

bench(6, function()
    local counts, nwords = count_words(text)
    local ndifferent, top = most_frequent(counts, 5)
    return string.format("%d words, %d different: %s",
                         nwords, ndifferent, top)
end)
