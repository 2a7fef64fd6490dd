-- Messages quote tokens of any length.
local function message(text, name)
    local f, m = load(text, name)
    assert(not f)
    return m
end

local long = string.rep("n", 3000)
local function shown(text, name)
    local m = message(text, name)
    return (m:gsub(long, "<3000>"))
end

print(shown("x = " .. long .. " " .. long, "=m"))           --> m:1: syntax error near <eof>
print(shown("x = = '" .. long .. "'", "=m"))                --> m:1: unexpected symbol near '='
print(shown("x = 1 '" .. long .. "'", "=m"))                --> m:1: unexpected symbol near ''<3000>''
print(shown("x = 1 [==[" .. long .. "]==]", "=m"))          --> m:1: unexpected symbol near '[==[<3000>]==]'
print(shown("x = '" .. long, "=m"))                         --> m:1: unfinished string near <eof>
print(shown("x = '" .. long .. "\\q'", "=m"))               --> m:1: invalid escape sequence near ''<3000>\q'
print(shown("goto " .. long, "=m"))                         --> m:1: no visible label '<3000>' for <goto> at line 1
print(shown("::" .. long .. "::\n::" .. long .. "::", "=m")) --> m:2: label '<3000>' already defined on line 2
print(shown("local x <" .. long .. ">", "=m"))              --> m:1: unknown attribute '<3000>'
print(shown("local " .. long .. " <const> = 1; " .. long .. " = 2", "=m"))  --> m:1: attempt to assign to const variable '<3000>'
print(shown("do goto " .. long .. "; local " .. long .. "x; ::" .. long ..
            ":: print() end", "=m"))                        --> m:1: <goto <3000>> at line 1 jumps into the scope of local '<3000>x'
print(#message("x = " .. ("1"):rep(5000) .. "x", "=m"))     --> 5030
-- the name of the chunk is as short as ever
print(shown("= ", "=" .. long):sub(1, 65))                  --> nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn:1: un
print(shown("= ", "@" .. long):sub(1, 65))                  --> ...nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn:1: un
print(shown("= ", long):sub(1, 65))                         --> [string "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn..."]:1: un
