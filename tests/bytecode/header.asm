; The header, and sections that fill the file in order.

case empty file
expect truncated chunk [header]
cut 1000
function
  RETURN R0 1
end

case header cut off
expect truncated chunk [header]
cut 24
function
  RETURN R0 1
end

case wrong magic
expect not a .bc file [header]
magic 1b 76 6d 73
function
  RETURN R0 1
end

case a file of luac
expect made by luac, not a .bc file [header]
magic 1b 4c 75 61
function
  RETURN R0 1
end

case a file of LuaJIT
expect made by LuaJIT, not a .bc file [header]
magic 1b 4c 4a 02
function
  RETURN R0 1
end

case wrong version
expect version 2, where 1 is read [header]
version 2
function
  RETURN R0 1
end

case unknown flag
expect unknown flags 5 [header]
flags 5
function
  RETURN R0 1
end

case wrong checksum
expect wrong checksum: damaged [header]
checksum 0x12345678
function
  RETURN R0 1
end

case no sections
expect section STRINGS is not at its place [header]
cut 23
function
  RETURN R0 1
end

case sections out of order
expect section MODULES is not at its place [header]
order 1 3 2
function
  RETURN R0 1
end

case section missing
expect section FUNCTIONS is not at its place [header]
order 1 2
function
  RETURN R0 1
end

case section twice
expect section FUNCTIONS is not at its place [header]
order 1 2 2 3
function
  RETURN R0 1
end

case section with a strange id
expect section STRINGS is not at its place [header]
order 9=1 2 3
function
  RETURN R0 1
end

case debug section in a stripped file
expect 10 bytes behind the last section [header]
flags 1
debug
function
  RETURN R0 1
end

case no debug section in a file not stripped
expect section DEBUG is not at its place [header]
flags 0
function
  RETURN R0 1
end

case section longer than the file
expect section FUNCTIONS passes the file's end [header]
length functions 14
function
  RETURN R0 1
end

case bytes behind the last section
expect 2 bytes behind the last section [header]
tail file 00 00
function
  RETURN R0 1
end

case two modules without the bundle flag
expect 2 modules without the bundle flag [header]
module ""
function vararg
  RETURN R0 1
end
module "m"
function vararg
  RETURN R0 1
end

case no modules
expect 0 modules [header]
count modules 0
function
  RETURN R0 1
end
