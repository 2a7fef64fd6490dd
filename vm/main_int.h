/*
 * vm/main_int.h -- what the files of the vmrun program share: main.c runs
 * code and reports how it ended, main_options.c reads the command line,
 * main_gc.c shows the collector's work, repl.c is the prompt.
 */
#ifndef VM_MAIN_INT_H
#define VM_MAIN_INT_H

#include <stdbool.h>

#include "include/lua.h"
#include "include/vmrun.h"

/* Does the system have POSIX's signals, terminals and dlopen? */
#if defined(__unix__) || defined(__APPLE__)
#define MAIN_POSIX 1
#else
#define MAIN_POSIX 0
#endif

typedef enum Action { ACT_RUN, ACT_HELP, ACT_VERSION } Action;

/* The command line, read before there is a VM. */
typedef struct Options {
    const char *name; /* of the program, for messages */
    char **argv;
    int argc;
    int script;       /* index of FILE in argv; 0 without one */
    Action action;
    bool show_version; /* -v */
    bool interactive;  /* -i */
    bool ignore_env;   /* -E */
    bool statements;   /* at least one -e */
    bool gc_stats, gc_log;
    const char *snapshot;
    VmrLimits limits;
} Options;

/* Fill in what follows argv and argc. False, and a message, for a mistake. */
bool options_parse(Options *o);
void options_print_help(const Options *o);

/*
 * Call the function below `nargs` arguments, as lua_pcall does; an interrupt
 * from the keyboard stops it. main_call adds a traceback to errors.
 */
int main_pcall(lua_State *L, int nargs, int nresults, int handler);
int main_call(lua_State *L, int nargs, int nresults);

/*
 * Print the error on top of the stack, and pop it, unless `status` is LUA_OK.
 * Ends the program if a limit was hit. Returns whether status is LUA_OK.
 */
bool main_report(lua_State *L, int status);

/* End the program if a limit ended the last call. */
void main_check_limit(lua_State *L);

/*
 * Print a line to the standard error, after the program's name unless that
 * is off, which it is at the prompt.
 */
void main_message(const char *text);
void main_name_in_messages(bool on);

/*
 * What --gc-stats, --gc-log and --heap-snapshot (a file, or NULL) show. Before
 * the program runs: false, and a message, if the file cannot be written. And
 * at its end, while the VM lives: once, if asked for. Did that fail?
 */
bool main_gc_begin(lua_State *L, bool stats, bool log, const char *snapshot);
void main_gc_snapshot(lua_State *L);
void main_gc_report(lua_State *L);
bool main_gc_failed(void);

/* Read and run lines until the input ends. Raises what a prompt raises. */
void repl_run(lua_State *L);

/* Is somebody typing? */
bool repl_has_terminal(void);

/* Give the terminal back as we found it; safe in signal handlers. */
void repl_leave_terminal(void);

#endif
