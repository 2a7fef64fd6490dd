/*
 * tests/api/support.h -- what the topics of the API test share: printing, and
 * sample values of all kinds.
 *
 * The test is compiled with the headers of one Lua 5.4 or another. What it
 * prints must not depend on addresses, on orders that are not defined, or on
 * the release.
 */
#ifndef API_SUPPORT_H
#define API_SUPPORT_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

/* Print a line. */
void say(const char *fmt, ...);

/* Print "what: v1 | v2 ..." of the whole stack, and empty it. */
void show(lua_State *L, const char *what);

/* Print the top `n` values, and pop them. */
void show_top(lua_State *L, const char *what, int n);

/* Call fn with all that is on the stack as arguments; print status, results. */
void attempt(lua_State *L, const char *what, lua_CFunction fn);

/* Print whether `holds`, which should. */
void must(const char *what, int holds);

/* Run Lua text with all that is on the stack as arguments, as attempt does. */
void run(lua_State *L, const char *what, const char *text);

/* Run Lua text that has no errors; its results go onto the stack. */
void do_string(lua_State *L, const char *text);

/* Push the i-th sample. Negative and large ones wrap around. */
void push_sample(lua_State *L, int i);
extern const char *const sample_names[];
extern const int num_samples;

/* Topics, each with a state of its own that has all libraries. */
void topic_stack(lua_State *L);
void topic_values(lua_State *L);
void topic_operators(lua_State *L);
void topic_tables(lua_State *L);
void topic_userdata(lua_State *L);
void topic_calls(lua_State *L);
void topic_coroutines(lua_State *L);
void topic_continuations(lua_State *L);
void topic_inspection(lua_State *L);
void topic_hooks(lua_State *L);
void topic_chunks(lua_State *L);
void topic_memory(lua_State *L);
void topic_arguments(lua_State *L);
void topic_buffers(lua_State *L);
void topic_auxiliary(lua_State *L);

#endif
