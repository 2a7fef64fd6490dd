/*
 * vm/main_options.c -- the command line of vmrun: what its options are, and
 * reading them.
 *
 * Read     long_options, options_parse.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/main_int.h"

/* ---- help -------------------------------------------------------------- */

static const char option_list[] =
    "  -e STAT            run the string STAT\n"
    "  -i                 go to the prompt after FILE\n"
    "  -l MOD             require library MOD into global MOD\n"
    "  -l G=MOD           require library MOD into global G\n"
    "  -v                 show the version\n"
    "  -E                 ignore environment variables\n"
    "  -W                 turn warnings on\n"
    "  --                 stop handling options\n"
    "  -                  stop handling options and run the standard input\n"
    "  --max-memory=SIZE  let the program own at most SIZE bytes (K, M, G)\n"
    "  --fuel=N           let it do at most N units of work\n"
    "  --timeout=SECONDS  let it run for at most SECONDS, such as 0.5\n"
    "  --gc-stats         tell at the end what the collector did\n"
    "  --gc-log           write a line for each collection\n"
    "  --heap-snapshot=F  write the heap to file F at the end, for Chromium's\n"
    "                     developer tools (F.heapsnapshot)\n"
    "  --help             explain all this\n"
    "  --version          show the version and stop\n";

void options_print_help(const Options *o)
{
    printf("usage: %s [options] [FILE [ARGS]]\n", o->name);
    fputs("\n"
          "Run FILE, bytecode (.bc, made by vmc) or Lua 5.4 source. ARGS are\n"
          "what the program finds in `...' and in the table `arg'. Without\n"
          "FILE, go to the prompt if this is a terminal, and run the\n"
          "standard input if not.\n"
          "\n"
          "Options:\n",
          stdout);
    fputs(option_list, stdout);
    fputs("\n"
          "A unit of fuel is about a call, a loop iteration, or sixteen\n"
          "bytes moved by a library function; a program takes the same fuel\n"
          "on every run and on every machine. A program cannot catch a limit.\n"
          "\n"
          "Environment:\n"
          "  LUA_INIT_5_4, else LUA_INIT    Lua code, or @FILE, to run first\n"
          "  LUA_PATH_5_4, else LUA_PATH    where `require' looks for Lua\n"
          "  LUA_CPATH_5_4, else LUA_CPATH  where it looks for C modules\n"
          "  HOME                           the prompt keeps .vmrun_history\n"
          "                                 there\n"
          "\n"
          "Exit status:\n"
          "  0    the program ended well\n"
          "  1    an error: in the options, a file, or the program\n"
          "  124  the fuel or the time was used up\n"
          "  125  the memory was used up\n"
          "  N    the program called os.exit(N)\n"
          "\n"
          "Examples:\n"
          "  vmrun app.lua one two             run a source file\n"
          "  vmc -o app.bc app.lua             compile it once,\n"
          "  vmrun app.bc one two              run it everywhere\n"
          "  vmrun -e 'print(2^53)'            run one line\n"
          "  echo 'print(...)' | vmrun - a b   run the standard input\n"
          "  vmrun -l lpeg -i                  prompt with a library\n"
          "  vmrun --timeout=2 --max-memory=64M plugin.bc\n"
          "                                    run what you do not trust\n",
          stdout);
}

/* Say what is wrong with an option, and which there are. Returns false. */
static bool usage_error(const Options *o, const char *what,
                        const char *arg)
{
    fprintf(stderr, "%s: ", o->name);
    fprintf(stderr, what, arg);
    fprintf(stderr, "\nusage: %s [options] [FILE [ARGS]]\n", o->name);
    fprintf(stderr, "Available options are:\n%s", option_list);
    return false;
}

/* ---- values ------------------------------------------------------------ */

