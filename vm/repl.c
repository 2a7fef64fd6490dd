/*
 * vm/repl.c -- the prompt of vmrun: reads lines, runs them, prints results.
 *
 * A line is tried as an expression first. A statement that is not complete
 * goes on over further lines. At a terminal, lines are edited with libedit,
 * which is opened at the first prompt so that scripts do not pay for it; a
 * system without it gets plain lines. Lines that come from elsewhere are shown
 * after the prompt, so that the output reads like a session.
 *
 * Read     repl_run, load_line, read_line, Editor.
 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* isatty, tcsetattr */
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "vm/main_int.h"

#if MAIN_POSIX
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#endif

/* ---- the editor -------------------------------------------------------- */

enum { HISTORY_MAX = 1000, CHAIN_MAX = 16 };

typedef char *(*WordFn)(const char *text, int state);

/* What we use of libedit's readline interface; `readline` NULL: nothing. */
static struct Editor {
    bool opened;
    char *(*readline)(const char *prompt);
    int (*add_history)(const char *entry);
    int (*write_history)(const char *file);
    char *line;    /* the last one, which is ours to free */
    char *history; /* name of the history file; NULL for none */
    char *last;    /* the last entry, which is not added twice in a row */
} editor;

/* Who completes words: libedit's callbacks carry no argument of ours. */
static struct Completer {
    lua_State *L;
    lua_Integer next; /* index of the word to offer next */
} completer;

/* Its address is the registry's key for the words that are offered. */
static char words_key;

/* Set by an interrupt while a line is edited. */
static volatile sig_atomic_t line_dropped;

#if MAIN_POSIX
/* The mask of signals outside of the editor. */
static sigset_t signals_let_in;

/* The terminal, opened again so that reads of the editor alone do not block;
   or the standard input. */
static int keys_fd;
#endif

bool repl_has_terminal(void)
{
#if MAIN_POSIX
    return isatty(0);
#else
    return true;
#endif
}

#if MAIN_POSIX

static struct termios first_mode;
static volatile sig_atomic_t first_mode_known;

void repl_leave_terminal(void)
{
    if (first_mode_known)
        tcsetattr(0, TCSANOW, &first_mode);
}

static char *copy_text(const char *text)
{
    size_t nbytes = strlen(text) + 1;
    char *copy = malloc(nbytes);
    return copy ? memcpy(copy, text, nbytes) : NULL;
}

/* Set the function pointer at `target`; copied, as C has no cast for it. */
static void find(void *lib, const char *name, void *target)
{
    void *symbol = dlsym(lib, name);
    memcpy(target, &symbol, sizeof symbol);
}

static void save_history(void)
{
    if (editor.history == NULL)
        return;
    mode_t mask = umask(077); /* what somebody typed is theirs alone */
    editor.write_history(editor.history);
    umask(mask);
}

static void open_history(void *lib)
{
    void (*stifle)(int) = NULL;
    int (*read_history)(const char *) = NULL;
    const char *home = getenv("HOME");
    find(lib, "stifle_history", &stifle);
    find(lib, "read_history", &read_history);
    find(lib, "add_history", &editor.add_history);
    find(lib, "write_history", &editor.write_history);
    if (!home || !stifle || !read_history || !editor.write_history)
        return;
    static const char file[] = "/.vmrun_history";
    editor.history = malloc(strlen(home) + sizeof file);
    if (editor.history == NULL)
        return;
    strcpy(editor.history, home);
    strcat(editor.history, file);
    stifle(HISTORY_MAX);
    read_history(editor.history);
    atexit(save_history);
}

static void drop_line(int sig)
{
    (void)sig;
    line_dropped = 1;
}

/*
 * Wait for a byte from the terminal; false when an interrupt came, `*n` is 0 or
 * less at the end. Interrupts come while it waits only, and reading does not
 * block: the terminal forgets what was typed before an interrupt, also what
 * pselect has just seen.
 */
static bool next_byte(char *byte, ssize_t *n)
{
    int fd = keys_fd;
    fd_set keys;
    for (;;) {
        FD_ZERO(&keys);
        FD_SET(fd, &keys);
        pselect(fd + 1, &keys, NULL, NULL, NULL, &signals_let_in);
        if (line_dropped)
            return false;
        *n = read(fd, byte, 1);
        if (*n >= 0 || (errno != EINTR && errno != EAGAIN))
            return true;
    }
}

/*
 * The editor's input: a character, decoded from its bytes. An interrupt ends
 * the line, and edit_line empties it.
 */
