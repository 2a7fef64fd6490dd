-- tests/lib/os/environment_and_commands.lua
print(os.getenv("NO_SUCH_VARIABLE_HERE"), type(os.getenv("PATH")))
--> nil	string
print(os.execute() == true, os.execute("exit 3"))  --> true	nil	exit	3
print(os.execute("true"))               --> true	exit	0
print(os.execute("kill -9 $$"))         --> nil	signal	9
print(pcall(os.getenv))
--> false	bad argument #1 to 'os.getenv' (string expected, got no value)
print(os.setlocale("C"), os.setlocale(nil), os.setlocale("no-such-locale"))
--> C	C	nil
print(pcall(os.setlocale, "C", "bad"))
--> false	bad argument #2 to 'os.setlocale' (invalid option 'bad')
print(os.setlocale("C", "all"), os.setlocale(nil, "numeric"))  --> C	C