/* Digits and nothing else but what `*end` is left at. */
static bool parse_count(const char *text, uint64_t *count, const char **end)
{
    uint64_t n = 0;
    const char *s = text;
    for (; *s >= '0' && *s <= '9'; s++) {
        uint64_t digit = (uint64_t)(*s - '0');
        if (n > (UINT64_MAX - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *count = n;
    *end = s;
    return s > text && n > 0;
}

static bool set_fuel(Options *o, const char *value)
{
    const char *end;
    return parse_count(value, &o->limits.fuel, &end) && *end == '\0';
}

/* The power of two that a size's suffix stands for; -1 if it is none. */
static int suffix_shift(const char *suffix)
{
    if (suffix[0] == '\0')
        return 0;
    if (suffix[1] != '\0')
        return -1;
    switch (suffix[0]) {
    case 'k': case 'K': return 10;
    case 'm': case 'M': return 20;
    case 'g': case 'G': return 30;
    default: return -1;
    }
}

static bool set_memory(Options *o, const char *value)
{
    uint64_t n;
    const char *suffix;
    if (!parse_count(value, &n, &suffix))
        return false;
    int shift = suffix_shift(suffix);
    if (shift < 0 || n > (uint64_t)SIZE_MAX >> shift)
        return false;
    o->limits.max_memory = (size_t)n << shift;
    return true;
}

static bool set_timeout(Options *o, const char *value)
{
    /* strtod takes "inf", "nan" and hexadecimals, which nobody means. */
    if (value[0] == '\0' || value[strspn(value, "0123456789.")] != '\0')
        return false;
    char *end;
    double seconds = strtod(value, &end);
    o->limits.timeout_s = seconds;
    return *end == '\0' && isfinite(seconds) && seconds > 0;
}

static bool set_gc_stats(Options *o, const char *value)
{
    (void)value;
    o->gc_stats = true;
    return true;
}

static bool set_gc_log(Options *o, const char *value)
{
    (void)value;
    o->gc_log = true;
    return true;
}

static bool set_snapshot(Options *o, const char *value)
{
    o->snapshot = value;
    return value[0] != '\0';
}

static bool set_help(Options *o, const char *value)
{
    (void)value;
    o->action = ACT_HELP;
    return true;
}

static bool set_version(Options *o, const char *value)
{
    (void)value;
    o->action = ACT_VERSION;
    return true;
}

/* ---- options ----------------------------------------------------------- */

/* A name that ends in '=' is followed by a value. */
static const struct {
    const char *name;
    bool (*set)(Options *o, const char *value);
    const char *complaint;
} long_options[] = {
    {"--help", set_help, NULL},
    {"--version", set_version, NULL},
    {"--gc-stats", set_gc_stats, NULL},
    {"--gc-log", set_gc_log, NULL},
    {"--heap-snapshot=", set_snapshot, "'%s' names no file"},
    {"--max-memory=", set_memory,
     "'%s' is no size above zero, such as --max-memory=64M"},
    {"--fuel=", set_fuel,
     "'%s' is no whole number above zero, such as --fuel=1000000"},
    {"--timeout=", set_timeout,
     "'%s' is no number of seconds above zero, such as --timeout=0.5"},
};

/* The one whose value may stand apart, as a file's name often does. */
static const char snapshot_option[] = "--heap-snapshot";

static bool parse_long_option(Options *o, int *i_arg)
{
    const char *arg = o->argv[*i_arg], *next = o->argv[*i_arg + 1];
    if (strcmp(arg, snapshot_option) == 0 && next != NULL) {
        ++*i_arg;
        return set_snapshot(o, next) ||
               usage_error(o, "'%s' needs a value", arg);
    }
    for (size_t i = 0; i < sizeof long_options / sizeof *long_options; i++) {
        const char *name = long_options[i].name;
        size_t len = strlen(name);
        bool takes_value = name[len - 1] == '=';
        if (takes_value && strncmp(arg, name, len - 1) == 0 &&
            arg[len - 1] == '\0')
            return usage_error(o, "'%s' needs a value", arg);
        if (takes_value ? strncmp(arg, name, len) : strcmp(arg, name))
            continue;
        return long_options[i].set(o, arg + len) ||
               usage_error(o, long_options[i].complaint, arg);
    }
    return usage_error(o, "unrecognized option '%s'", arg);
}

/*
 * One short option. `*i` moves past the argument of -e and -l when it stands
 * apart.
 */
static bool parse_short_option(Options *o, int *i)
{
    const char *arg = o->argv[*i];
    bool single = arg[2] == '\0';
    switch (arg[1]) {
    case 'e':
        o->statements = true;
        /* fall through */
    case 'l':
        if (!single)
            return true;
        ++*i;
        if (o->argv[*i] == NULL || o->argv[*i][0] == '-')
            return usage_error(o, "'%s' needs argument", arg);
        return true;
    case 'i':
        o->interactive = true; /* and -v */
        /* fall through */
    case 'v':
        o->show_version = true;
        break;
    case 'E':
        o->ignore_env = true;
        break;
    case 'W':
        break;
    default:
        single = false;
    }
    return single || usage_error(o, "unrecognized option '%s'", arg);
}

bool options_parse(Options *o)
{
    int i = 1;
    for (; i < o->argc; i++) {
        const char *arg = o->argv[i];
        if (arg[0] != '-' || arg[1] == '\0')
            break;
        if (strcmp(arg, "--") == 0) {
            i++;
            break;
        }
        if (arg[1] == '-' ? !parse_long_option(o, &i)
                          : !parse_short_option(o, &i))
            return false;
        if (o->action != ACT_RUN)
            return true;
    }
    o->script = i < o->argc ? i : 0;
    return true;
}
