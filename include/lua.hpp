/*
 * include/lua.hpp -- the Lua 5.4 API for C++: the C headers, with C linkage.
 */
extern "C" {
#include "lua.h"
#include "lualib.h"
#include "lauxlib.h"
}
