-- tests/lib/string/gmatch_init_position.lua
for w in ("one two three"):gmatch("%a+", 4) do io.write(w, ";") end
for w in ("one two three"):gmatch("%a+", -5) do io.write(w, ";") end
for w in ("abc"):gmatch(".", 10) do io.write("never") end
for w in ("abc"):gmatch("", 4) do io.write("end;") end
print()
--> two;three;three;end;
