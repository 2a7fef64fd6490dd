/*
 * tests/misuse.c -- wrong uses of the C API, each in a child process, and
 * what a debug build says about it before it aborts.
 *
 * Correct uses close to them follow: those must run to their end in silence.
 *
 * Read     WRONG and RIGHT, then main.
 */
#define _DEFAULT_SOURCE

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "tests/misuse.h"

static int nothing(lua_State *L)
{
    (void)L;
    return 0;
}

static int returns_three(lua_State *L)
{
    lua_settop(L, 1);
    return 3;
}

static int returns_minus_one(lua_State *L)
{
    (void)L;
    return -1;
}

/* ---- the stack */

static void push_too_many(lua_State *L)
{
    for (int i = 0; i <= LUA_MINSTACK; i++)
        lua_pushinteger(L, i);
}

static int pushes_too_many(lua_State *L)
{
    for (int i = 0; i < 30; i++)
        lua_pushvalue(L, 1);
    return 0;
}

static void push_too_many_in_a_function(lua_State *L)
{
    lua_pushcfunction(L, pushes_too_many);
    lua_pushnil(L);
    lua_call(L, 1, 0);
}

static void push_more_than_asked_for(lua_State *L)
{
    lua_checkstack(L, 30);
    for (int i = 0; i < 31; i++)
        lua_pushliteral(L, "x");
}

static void settop_past_the_room(lua_State *L) { lua_settop(L, 100); }

static void pop_too_many(lua_State *L)
{
    lua_pushnil(L);
    lua_pop(L, 2);
}

static void checkstack_negative(lua_State *L) { lua_checkstack(L, -1); }

static void index_zero(lua_State *L) { lua_tointeger(L, 0); }

static void index_below_the_frame(lua_State *L)
{
    lua_pushnil(L);
    lua_pushvalue(L, -2);
}

static void index_past_the_room(lua_State *L) { lua_type(L, 50); }

static void index_no_upvalue(lua_State *L)
{
    lua_tointeger(L, lua_upvalueindex(257));
}

static void copy_to_nothing(lua_State *L)
{
    lua_pushnil(L);
    lua_copy(L, 1, 5);
}

static void rotate_too_far(lua_State *L)
{
    lua_pushnil(L);
    lua_pushnil(L);
    lua_rotate(L, 2, 2);
}

static void insert_at_a_pseudo_index(lua_State *L)
{
    lua_pushnil(L);
    lua_insert(L, LUA_REGISTRYINDEX);
}

static void xmove_too_many(lua_State *L)
{
    lua_State *co = lua_newthread(L);
    lua_xmove(L, co, 2);
}

static void xmove_between_machines(lua_State *L)
{
    lua_State *other = luaL_newstate();
    lua_pushnil(L);
    lua_xmove(L, other, 1);
}

static void results_that_are_not_there(lua_State *L)
{
    lua_pushcfunction(L, returns_three);
    lua_call(L, 0, 0);
}

static void results_negative(lua_State *L)
{
    lua_register(L, "f", returns_minus_one);
    (void)luaL_dostring(L, "f()");
}

/* ---- types */

static void rawget_from_a_number(lua_State *L)
{
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 1);
    lua_rawget(L, 1);
}

static void rawgeti_from_nothing(lua_State *L) { lua_rawgeti(L, 3, 1); }

static void rawset_in_a_string(lua_State *L)
{
    lua_pushliteral(L, "s");
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 1);
    lua_rawset(L, 1);
}

static void rawseti_in_a_userdata(lua_State *L)
{
    lua_newuserdatauv(L, 1, 0);
    lua_pushinteger(L, 1);
    lua_rawseti(L, 1, 1);
}

static void next_of_a_function(lua_State *L)
{
    lua_pushcfunction(L, nothing);
    lua_pushnil(L);
    lua_next(L, 1);
}

static void metatable_that_is_none(lua_State *L)
{
    lua_newtable(L);
    lua_pushinteger(L, 1);
    lua_setmetatable(L, 1);
}

