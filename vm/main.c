/*
 * vm/main.c -- vmrun: runs bytecode files and Lua sources.
 *
 * Written on the public API alone. It takes what the `lua` program of 5.4
 * takes, in the same words, and adds options for limits.
 *
 *     main            options, VM, limits, exit status
 *       run_session   protected: libraries, LUA_INIT, then what was asked
 *         main_call   protected again, one chunk: traceback, interrupts
 *
 * Exit     0; 1 for errors; 124 for fuel and time, 125 for memory.
 * Read     main, run_session, main_call.
 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* sigaction */
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* setitimer */
#endif

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "include/vmrun.h"
#include "vm/main_int.h"
#include "vm/program.h"

#if MAIN_POSIX
#include <sys/time.h>
#include <unistd.h>
#endif

/* As timeout(1) has it, and its neighbour. */
enum { EXIT_SPENT = 124, EXIT_MEMORY = 125 };

static const char *program_name = "vmrun";
static bool name_in_messages = true;

/* The VM while it lives: signal handlers reach it through this. */
static _Atomic(lua_State *) live_vm;

/* What the program ends with if the output cannot be written. */
static int failure_status = EXIT_FAILURE;

/* Set by close_session when a finalizer ran into a limit. */
static int limit_at_close = VMR_LIMIT_NONE;

/* errno of a write to the standard output that failed, or 0; what prints
   of the program know comes here when the VM closes. */
static int output_error;
static VmrLimits session_limits;

/* ---- messages ---------------------------------------------------------- */

void main_name_in_messages(bool on) { name_in_messages = on; }

void main_message(const char *text)
{
    fflush(stdout);
    if (name_in_messages)
        fprintf(stderr, "%s: ", program_name);
    fprintf(stderr, "%s\n", text);
    fflush(stderr);
}

static void print_version(void)
{
    printf("vmrun %s -- Lua 5.4, a language from PUC-Rio\n", vmr_version());
    if (fflush(stdout) != 0)
        output_error = errno;
}

/* ---- limits ------------------------------------------------------------ */

/* The line that a limit's end is announced with. Returns its length. */
static int limit_line(char *buf, size_t nbytes, int limit)
{
    const VmrLimits *l = &session_limits;
    switch (limit) {
    case VMR_LIMIT_MEMORY:
        return snprintf(buf, nbytes, "%s: limit reached: memory (%zu bytes)\n",
                        program_name, l->max_memory);
    case VMR_LIMIT_FUEL:
        return snprintf(buf, nbytes, "%s: limit reached: fuel (%llu units)\n",
                        program_name, (unsigned long long)l->fuel);
    default:
        return snprintf(buf, nbytes, "%s: limit reached: time (%g s)\n",
                        program_name, l->timeout_s);
    }
}

static int limit_status(int limit)
{
    return limit == VMR_LIMIT_MEMORY ? EXIT_MEMORY : EXIT_SPENT;
}

static void announce_limit(int limit)
{
    char line[512];
    limit_line(line, sizeof line, limit);
    failure_status = limit_status(limit);
    fflush(stdout);
    fputs(line, stderr);
}

/*
 * Announce the limit and end the program. The VM is not closed: what is
 * open is flushed by exit, and its finalizers have nothing left to use.
 */
static _Noreturn void end_by_limit(int limit)
{
    announce_limit(limit);
    exit(failure_status);
}

void main_check_limit(lua_State *L)
{
    int limit = vmr_limit_hit(L);
    if (limit != VMR_LIMIT_NONE)
        end_by_limit(limit);
}

#if MAIN_POSIX
/*
 * The VM looks at the deadline itself. The timer is for programs that wait
 * in the operating system at that time: the signal makes most calls return,
 * and the next ones end the process if it is still waiting.
 */
enum { ALARM_PERIOD_US = 250000, ALARMS_TILL_END = 4 };

static char timeout_line[512];
static int timeout_line_len;
static volatile sig_atomic_t nalarms;