static int next_char(FILE *input)
{
    mbstate_t state = {0};
    (void)input;
    for (;;) {
        wchar_t wide;
        char byte;
        ssize_t n;
        if (!next_byte(&byte, &n))
            return '\n';
        if (n <= 0)
            return -1;
        size_t len = mbrtowc(&wide, &byte, 1, &state);
        if (len != (size_t)-2 && len != (size_t)-1)
            return (int)wide;
        if (len == (size_t)-1)
            return '?';
    }
}

/*
 * The user's character set holds in the editor only, as programs start in the
 * "C" locale. Returns what leave_user_locale takes.
 */
static char *enter_user_locale(void)
{
    char *before = copy_text(setlocale(LC_CTYPE, NULL));
    setlocale(LC_CTYPE, "");
    return before;
}

static void leave_user_locale(char *before)
{
    setlocale(LC_CTYPE, before ? before : "C");
    free(before);
}

/* A line from the editor, NULL at the end of input, empty if dropped. */
static char *edit_line(const char *prompt)
{
    struct sigaction action = {.sa_handler = drop_line}, before;
    sigset_t interrupt;
    sigemptyset(&action.sa_mask);
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    char *program_locale = enter_user_locale();
    line_dropped = 0;
    sigprocmask(SIG_BLOCK, &interrupt, &signals_let_in);
    sigaction(SIGINT, &action, &before);
    char *line = editor.readline(prompt);
    sigaction(SIGINT, &before, NULL);
    sigprocmask(SIG_SETMASK, &signals_let_in, NULL);
    leave_user_locale(program_locale);
    if (line && line_dropped)
        *line = '\0';
    return line;
}

static char *offer_word(const char *text, int state);

static void open_completion(void *lib)
{
    static const char breaks[] = " \t\n\"\\'><=;+-*/%^~#{}()[],&|";
    WordFn *complete = dlsym(lib, "rl_completion_entry_function");
    const char **word_breaks = dlsym(lib, "rl_basic_word_break_characters");
    int *append = dlsym(lib, "rl_completion_append_character");
    if (!complete || !word_breaks || !append)
        return;
    *complete = offer_word;
    *word_breaks = breaks;
    *append = '\0';
}

static int open_keys(void)
{
    const char *name = ttyname(0);
    int fd = name == NULL ? -1
                          : open(name, O_RDONLY | O_NOCTTY | O_NONBLOCK |
                                 O_CLOEXEC);
    return fd >= 0 ? fd : 0;
}

static void open_editor(lua_State *L)
{
    static const char *const names[] = {
        "libedit.so.2", "libedit.so.0", "libedit.so", "libedit.3.dylib",
    };
    void *lib = NULL;
    int (*initialize)(void) = NULL;
    int (**get_char)(FILE *);
    int *catch_signals;
    editor.opened = true;
    if (!isatty(0) || !isatty(1))
        return;
    first_mode_known = tcgetattr(0, &first_mode) == 0;
    keys_fd = open_keys();
    for (size_t i = 0; !lib && i < sizeof names / sizeof *names; i++)
        lib = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (lib == NULL)
        return;
    find(lib, "readline", &editor.readline);
    find(lib, "rl_initialize", &initialize);
    find(lib, "rl_getc_function", &get_char);
    find(lib, "rl_catch_signals", &catch_signals);
    if (!initialize || !get_char || !catch_signals) {
        editor.readline = NULL;
        return;
    }
    *get_char = next_char; /* looked at by rl_initialize */
    *catch_signals = 0;    /* an interrupt is ours */
    char *program_locale = enter_user_locale();
    initialize();
    leave_user_locale(program_locale);
    completer.L = L;
    open_completion(lib);
    open_history(lib);
}

#else

void repl_leave_terminal(void)
{
}

static char *edit_line(const char *prompt)
{
    (void)prompt;
    return NULL;
}

static void open_editor(lua_State *L)
{
    (void)L;
    editor.opened = true;
}

#endif

/* Keep what was typed, but not blank lines, nor a line twice in a row. */
static void remember(const char *entry)
{
#if MAIN_POSIX
    if (!editor.add_history || entry[strspn(entry, " \t\n")] == '\0')
        return;
    if (editor.last && strcmp(editor.last, entry) == 0)
        return;
    editor.add_history(entry);
    free(editor.last);
    editor.last = copy_text(entry);
#else
    (void)entry;
#endif
}

/* ---- completion of names ----------------------------------------------- */