static void uservalue_of_a_table(lua_State *L)
{
    lua_newtable(L);
    lua_getiuservalue(L, 1, 1);
}

static void set_uservalue_of_a_light_one(lua_State *L)
{
    lua_pushlightuserdata(L, L);
    lua_pushnil(L);
    lua_setiuservalue(L, 1, 1);
}

static void dump_of_a_table(lua_State *L)
{
    lua_newtable(L);
    lua_dump(L, NULL, NULL, 0);
}

static void join_upvalues_of_c_functions(lua_State *L)
{
    lua_pushnil(L);
    lua_pushcclosure(L, nothing, 1);
    lua_upvaluejoin(L, 1, 1, 1, 1);
}

static void info_of_a_number(lua_State *L)
{
    lua_Debug ar;
    lua_pushinteger(L, 1);
    lua_getinfo(L, ">S", &ar);
}

static void closure_of_null(lua_State *L) { lua_pushcfunction(L, NULL); }

static void too_many_upvalues(lua_State *L)
{
    lua_checkstack(L, 300);
    lua_settop(L, 256);
    lua_pushcclosure(L, nothing, 256);
}

static void unknown_operator(lua_State *L)
{
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 1);
    lua_arith(L, 14);
}

static void unknown_comparison(lua_State *L)
{
    lua_pushinteger(L, 1);
    lua_compare(L, 1, 1, 3);
}

/* ---- too few values */

static void set_field_without_a_value(lua_State *L)
{
    lua_setfield(L, LUA_REGISTRYINDEX, "x");
}

static void gettable_without_a_key(lua_State *L)
{
    lua_gettable(L, LUA_REGISTRYINDEX);
}

static void concat_too_many(lua_State *L)
{
    lua_pushliteral(L, "x");
    lua_concat(L, 2);
}

static void call_without_the_function(lua_State *L)
{
    lua_pushinteger(L, 1);
    lua_call(L, 1, 0);
}

static void call_for_too_many_results(lua_State *L)
{
    lua_pushcfunction(L, nothing);
    lua_pcall(L, 0, 100, 0);
}

static void handler_that_is_not_there(lua_State *L)
{
    lua_pushcfunction(L, nothing);
    lua_pcall(L, 0, 0, -3);
}

/* ---- errors, yields, threads */

static void error_without_a_value(lua_State *L) { lua_error(L); }

static int error_in_the_caller(lua_State *co)
{
    lua_State *L = lua_tothread(co, lua_upvalueindex(1));
    lua_pushliteral(L, "oops");
    return lua_error(L);
}

/* A coroutine whose body is fn, with the main thread as its upvalue. */
static void resume(lua_State *L, lua_CFunction fn)
{
    int nresults;
    lua_State *co = lua_newthread(L);
    lua_pushthread(L);
    lua_xmove(L, co, 1);
    lua_pushcclosure(co, fn, 1);
    lua_resume(co, L, 0, &nresults);
}

static void error_in_another_thread(lua_State *L)
{
    resume(L, error_in_the_caller);
}

static int yield_the_caller(lua_State *co)
{
    return lua_yield(lua_tothread(co, lua_upvalueindex(1)), 0);
}

static void yield_in_another_thread(lua_State *L)
{
    resume(L, yield_the_caller);
}

static int yield_too_many(lua_State *co) { return lua_yield(co, 1); }

static void yield_values_that_are_not_there(lua_State *L)
{
    resume(L, yield_too_many);
}

static void yielding_hook(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    lua_pushinteger(L, 1);
    lua_yield(L, 1);
}

static int never_goes_on(lua_State *L, int status, lua_KContext ctx)
{
    (void)L, (void)status, (void)ctx;
    return 0;
}

static void continuing_hook(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    lua_pushcfunction(L, nothing);
    lua_pcallk(L, 0, 0, 0, 0, never_goes_on);
}