static void on_alarm(int sig)
{
    int saved_errno = errno;
    (void)sig;
    if (++nalarms > ALARMS_TILL_END) {
        repl_leave_terminal();
        if (write(2, timeout_line, (size_t)timeout_line_len) < 0)
            _exit(EXIT_SPENT);
        _exit(EXIT_SPENT);
    }
    lua_State *L = live_vm;
    if (L)
        vmr_interrupt(L);
    errno = saved_errno;
}

static void start_timer(double seconds)
{
    const double most = 1e8; /* three years; a timer's range may end there */
    if (seconds > most)
        seconds = most;
    int len = limit_line(timeout_line, sizeof timeout_line, VMR_LIMIT_TIME);
    timeout_line_len = len < (int)sizeof timeout_line
        ? len : (int)sizeof timeout_line - 1;
    struct sigaction action = {.sa_handler = on_alarm};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    struct itimerval timer = {.it_interval = {0, ALARM_PERIOD_US}};
    timer.it_value.tv_sec = (time_t)seconds;
    /* One more, as zero would stop the timer. */
    timer.it_value.tv_usec =
        (suseconds_t)((seconds - floor(seconds)) * 999999) + 1;
    setitimer(ITIMER_REAL, &timer, NULL);
}
#else
static void start_timer(double seconds) { (void)seconds; }
#endif

static void start_limits(lua_State *L, const VmrLimits *limits)
{
    if (!limits->max_memory && !limits->fuel && !(limits->timeout_s > 0))
        return;
    session_limits = *limits;
    vmr_limits_set(L, limits);
    if (limits->timeout_s > 0)
        start_timer(limits->timeout_s);
}

/* ---- calls ------------------------------------------------------------- */

/* The message handler: make the error a string that says where it was. */
static int add_traceback(lua_State *L)
{
    const char *msg = lua_tostring(L, 1);
    if (msg == NULL) {
        if (luaL_callmeta(L, 1, "__tostring") &&
            lua_type(L, -1) == LUA_TSTRING)
            return 1; /* the object knows how it wants to look */
        msg = lua_pushfstring(L, "(error object is a %s value)",
                              luaL_typename(L, 1));
    }
    luaL_traceback(L, L, msg, 1);
    return 1;
}

static void set_interrupt_handler(void (*handler)(int))
{
#if MAIN_POSIX
    /* Without SA_RESTART, so that a program waiting for input hears of it. */
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
#else
    signal(SIGINT, handler);
#endif
}

static void stop_hook(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    lua_sethook(L, NULL, 0, 0);
    lua_sethook(live_vm, NULL, 0, 0);
    luaL_error(L, "interrupted!");
}