#if MAIN_POSIX

/*
 * Replace the value on top by where to look on when it lacks a field: the
 * `__index` of its metatable. False, and the value gone, if there is none.
 * No code of the program runs.
 */
static bool next_in_chain(lua_State *L)
{
    int type = luaL_getmetafield(L, -1, "__index");
    lua_remove(L, type == LUA_TNIL ? -1 : -2);
    if (type == LUA_TTABLE)
        return true;
    if (type != LUA_TNIL)
        lua_pop(L, 1);
    return false;
}

/* Replace the value on top by its field `name`, or nil. */
static void follow_field(lua_State *L, const char *name, size_t len)
{
    for (int depth = 0; depth < CHAIN_MAX; depth++) {
        if (lua_istable(L, -1)) {
            lua_pushlstring(L, name, len);
            if (lua_rawget(L, -2) != LUA_TNIL) {
                lua_remove(L, -2);
                return;
            }
            lua_pop(L, 1);
        }
        if (!next_in_chain(L)) {
            lua_pushnil(L);
            return;
        }
    }
    lua_pop(L, 1);
    lua_pushnil(L);
}

static bool is_name(const char *s)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return !(*s >= '0' && *s <= '9') && *s && s[strspn(s, letters)] == '\0';
}

/* Add `path .. name` to the words at index 2; index 3 knows which are there. */
static void add_word(lua_State *L, const char *path, size_t path_len,
                     const char *name)
{
    lua_pushlstring(L, path, path_len);
    lua_pushstring(L, name);
    lua_concat(L, 2);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 3) == LUA_TNIL) {
        lua_pushvalue(L, -2);
        lua_pushboolean(L, 1);
        lua_rawset(L, 3);
        lua_pushvalue(L, -2);
        lua_rawseti(L, 2, (lua_Integer)lua_rawlen(L, 2) + 1);
    }
    lua_pop(L, 2);
}

/* The keys of the table on top that begin with `start`. */
static void add_keys(lua_State *L, const char *path, size_t path_len,
                     const char *start)
{
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        const char *key = lua_tostring(L, -1);
        if (strncmp(key, start, strlen(start)) == 0 && is_name(key))
            add_word(L, path, path_len, key);
    }
}

static void add_keywords(lua_State *L, const char *start)
{
    static const char *const keywords[] = {
        "and", "break", "do", "else", "elseif", "end", "false", "for",
        "function", "goto", "if", "in", "local", "nil", "not", "or",
        "repeat", "return", "then", "true", "until", "while",
    };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strncmp(keywords[i], start, strlen(start)) == 0)
            add_word(L, "", 0, keywords[i]);
}

/*
 * Protected: leave the words that begin with argument 1, a path such as
 * "string.fo", in the registry.
 */