static void continue_in_a_hook(lua_State *L)
{
    int nresults;
    lua_State *co = lua_newthread(L);
    lua_sethook(co, continuing_hook, LUA_MASKCOUNT, 1);
    luaL_loadstring(co, "local x = 1; return x");
    lua_resume(co, L, 0, &nresults);
}

static int close_the_caller(lua_State *co) { return lua_closethread(co, NULL); }

static void close_a_running_thread(lua_State *L)
{
    resume(L, close_the_caller);
}

static void name_of_no_type(lua_State *L) { lua_typename(L, LUA_NUMTYPES); }

static void yield_values_in_a_hook(lua_State *L)
{
    int nresults;
    lua_State *co = lua_newthread(L);
    luaL_loadstring(co, "local x = 1; return x");
    lua_sethook(co, yielding_hook, LUA_MASKCOUNT, 1);
    lua_resume(co, L, 0, &nresults);
}

static int yield_at_once(lua_State *co) { return lua_yield(co, 0); }

static void call_in_a_suspended_thread(lua_State *L)
{
    int nresults;
    lua_State *co = lua_newthread(L);
    lua_pushcfunction(co, yield_at_once);
    lua_resume(co, L, 0, &nresults);
    lua_pushcfunction(co, nothing);
    lua_call(co, 0, 0);
}

static void resume_without_arguments(lua_State *L)
{
    int nresults;
    lua_State *co = lua_newthread(L);
    lua_pushcfunction(co, nothing);
    lua_resume(co, L, 2, &nresults);
}

static void *push_elsewhere(void *L)
{
    lua_pushinteger(L, 1);
    return NULL;
}

static int runs_a_thread(lua_State *L)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, push_elsewhere, L) == 0)
        pthread_join(thread, NULL);
    return 0;
}

static void call_from_another_thread(lua_State *L)
{
    lua_pushcfunction(L, runs_a_thread);
    lua_call(L, 0, 0);
}

/* ---- to-be-closed slots */

static void closable(lua_State *L)
{
    lua_newtable(L);
    lua_newtable(L);
    lua_pushcfunction(L, nothing);
    lua_setfield(L, -2, "__close");
    lua_setmetatable(L, -2);
}

static void close_a_slot_not_marked(lua_State *L)
{
    closable(L);
    lua_closeslot(L, -1);
}

static void mark_below_a_marked_slot(lua_State *L)
{
    closable(L);
    closable(L);
    lua_toclose(L, 2);
    lua_toclose(L, 1);
}

/* ---- buffers */

static void buffer_below_a_value(lua_State *L)
{
    luaL_Buffer B;
    luaL_buffinitsize(L, &B, 2 * LUAL_BUFFERSIZE);
    lua_pushinteger(L, 1);
    luaL_addstring(&B, "text");
}

static void buffer_whose_slot_is_gone(lua_State *L)
{
    luaL_Buffer B;
    luaL_buffinitsize(L, &B, 2 * LUAL_BUFFERSIZE);
    lua_pop(L, 1);
    luaL_pushresult(&B);
}

static void buffer_that_grew_below_a_value(lua_State *L)
{
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    for (int i = 0; i < LUAL_BUFFERSIZE; i++)
        luaL_addstring(&B, "text");
    lua_pushinteger(L, 1);
    luaL_pushresult(&B);
}

static void buffer_without_the_value(lua_State *L)
{
    luaL_Buffer B;
    lua_pushliteral(L, "text");
    luaL_buffinit(L, &B);
    luaL_addvalue(&B);
}

static void buffer_that_is_too_full(lua_State *L)
{
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    luaL_addsize(&B, LUAL_BUFFERSIZE + 1);
    luaL_pushresult(&B);
}

/* ---- right, but close to wrong */

static int fills_its_frame(lua_State *L)
{
    int n = lua_gettop(L);
    for (int i = 0; i < LUA_MINSTACK; i++)
        lua_pushinteger(L, i);
    return lua_gettop(L) - n;
}