static void set_stop_hook(lua_State *L)
{
    lua_sethook(L, stop_hook,
                LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

/*
 * Stop the program at its next step, be that in the coroutine that runs or in
 * the main thread; a second signal ends the process.
 */
static void on_interrupt(int sig)
{
    (void)sig;
    set_interrupt_handler(SIG_DFL);
    lua_State *L = live_vm;
    if (L) {
        set_stop_hook(vmr_running(L));
        set_stop_hook(L);
        vmr_interrupt(L);
    }
}

int main_pcall(lua_State *L, int nargs, int nresults, int handler)
{
    set_interrupt_handler(on_interrupt);
    int status = lua_pcall(L, nargs, nresults, handler);
    set_interrupt_handler(SIG_DFL);
    return status;
}

int main_call(lua_State *L, int nargs, int nresults)
{
    int handler = lua_gettop(L) - nargs;
    lua_pushcfunction(L, add_traceback);
    lua_insert(L, handler);
    int status = main_pcall(L, nargs, nresults, handler);
    lua_remove(L, handler);
    return status;
}

bool main_report(lua_State *L, int status)
{
    if (status == LUA_OK)
        return true;
    main_check_limit(L);
    const char *msg = lua_tostring(L, -1);
    main_message(msg ? msg : "(error message not a string)");
    lua_pop(L, 1);
    return false;
}

/* ---- what is run ------------------------------------------------------- */

/* Call the chunk that was loaded with `load_status`. */
static bool run_chunk(lua_State *L, int load_status)
{
    if (load_status == LUA_OK)
        load_status = main_call(L, 0, 0);
    return main_report(L, load_status);
}

static bool run_string(lua_State *L, const char *code, const char *name)
{
    return run_chunk(L, luaL_loadbuffer(L, code, strlen(code), name));
}

static bool run_init(lua_State *L)
{
    const char *name = "=LUA_INIT_5_4";
    const char *init = getenv(name + 1);
    if (init == NULL) {
        name = "=LUA_INIT";
        init = getenv(name + 1);
    }
    if (init == NULL)
        return true;
    if (init[0] == '@')
        return run_chunk(L, luaL_loadfile(L, init + 1));
    return run_string(L, init, name);
}

/*
 * Require what -l names. "lib-v2" is known as `lib`: the part from the '-' is
 * a version that the global's name leaves out.
 */
static bool run_library(lua_State *L, const char *spec)
{
    const char *equals = strchr(spec, '=');
    const char *module = equals ? equals + 1 : spec;
    const char *end = equals ? equals : spec + strcspn(spec, "-");
    lua_getglobal(L, "require");
    lua_pushstring(L, module);
    int status = main_call(L, 1, 1);
    if (status != LUA_OK)
        return main_report(L, status);
    lua_pushglobaltable(L);
    lua_pushlstring(L, spec, (size_t)(end - spec));
    lua_pushvalue(L, -3);
    lua_settable(L, -3);
    lua_pop(L, 2);
    return true;
}

/* -e, -l and -W in the order they were given; the others are known. */
static bool run_options(lua_State *L, const Options *o)
{
    int end = o->script ? o->script : o->argc;
    for (int i = 1; i < end; i++) {
        char kind = o->argv[i][1];
        if (o->argv[i] == o->snapshot) /* a value that stands apart */
            continue;
        if (kind == 'W')
            lua_warning(L, "@on", 0);
        if (kind != 'e' && kind != 'l')
            continue;
        const char *text = o->argv[i] + 2;
        if (*text == '\0')
            text = o->argv[++i];
        if (!(kind == 'e' ? run_string(L, text, "=(command line)")
                          : run_library(L, text)))
            return false;
    }
    return true;
}

/* The table `arg`: FILE at 0, its arguments above, the options below. */
static void set_arg_table(lua_State *L, const Options *o)
{
    int nargs = o->script ? o->argc - o->script - 1 : o->argc - 1;
    lua_createtable(L, nargs, o->script + 1);
    for (int i = 0; i < o->argc; i++) {
        lua_pushstring(L, o->argv[i]);
        lua_rawseti(L, -2, i - o->script);
    }
    lua_setglobal(L, "arg");
}

/* Push arg[1..#arg], which code run before may have changed. */
static int push_script_args(lua_State *L)
{
    if (lua_getglobal(L, "arg") != LUA_TTABLE)
        luaL_error(L, "'arg' is not a table");
    int nargs = (int)luaL_len(L, -1);
    luaL_checkstack(L, nargs + 3, "too many arguments to script");
    for (int i = 1; i <= nargs; i++)
        lua_rawgeti(L, -i, i);
    lua_remove(L, -nargs - 1);
    return nargs;
}

static bool run_script(lua_State *L, const Options *o)
{
    const char *name = o->argv[o->script];
    bool after_dashes = strcmp(o->argv[o->script - 1], "--") == 0;
    if (strcmp(name, "-") == 0 && !after_dashes)
        name = NULL; /* the standard input */
    int status = luaL_loadfile(L, name);
    if (status == LUA_OK)
        status = main_call(L, push_script_args(L), 0);
    return main_report(L, status);
}

static bool run_input(lua_State *L, const Options *o)
{
    if (o->script && !run_script(L, o))
        return false;
    bool idle = !o->script && !o->statements && !o->show_version;
    if (o->interactive) {
        repl_run(L);
    } else if (idle && repl_has_terminal()) {
        print_version();
        repl_run(L);
    } else if (idle) {
        return run_chunk(L, luaL_loadfile(L, NULL));
    }
    return true;
}

/* ---- the session ------------------------------------------------------- */

/* Whether print failed, and why, is in the registry. */
static void note_print_error(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, stdout) == LUA_TNUMBER)
        output_error = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
}