static int collect_words(lua_State *L)
{
    const char *path = lua_touserdata(L, 1);
    const char *start = path;
    lua_settop(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushglobaltable(L);
    for (size_t len; start[len = strcspn(start, ".:")] != '\0';) {
        follow_field(L, start, len);
        start += len + 1;
    }
    if (start == path)
        add_keywords(L, start);
    for (int depth = 0; depth < CHAIN_MAX; depth++) {
        if (lua_istable(L, -1))
            add_keys(L, path, (size_t)(start - path), start);
        if (!next_in_chain(L))
            break;
    }
    lua_pushvalue(L, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &words_key);
    return 0;
}

/*
 * libedit asks for one word after the other; `state` is 0 for the first. The
 * words are its own to free.
 */
static char *offer_word(const char *text, int state)
{
    lua_State *L = completer.L;
    char *word = NULL;
    if (!lua_checkstack(L, LUA_MINSTACK))
        return NULL;
    if (state == 0) {
        completer.next = 1;
        lua_pushcfunction(L, collect_words);
        lua_pushlightuserdata(L, (void *)text);
        if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
            lua_pop(L, 1);
            return NULL;
        }
    }
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &words_key) == LUA_TTABLE) {
        if (lua_rawgeti(L, -1, completer.next++) == LUA_TSTRING)
            word = copy_text(lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return word;
}

#endif

/* ---- lines ------------------------------------------------------------- */

/* Push a line of the standard input without its end; false when it ended. */
static bool read_plain_line(lua_State *L)
{
    luaL_Buffer b;
    int c = getc(stdin);
    if (c == EOF)
        return false;
    luaL_buffinit(L, &b);
    for (; c != EOF && c != '\n'; c = getc(stdin))
        luaL_addchar(&b, (char)c);
    luaL_pushresult(&b);
    return true;
}

static bool read_line(lua_State *L, const char *prompt)
{
    if (editor.readline) {
        free(editor.line); /* here, as pushing it may raise */
        editor.line = edit_line(prompt);
        if (editor.line)
            lua_pushstring(L, editor.line);
        return editor.line != NULL;
    }
    fputs(prompt, stdout);
    fflush(stdout);
    if (!read_plain_line(L))
        return false;
    if (!repl_has_terminal())
        printf("%s\n", lua_tostring(L, -1));
    return true;
}

/* Push what the prompt is: a global's value as a string, or our own. */
static const char *push_prompt(lua_State *L, bool first)
{
    if (lua_getglobal(L, first ? "_PROMPT" : "_PROMPT2") == LUA_TNIL)
        lua_pushstring(L, first ? "> " : ">> ");
    else
        luaL_tolstring(L, -1, NULL);
    lua_remove(L, -2);
    return lua_tostring(L, -1);
}

/* Push a line that was typed after the prompt. */
static bool prompt_line(lua_State *L, bool first)
{
    bool got = read_line(L, push_prompt(L, first));
    lua_remove(L, got ? -2 : -1);
    return got;
}

/* Does the input end before the statement does? The message is on top. */
static bool is_incomplete(lua_State *L, int status)
{
    static const char mark[] = "<eof>";
    size_t len, mark_len = sizeof mark - 1;
    if (status != LUA_ERRSYNTAX)
        return false;
    const char *msg = lua_tolstring(L, -1, &len);
    return len >= mark_len && strcmp(msg + len - mark_len, mark) == 0;
}

static int load_text(lua_State *L, int idx)
{
    size_t len;
    const char *text = lua_tolstring(L, idx, &len);
    return luaL_loadbuffer(L, text, len, "=stdin");
}

/* Try the line on top as an expression: push its function, or nothing. */
static bool load_expression(lua_State *L)
{
    lua_pushfstring(L, "return %s", lua_tostring(L, -1));
    bool ok = load_text(L, -1) == LUA_OK;
    if (ok)
        lua_remove(L, -2);
    else
        lua_pop(L, 2);
    return ok;
}

/* Push the function of the statement that begins with the line on top. */
static int load_statement(lua_State *L)
{
    for (;;) {
        int status = load_text(L, -1);
        if (!is_incomplete(L, status) || !prompt_line(L, false))
            return status;
        if (line_dropped) { /* and the statement with it */
            lua_settop(L, 0);
            lua_pushstring(L, "");
            continue;
        }
        lua_remove(L, -2); /* the message */
        lua_pushstring(L, "\n");
        lua_insert(L, -2);
        lua_concat(L, 3);
    }
}

/* "=x" is an old way to say "return x". */
static void expand_equals(lua_State *L)
{
    const char *line = lua_tostring(L, -1);
    if (line[0] == '=') {
        lua_pushfstring(L, "return %s", line + 1);
        lua_remove(L, -2);
    }
}

/*
 * Read input and push its function, or an error message. Returns the status
 * of loading; -1 when there is no more input.
 */
static int load_line(lua_State *L)
{
    lua_settop(L, 0);
    if (!prompt_line(L, true))
        return -1;
    expand_equals(L);
    int status = load_expression(L) ? LUA_OK : load_statement(L);
    remember(lua_tostring(L, 1));
    lua_remove(L, 1);
    return status;
}

/* Have `print` print the values on the stack. */
static void print_results(lua_State *L)
{
    int nresults = lua_gettop(L);
    if (nresults == 0)
        return;
    luaL_checkstack(L, LUA_MINSTACK, "too many results to print");
    lua_getglobal(L, "print");
    lua_insert(L, 1);
    if (main_pcall(L, nresults, 0, 0) == LUA_OK)
        return;
    main_check_limit(L);
    main_message(lua_pushfstring(L, "error calling 'print' (%s)",
                                 lua_tostring(L, -1)));
}

void repl_run(lua_State *L)
{
    int status;
    main_name_in_messages(false);
    if (!editor.opened)
        open_editor(L);
    while ((status = load_line(L)) != -1) {
        if (status == LUA_OK)
            status = main_call(L, 0, LUA_MULTRET);
        if (main_report(L, status))
            print_results(L);
    }
    lua_settop(L, 0);
    putchar('\n');
    fflush(stdout);
    main_name_in_messages(true);
}