static void fill_frames(lua_State *L)
{
    lua_checkstack(L, 100);
    lua_pushcfunction(L, fills_its_frame);
    for (int i = 0; i < 50; i++)
        lua_pushnil(L);
    lua_call(L, 50, LUA_MULTRET);
    lua_pop(L, lua_gettop(L));
}

static void look_at_nothing(lua_State *L)
{
    lua_pushnil(L);
    if (lua_type(L, 15) != LUA_TNONE || lua_toboolean(L, 20))
        abort();
    lua_settop(L, 0);
    lua_tointeger(L, lua_upvalueindex(255));
}

static int adds_values(lua_State *L)
{
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    for (int i = 0; i < 2000; i++) {
        lua_pushinteger(L, i);
        luaL_addvalue(&B);
        luaL_addchar(&B, ' ');
    }
    luaL_pushresult(&B);
    return 1;
}

static void grow_a_buffer(lua_State *L)
{
    lua_pushcfunction(L, adds_values);
    lua_call(L, 0, 1);
}

/* An error in a full frame: the message finds room. */
static int fails_in_a_full_frame(lua_State *L)
{
    lua_pushnil(L);
    for (int i = 1; i < LUA_MINSTACK; i++)
        lua_pushinteger(L, i);
    return luaL_checkinteger(L, 1) != 0;
}

static void fail_in_a_full_frame(lua_State *L)
{
    lua_pushcfunction(L, fails_in_a_full_frame);
    if (lua_pcall(L, 0, 0, 0) != LUA_ERRRUN)
        abort();
}

static void *use_elsewhere(void *L)
{
    (void)luaL_dostring(L, "return 1");
    return NULL;
}

/* One thread after the other may use a VM. */
static void hand_over(lua_State *L)
{
    pthread_t thread;
    (void)luaL_dostring(L, "x = 1");
    if (pthread_create(&thread, NULL, use_elsewhere, L) == 0)
        pthread_join(thread, NULL);
    lua_settop(L, 0);
}

static void collect_results(lua_State *L)
{
    int nresults;
    lua_State *co = lua_newthread(L);
    luaL_loadstring(co, "coroutine.yield(table.unpack({}, 1, 60))\n"
                        "return table.unpack({}, 1, 70)");
    if (lua_resume(co, L, 0, &nresults) != LUA_YIELD || nresults != 60)
        abort();
    lua_pop(co, nresults);
    if (lua_resume(co, L, 0, &nresults) != LUA_OK || nresults != 70)
        abort();
    lua_checkstack(L, nresults);
    lua_xmove(co, L, nresults);
}

static void count_lines(lua_State *L, lua_Debug *ar)
{
    lua_getinfo(L, "Sl", ar);
    for (int i = 0; i < 10; i++)
        lua_pushinteger(L, ar->currentline);
    lua_pop(L, 10);
}

static void hook_lines(lua_State *L)
{
    lua_sethook(L, count_lines, LUA_MASKLINE | LUA_MASKCALL | LUA_MASKRET, 0);
    (void)luaL_dostring(L, "for i = 1, 3 do\n"
                           "  string.rep('x', 3)\n"
                           "  tostring(i)\nend");
}

/* ---- the cases */

typedef struct Case {
    void (*run)(lua_State *L);
    const char *name, *function, *what;
} Case;

#define CASE(run, function, what) {run, #run, function, what}