/* For tests, which compare what a program takes in one mode and another. */
static void report_fuel(lua_State *L)
{
    const char *what = getenv("VMRUN_COUNT");
    if (what != NULL && strcmp(what, "fuel") == 0)
        fprintf(stderr, "%llu units of fuel\n",
                (unsigned long long)vmr_fuel_used(L));
}

/*
 * A finalizer, the last to run when the VM closes, as its object is the
 * first that was made.
 */
static int close_session(lua_State *L)
{
    limit_at_close = vmr_limit_hit(L);
    main_gc_report(L);
    note_print_error(L);
    report_fuel(L);
    live_vm = NULL;
    return 0;
}

static void open_session(lua_State *L)
{
    static char anchor; /* its address is the registry's key */
    lua_newuserdatauv(L, 0, 0);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, close_session);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &anchor);
}

/* Everything that may raise. Pushes whether all went well. */
static int run_session(lua_State *L)
{
    const Options *o = lua_touserdata(L, 1);
    luaL_checkversion(L);
    open_session(L);
    if (o->show_version)
        print_version();
    if (o->ignore_env) {
        lua_pushboolean(L, 1);
        lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
    }
    luaL_openlibs(L);
    set_arg_table(L, o);
    lua_gc(L, LUA_GCRESTART);
    lua_gc(L, LUA_GCGEN, 0, 0);
    bool ok = (o->ignore_env || run_init(L)) && run_options(L, o) &&
              run_input(L, o);
    lua_pushboolean(L, ok);
    return 1;
}

static bool run(const Options *o)
{
    lua_State *L = luaL_newstate();
    if (L == NULL) {
        main_message("cannot create state: not enough memory");
        return false;
    }
    live_vm = L;
    if (!main_gc_begin(L, o->gc_stats, o->gc_log, o->snapshot)) {
        lua_close(L);
        live_vm = NULL;
        return false;
    }
    start_limits(L, &o->limits);
    lua_gc(L, LUA_GCSTOP); /* nothing is garbage until the libraries stand */
    lua_pushcfunction(L, run_session);
    lua_pushlightuserdata(L, (void *)o);
    int status = lua_pcall(L, 1, 1, 0);
    bool ok = main_report(L, status) && lua_toboolean(L, -1);
    main_gc_snapshot(L); /* before objects are finalized */
    lua_close(L);
    live_vm = NULL;
    return ok;
}

/*
 * At every exit, os.exit too: what could not be written must not go
 * unnoticed, nor a limit that was hit while the VM was closed.
 */
static void check_end(void)
{
    if (live_vm) {
        main_gc_report(live_vm);
        note_print_error(live_vm);
        report_fuel(live_vm);
    }
    if (limit_at_close != VMR_LIMIT_NONE)
        announce_limit(limit_at_close);
    bool written = program_flush_output(program_name, output_error);
    if (written && limit_at_close == VMR_LIMIT_NONE && !main_gc_failed())
        return;
    fflush(NULL);
    _Exit(failure_status);
}

int main(int argc, char **argv)
{
    if (argc == 0) /* POSIX lets a parent do that */
        return EXIT_FAILURE;
    if (argv[0][0] != '\0')
        program_name = argv[0];
    Options options = {.name = program_name, .argv = argv, .argc = argc};
    program_hold_descriptors();
    atexit(check_end);
    if (!options_parse(&options))
        return EXIT_FAILURE;
    bool ok = true;
    if (options.action == ACT_HELP)
        options_print_help(&options);
    else if (options.action == ACT_VERSION)
        print_version();
    else
        ok = run(&options);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
