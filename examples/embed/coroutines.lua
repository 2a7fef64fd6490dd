-- examples/embed/coroutines.lua -- tasks for the scheduler in coroutines.c.

-- sleep returns the time.
local function say(...)
    print(("%5d "):format(sleep(0)), ...)
end

-- C calls the function, which sleeps: the yield passes through `each`.
spawn(function(text, pause)
    each(text, function(word)
        sleep(pause)
        say(word)
    end)
    say("all words are said")
end, "one two three", 100)

-- An error after a sleep is caught by C.
spawn(function()
    local function work(ms)
        sleep(ms)
        if ms > 100 then error("overslept", 0) end
        return "done"
    end
    say(try(work, 50))
    say(try(work, 150))
end)

-- Two of them below each other, with a coroutine of Lua's in between.
spawn(function()
    local co = coroutine.wrap(function()
        each("a b", function(letter) coroutine.yield(letter) end)
    end)
    sleep(120)
    say("letters", co(), co())
    say(try(function()
        each("x y", function(letter)
            sleep(10)
            if letter == "y" then error("y is not liked", 0) end
        end)
    end))
end)

-- Nobody catches this one.
spawn(function()
    sleep(250)
    error("the end", 0)
end)