static const Case WRONG[] = {
    CASE(push_too_many, "lua_pushinteger", "no room for 1 more values"),
    CASE(push_too_many_in_a_function, "lua_pushvalue", "21 of 21 slots"),
    CASE(push_more_than_asked_for, "lua_pushstring", "30 of 30 slots"),
    CASE(settop_past_the_room, "lua_settop", "no room for 100"),
    CASE(pop_too_many, "lua_settop", "needs 2 values, 1 are on the stack"),
    CASE(checkstack_negative, "lua_checkstack", "-1 slots"),
    CASE(index_zero, "lua_tointegerx", "0 is no index"),
    CASE(index_below_the_frame, "lua_pushvalue", "index -2, but 1 values"),
    CASE(index_past_the_room, "lua_type", "index 50 is past the 20 slots"),
    CASE(index_no_upvalue, "lua_tointegerx", "is no index"),
    CASE(copy_to_nothing, "lua_copy", "index 5 holds nothing"),
    CASE(rotate_too_far, "lua_rotate", "2 positions, but only 1 values"),
    CASE(insert_at_a_pseudo_index, "lua_rotate", "is not on the stack"),
    CASE(xmove_too_many, "lua_xmove", "needs 2 values, 1 are"),
    CASE(xmove_between_machines, "lua_xmove", "of different VMs"),
    CASE(results_that_are_not_there, "a C function",
         "it returned 3, but 1 values"),
    CASE(results_negative, "a C function", "it returned -1"),
    CASE(rawget_from_a_number, "lua_rawget", "needs a table, got number"),
    CASE(rawgeti_from_nothing, "lua_rawgeti", "needs a table, got nothing"),
    CASE(rawset_in_a_string, "lua_rawset", "needs a table, got string"),
    CASE(rawseti_in_a_userdata, "lua_rawseti", "needs a table, got userdata"),
    CASE(next_of_a_function, "lua_next", "needs a table, got function"),
    CASE(metatable_that_is_none, "lua_setmetatable",
         "the metatable is a number"),
    CASE(uservalue_of_a_table, "lua_getiuservalue",
         "needs full userdata, got table"),
    CASE(set_uservalue_of_a_light_one, "lua_setiuservalue",
         "needs full userdata, got userdata"),
    CASE(dump_of_a_table, "lua_dump", "needs a function, got table"),
    CASE(join_upvalues_of_c_functions, "lua_upvaluejoin",
         "needs a Lua function"),
    CASE(info_of_a_number, "lua_getinfo", "needs a function on the top"),
    CASE(closure_of_null, "lua_pushcclosure", "the function is NULL"),
    CASE(too_many_upvalues, "lua_pushcclosure", "256 upvalues"),
    CASE(unknown_operator, "lua_arith", "no operator 14"),
    CASE(unknown_comparison, "lua_compare", "no comparison 3"),
    CASE(set_field_without_a_value, "lua_setfield", "needs 1 values, 0 are"),
    CASE(gettable_without_a_key, "lua_gettable", "needs 1 values, 0 are"),
    CASE(concat_too_many, "lua_concat", "needs 2 values, 1 are"),
    CASE(call_without_the_function, "lua_callk", "needs 2 values, 1 are"),
    CASE(call_for_too_many_results, "lua_pcallk", "no room for 99 more"),
    CASE(handler_that_is_not_there, "lua_pcallk", "index -3, but 1 values"),
    CASE(error_without_a_value, "lua_error", "needs 1 values, 0 are"),
    CASE(error_in_another_thread, "lua_error", "another thread of the VM"),
    CASE(yield_in_another_thread, "lua_yieldk", "another thread of the VM"),
    CASE(yield_values_that_are_not_there, "lua_yieldk",
         "needs 1 values, 0 are"),
    CASE(yield_values_in_a_hook, "lua_yieldk", "a hook yields no values"),
    CASE(continue_in_a_hook, "lua_pcallk", "a hook has no continuation"),
    CASE(close_a_running_thread, "lua_closethread", "the thread is running"),
    CASE(name_of_no_type, "lua_typename", "9 is no type"),
    CASE(call_in_a_suspended_thread, "lua_callk", "the thread is suspended"),
    CASE(resume_without_arguments, "lua_resume", "needs 2 values, 1 are"),
    CASE(call_from_another_thread, "lua_pushinteger",
         "running in another thread of the process"),
    CASE(close_a_slot_not_marked, "lua_closeslot",
         "is not the slot marked last"),
    CASE(mark_below_a_marked_slot, "lua_toclose", "is marked already"),
    CASE(buffer_below_a_value, "luaL_addlstring", "slot is not on the top"),
    CASE(buffer_whose_slot_is_gone, "luaL_pushresult",
         "slot is not on the top"),
    CASE(buffer_that_grew_below_a_value, "luaL_pushresult",
         "slot is not on the top"),
    CASE(buffer_without_the_value, "luaL_addvalue", "is no string"),
    CASE(buffer_that_is_too_full, "luaL_pushresult",
         "holds more than its size"),
};

