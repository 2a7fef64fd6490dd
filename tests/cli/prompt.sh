#!/bin/sh
# tests/cli/prompt.sh -- vmrun at a terminal: the prompt, its editor, history,
# interrupts. `pty` plays the user.
. "$(dirname "$0")/lib.sh"

HOME=$base/work TERM=xterm
export HOME TERM

# The dialog is the standard input.
talk() { # COMMAND LINE
    cat > "$base/dialog"
    run "pty $1 < '$base/dialog'"
}

t "expressions, statements, the end of input"
talk vmrun << 'END'
wait > 
send 1+1\n
wait 2\r
wait > 
send x = 5\n
wait > 
send x, nil\n
wait 5\tnil
wait > 
send =x\n
wait 5
wait > 
send \x04
END
status 0
has out 'vmrun 0.1.0 -- Lua 5.4, a language from PUC-Rio
> 1+1
2
> x = 5
> x, nil
5	nil
> =x
5
> '

t "statements over several lines, errors"
talk vmrun << 'END'
wait > 
send for i = 7, 8 do\n
wait >> 
send print(i)\n
wait >> 
send end\n
wait 7\r\n8
wait > 
send error('bad')\n
wait stdin:1: bad
wait traceback
wait > 
send x x\n
wait syntax error near 'x'
wait > 
send print('still here')\n
wait still here\r
wait > 
send \x04
END
status 0

t "the end of input within a statement"
talk vmrun << 'END'
wait > 
send do\n
wait >> 
send \x04
wait 'end' expected near <eof>
wait > 
send \x04
END
status 0

t "other prompts"
talk vmrun << 'END'
wait > 
send _PROMPT, _PROMPT2 = 'one' .. ': ', 'two' .. ': '\n
wait one: 
send do\n
wait two: 
send end\n
wait one: 
send \x04
END
status 0

t "-i after a script, and its exit status"
echo 'x = ...' > s.lua
talk 'vmrun -i s.lua arg' << 'END'
wait > 
send x\n
wait arg\r
wait > 
send os.exit(7)\n
END
status 7

t "an interrupt stops the program, not the session"
talk vmrun << 'END'
wait > 
send print('go') while true do end\n
wait go\r
send \x03
wait interrupted!
wait traceback
wait > 
send coroutine.wrap(function() print('in') while true do end end)()\n
wait in\r
send \x03
wait interrupted!
wait > 
send print('match'); ('a'):rep(60):find(('a?'):rep(60) .. ('a'):rep(60))\n
wait match\r
send \x03
wait interrupted!
wait > 
send setmetatable({}, {__tostring = function() print('show') while true do end end})\n
wait show\r
send \x03
wait error calling 'print'
wait interrupted!
wait > 
send 6*7\n
wait 42\r
wait > 
send \x04
END
status 0

t "an interrupt drops the line, and the lines before it"
talk vmrun << 'END'
wait > 
send not this
wait not this
send \x03
wait > 
send do print('nor this')\n
wait >> 
send print('or that')
send \x03
wait > 
send 40+2\n
wait 42\r
wait > 
send \x04
END
status 0

t "a second interrupt ends the program"
echo 'while true do print("go") pcall(function() while true do end end) end' > s.lua
talk 'vmrun s.lua' << 'END'
wait go
send \x03
wait go
send \x03
END
status 130

t "an interrupt while the program waits for input"
echo 'print("go") print(io.read())' > s.lua
talk 'vmrun s.lua' << 'END'
wait go
send \x03
END
status 1
has out 'interrupted!'

t "input for the program"
talk vmrun << 'END'
wait > 
send io.read()\n
pause
send typed\n
wait typed\r\ntyped
wait > 
send \x04
END
status 0

t "a limit ends the session"
talk 'vmrun --fuel=100000' << 'END'
wait > 
send 1\n
wait 1\r
wait > 
send while true do end\n
wait limit reached: fuel (100000 units)
END
status 124
talk 'vmrun --timeout=1' << 'END'
wait > 
END
status 124
has out 'limit reached: time'

# ---- with the editor ---------------------------------------------------

if ! ldconfig -p 2> /dev/null | grep -q 'libedit\.so'; then
    finish
fi

t "history: lines again, statements of several lines as one, no doubles"
talk vmrun << 'END'
wait > 
send x = 20\n
wait > 
send x + 1\n
wait 21\r
wait > 
send x + 1\n
wait 21\r
wait > 
send do\n
wait >> 
send print(x + 2) end\n
wait 22\r
wait > 
send \e[A\n
wait 22\r
wait > 
send \e[A\e[A\n
wait 21\r
wait > 
send \x04
END
status 0
run 'stat -c %a .vmrun_history'
gives 0 600 ''

t "history: from one session to the next"
talk vmrun << 'END'
wait > 
send 11 * 11\n
wait 121\r
wait > 
send \x04
END
talk vmrun << 'END'
wait > 
send \e[A
wait 11 * 11
send \n
wait 121\r
wait > 
send \x04
END
status 0

t "history: no place for it"
HOME=/nowhere
talk vmrun << 'END'
wait > 
send 11 * 11\n
wait 121\r
wait > 
send \x04
END
HOME=$base/work
status 0
files ''

t "editing: movements, deletions"
talk vmrun << 'END'
wait > 
send prin(12)\x01\e[C\e[C\e[C\e[Ct\n
wait 12\r
wait > 
send 1 + 2 + 3\x7f\x7f\x7f\x7f\n
wait 3\r
wait > 
send \x04
END
status 0

t "completion: globals, fields, methods"
talk vmrun << 'END'
wait > 
send string.for\t
wait mat
send ('%d', 99)\n
wait 99\r
wait > 
send setmet\t
wait atable
send \n
wait function
wait > 
send s = 'x' t = {name_of_it = 5}\n
wait > 
send t.na\t
wait me_of_it
send \n
wait 5\r
wait > 
send \x04
END
status 0

t "characters beyond ASCII"
LC_ALL=C.UTF-8
talk vmrun << 'END'
wait > 
send #'\xc3\xa4\xe2\x82\xac'\n
wait 5\r
wait > 
send \x04
END
LC_ALL=C
status 0
has out "#'ä€'"

t "the terminal is given back as it was"
cat > s.sh << 'END'
stty -a > before
"$@"
stty -a > after
cmp before after && echo same
END
talk 'sh s.sh vmrun' << 'END'
wait > 
send os.exit(0)\n
wait same
END
status 0
talk 'sh s.sh vmrun --timeout=2' << 'END'
wait > 
wait limit reached
wait same
END
status 0

finish