static const Case RIGHT[] = {
    CASE(fill_frames, NULL, NULL),   CASE(look_at_nothing, NULL, NULL),
    CASE(grow_a_buffer, NULL, NULL), CASE(fail_in_a_full_frame, NULL, NULL),
    CASE(hand_over, NULL, NULL),     CASE(collect_results, NULL, NULL),
    CASE(hook_lines, NULL, NULL),
};

/* In the child: a state of its own, and no core file. */
static _Noreturn void run_case(const Case *c, int fd)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    dup2(fd, STDERR_FILENO);
    lua_State *L = luaL_newstate();
    if (L == NULL)
        _exit(2);
    luaL_openlibs(L);
    lua_settop(L, 0);
    c->run(L);
    lua_close(L);
    _exit(0);
}

/* What the child writes to stderr, and how it ends. */
static int watch_case(const Case *c, char *text, size_t nbytes)
{
    int fds[2], status;
    size_t n = 0;
    ssize_t got;
    if (pipe(fds) != 0)
        exit(2);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        run_case(c, fds[1]);
    close(fds[1]);
    while (n + 1 < nbytes && (got = read(fds[0], text + n, nbytes - 1 - n)) > 0)
        n += (size_t)got;
    text[n] = '\0';
    close(fds[0]);
    waitpid(pid, &status, 0);
    return status;
}

static bool is_told(const Case *c, const char *text, int status)
{
    char start[100];
    int n = snprintf(start, sizeof start, "misuse of %s: ", c->function);
    const char *end = strchr(text, '\n');
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT &&
           strncmp(text, start, (size_t)n) == 0 && end != NULL &&
           end[1] == '\0' && strstr(text, c->what) != NULL;
}

static bool is_silent(const char *text, int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && text[0] == '\0';
}

static int npassed, nfailed;

static void try_case(const Case *c)
{
    char text[4096];
    int status = watch_case(c, text, sizeof text);
    if (c->what != NULL ? is_told(c, text, status) : is_silent(text, status)) {
        npassed++;
        return;
    }
    nfailed++;
    printf("%s: status %x, \"%s\"\n", c->name, (unsigned)status, text);
}

/* ---- the names of functions */

static const NamedCall *named;
static int named_idx; /* 0: a full frame, too */
static bool frame_is_full;

static int calls_named(lua_State *L)
{
    while (frame_is_full && lua_gettop(L) < LUA_MINSTACK + 3)
        lua_pushnil(L);
    named->call(L, named_idx);
    return 0;
}

static void call_named(lua_State *L)
{
    lua_pushcfunction(L, calls_named);
    lua_pushliteral(L, "text");
    lua_newtable(L);
    lua_pushnil(L);
    lua_call(L, 3, 0);
}

static void try_names(void)
{
    static const int wrong[] = {0, 50, -9, LUA_REGISTRYINDEX - 300};
    Case c = {call_named, NULL, NULL, "ind"}; /* "index", "indices" */
    for (size_t i = 0; i < misuse_nindex; i++)
        for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
            named = &misuse_index[i];
            named_idx = wrong[k];
            c.name = c.function = named->function;
            try_case(&c);
        }
    frame_is_full = true;
    c.what = "no room for";
    for (size_t i = 0; i < misuse_npush; i++) {
        named = &misuse_push[i];
        c.name = c.function = named->function;
        try_case(&c);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        try_case(&WRONG[i]);
    for (size_t i = 0; i < sizeof RIGHT / sizeof *RIGHT; i++)
        try_case(&RIGHT[i]);
    try_names();
    printf("%d passed, %d failed\n", npassed, nfailed);
    return nfailed > 0;
}
