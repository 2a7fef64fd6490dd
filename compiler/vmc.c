/*
 * compiler/vmc.c -- the vmc program: Lua sources to .bc files, and a look
 * into either.
 *
 * Exit     0 if all went well, 1 if not.
 * Read     main, read_options, work, show_source_error.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/vmc_int.h"
#include "include/vmrun.h"
#include "vm/disasm.h"
#include "vm/program.h"

typedef enum Action {
    ACT_COMPILE, ACT_CHECK, ACT_LIST, ACT_VERIFY, ACT_HELP, ACT_VERSION,
} Action;

typedef struct Options {
    Action action;
    const char *action_flag; /* that chose it, or NULL */
    const char *output;      /* NULL: the source's name with .bc */
    bool bundle, dump_code;
    BundleOptions bundling;
    char **files;
    int nfiles;
} Options;

static const char help[] =
    "usage: vmc [options] FILE...\n"
    "\n"
    "Compile Lua 5.4 sources to bytecode, which vmrun verifies and runs: the\n"
    "same file on every platform. FILE.lua becomes FILE.bc; `-' is the\n"
    "standard input.\n"
    "\n"
    "Options:\n"
    "  -o FILE         write to FILE; `-' is the standard output\n"
    "  -s, --strip     leave out debug information: lines, names of variables\n"
    "  --bundle        put in the modules that the program requires by a\n"
    "                  constant name, and those that they require\n"
    "  --path PATH     where --bundle looks for modules: templates with `?',\n"
    "                  between semicolons; `;;' stands for the default\n"
    "  -p, --check     only say what is wrong with the sources\n"
    "  -l, --list      show the instructions of a source or a .bc file\n"
    "  --dump=WHAT     show the stages of compiling: ast, bc, or ast,bc\n"
    "  --verify        prove that .bc files are safe to run\n"
    "  -v, --verbose   --list: constants, upvalues and variables, too;\n"
    "                  --bundle: where each module is from\n"
    "  --              what follows is no option\n"
    "  --help          explain all this\n"
    "  --version       show the version\n"
    "\n"
    "The old file stays as it was if the new one cannot be made or written.\n"
    "--list, --dump and --verify write to the standard output, errors go to\n"
    "the standard error: file, line, column, and the line itself, in colour\n"
    "on a terminal.\n"
    "\n"
    "Environment:\n"
    "  LUA_PATH_5_4, else LUA_PATH    the path, if --path is not given; by\n"
    "                                 default beside the program, then here,\n"
    "                                 then where vmrun looks\n"
    "  LUA_CPATH_5_4, else LUA_CPATH  where modules in C are: --bundle leaves\n"
    "                                 them to run time\n"
    "  NO_COLOR                       messages without colour\n"
    "\n"
    "Exit status:\n"
    "  0    all went well\n"
    "  1    an error: in the options, a file, or a source\n"
    "\n"
    "Examples:\n"
    "  vmc app.lua                             make app.bc; vmrun app.bc runs it\n"
    "  vmc --bundle --strip app.lua -o app.bc  one file with all its modules\n"
    "  vmc --check *.lua                       find mistakes\n"
    "  vmc --list -v app.lua                   see what a source becomes\n"
    "  vmc --verify plugin.bc && vmrun --timeout=2 plugin.bc\n"
    "  echo 'print(1)' | vmc - -o - | vmrun -\n";

/* ---- errors and memory ------------------------------------------------- */

/* errno of the first write to stdout that failed, or 0. */
static int output_error;

bool vmc_flush(void)
{
    bool ok = fflush(stdout) == 0;
    if (!ok && output_error == 0)
        output_error = errno;
    return ok;
}

bool vmc_error(const char *format, ...)
{
    va_list args;
    vmc_flush();
    va_start(args, format);
    fputs("vmc: ", stderr);
    vfprintf(stderr, format, args);
    putc('\n', stderr);
    va_end(args);
    return false;
}

void *vmc_alloc(void *ud, void *p, size_t old_nbytes, size_t new_nbytes)
{
    (void)ud;
    (void)old_nbytes;
    if (new_nbytes == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_nbytes);
}

void *vmc_renew(void *p, size_t nbytes)
{
    p = realloc(p, nbytes > 0 ? nbytes : 1);
    if (p == NULL) {
        vmc_error("not enough memory");
        exit(EXIT_FAILURE);
    }
    return p;
}

void *vmc_new(size_t nbytes) { return vmc_renew(NULL, nbytes); }

/* ---- errors in sources ------------------------------------------------- */

enum { SHOWN_BEFORE = 50, SHOWN_AFTER = 25 }; /* bytes of a long line */

/* The line of a text; line numbers count as the lexer does. */
static const char *find_line(const char *p, const char *end, uint32_t line)
{
    while (line > 1 && p < end) {
        char c = *p++;
        if (c != '\n' && c != '\r')
            continue;
        if (p < end && (*p == '\n' || *p == '\r') && *p != c)
            p++;
        line--;
    }
    return p;
}

/* Bytes of the mark of UTF-8 that a file may begin with. */
static size_t mark_length(const File *file)
{
    return file->nbytes >= 3 && memcmp(file->text, "\xEF\xBB\xBF", 3) == 0
               ? 3
               : 0;
}

/* Bytes of the character at p; 0 if a terminal should not get it: controls,
   and what is no UTF-8. */
static size_t shown_length(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;
    if (c < 0x80)
        return c == '\t' || (c >= ' ' && c != 0x7f);
    size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4 || n > (size_t)(end - p))
        return 0;
    for (size_t i = 1; i < n; i++) {
        if (((unsigned char)p[i] & 0xc0) != 0x80)
            return 0;
    }
    return c == 0xc2 && (unsigned char)p[1] < 0xa0 ? 0 : n;
}

/* Show text, or as much blank space as it takes. */
static void show_text(const char *p, const char *end, bool blank)
{
    while (p < end) {
        size_t n = shown_length(p, end);
        if (blank)
            putc(*p == '\t' ? '\t' : ' ', stderr);
        else if (n == 0)
            putc('?', stderr);
        else
            fwrite(p, 1, n, stderr);
        p += n > 0 ? n : 1;
    }
}

/* What changes the colour of messages to `code`; nothing if they have none. */
static const char *colour(const char *code)
{
    return program_may_colour(stderr) ? code : "";
}

#define COLOUR_PLACE "\033[1m"
#define COLOUR_CARET "\033[1;31m"
#define COLOUR_END "\033[0m"

/* The line itself, and below it a caret; both without what lies far from
   the column. */
static void show_line(const char *line, const char *end, size_t column)
{
    const char *caret = line + column - 1, *from = line, *to = end;
    if (caret - from > SHOWN_BEFORE) {
        from = caret - SHOWN_BEFORE;
        while (from < caret && ((unsigned char)*from & 0xc0) == 0x80)
            from++; /* not into the middle of a character */
    }
    if (to - caret > SHOWN_AFTER) {
        to = caret + SHOWN_AFTER;
        while (to < end && ((unsigned char)*to & 0xc0) == 0x80)
            to++;
    }
    fputs("    ", stderr);
    show_text(from, to, false);
    fputs("\n    ", stderr);
    show_text(from, caret, true);
    fprintf(stderr, "%s^%s\n", colour(COLOUR_CARET), colour(COLOUR_END));
}

/* Show the line and a caret. */
static void show_place(const File *file, const CompileOutput *out)
{
    const char *end = file->text + file->nbytes;
    const char *line = find_line(file->text, end, out->line), *line_end = line;
    size_t column = out->column;
    if (line == file->text)
        column += mark_length(file);
    while (line_end < end && *line_end != '\n' && *line_end != '\r')
        line_end++;
    if (line < line_end && column - 1 <= (size_t)(line_end - line))
        show_line(line, line_end, column);
}

/* Of a long file only a part is there: read it again. */
static void show_place_in(const File *file, const CompileOutput *out)
{
    File whole;
    if (!file->is_part) {
        show_place(file, out);
    } else if (file_open(file->name, &whole)) {
        if (file_read_rest(&whole))
            show_place(&whole, out);
        file_close(&whole);
    }
}

/* "vmc: file:line:column: what is wrong", and where that is. */
static void show_source_error(const CompileInput *in, const File *file,
                              const CompileOutput *out)
{
    char id[CHUNKID_SIZE];
    const char *name = file->label;
    const char *message = out->message;
    const char *bold = colour(COLOUR_PLACE), *plain = colour(COLOUR_END);
    lex_chunkid(id, in->chunkname);
    size_t n = strlen(id);
    if (out->line == 0) {
        vmc_error("%s: %s", name, message);
        return;
    }
    if (strncmp(message, id, n) == 0 && message[n] == ':') {
        message += n + 1;
        message += strspn(message, "0123456789:");
        message += *message == ' ';
    }
    if (out->column == 0) {
        vmc_error("%s%s:%lu:%s %s", bold, name, (unsigned long)out->line,
                  plain, message);
        return;
    }
    vmc_error("%s%s:%lu:%lu:%s %s", bold, name, (unsigned long)out->line,
              (unsigned long)out->column, plain, message);
    show_place_in(file, out);
}

/* What of a file is source: not a mark of UTF-8, nor a first line for the
   shell, but its line end stays so that lines are counted right. */
static bool find_source(File *file, CompileInput *in)
{
    size_t at = mark_length(file);
    if (at < file->nbytes && file->text[at] == '#') {
        for (;; at++) {
            if (at == file->nbytes && !file_read_rest(file))
                return false;
            if (at == file->nbytes || file->text[at] == '\n' ||
                file->text[at] == '\r')
                break;
        }
    }
    in->text = file->text + at;
    in->nbytes = file->nbytes - at;
    in->read = file_next;
    in->read_ud = file;
    return true;
}

static bool verify(File *file, BcFile *out)
{
    char message[512];
    if (!file_read_rest(file))
        return false;
    if (bc_verify((const uint8_t *)file->text, file->nbytes, vmc_alloc, NULL,
                  out, message, sizeof message))
        return true;
    return vmc_error("%s: %s", file->label, message);
}

/* Prints what else the file is. */
static bool is_source(File *file)
{
    const char *kind = file_foreign_kind(file);
    BcFile bc;
    if (kind != NULL)
        return vmc_error("%s: is %s, not Lua source", file->label, kind);
    if (!file_is_bytecode(file))
        return true;
    if (verify(file, &bc))
        vmc_error("%s: is bytecode already", file->label);
    return false;
}

bool vmc_compile(const CompileJob *job, CompileOutput *out)
{
    const char *name = job->file->name;
    bool is_stdin = strcmp(name, "-") == 0;
    size_t size = strlen(name) + 8;
    char *chunkname = vmc_new(size);
    CompileInput in = {.module = job->module, .strip = job->strip,
                       .alloc = vmc_alloc, .chunkname = chunkname};
    memset(out, 0, sizeof *out);
    if (is_stdin)
        strcpy(chunkname, "=stdin");
    else
        snprintf(chunkname, size, "@%s", name);
    CompileStatus status = COMPILE_READ;
    if (is_source(job->file) && find_source(job->file, &in)) {
        status = compile_with_tools(&in, out, &job->tools);
        if (status == COMPILE_MEMORY)
            vmc_error("%s: not enough memory", job->file->label);
        else if (status == COMPILE_SYNTAX)
            show_source_error(&in, job->file, out);
        free(out->message);
    }
    free(chunkname);
    return status == COMPILE_OK;
}

/* ---- actions ----------------------------------------------------------- */

/* FILE.lua becomes FILE.bc. */
static char *default_output(const char *name)
{
    size_t n = strlen(name);
    char *out = vmc_new(n + 8);
    if (n > 4 && strcmp(name + n - 4, ".lua") == 0)
        n -= 4;
    snprintf(out, n + 8, "%.*s.bc", (int)n, name);
    return out;
}

/* Show a .bc file's instructions on the standard output. */
static bool list(const Options *o, File *file)
{
    BcFile bc;
    if (!verify(file, &bc))
        return false;
    bc_disasm(&bc, stdout, o->bundling.verbose);
    return true;
}

static bool compile(const Options *o, File *file, CompileOutput *out)
{
    CompileJob job = {.file = file, .module = "",
                      .strip = o->bundling.strip,
                      .tools.tree = o->bundling.tree};
    if (o->bundle)
        return vmc_bundle(file, &o->bundling, out);
    return vmc_compile(&job, out);
}

static bool dumps(const Options *o)
{
    return o->bundling.tree != NULL || o->dump_code;
}

static bool store(const Options *o, const File *file,
                  const CompileOutput *out)
{
    bool is_stdin = strcmp(file->name, "-") == 0;
    if (o->output == NULL && is_stdin)
        return vmc_error("stdin needs -o FILE");
    char *own = o->output == NULL ? default_output(file->name) : NULL;
    const char *name = own != NULL ? own : o->output;
    bool ok;
    if (!is_stdin && file_is_same(name, file->name))
        ok = vmc_error("%s: would be overwritten by its bytecode", name);
    else
        ok = file_write(name, out->bytes, out->nbytes);
    free(own);
    return ok;
}

static bool work_on_source(const Options *o, File *file)
{
    CompileOutput out = {0};
    bool stores = o->action == ACT_COMPILE && (!dumps(o) || o->output != NULL);
    bool ok = compile(o, file, &out);
    if (ok && (o->action == ACT_LIST || o->dump_code))
        ok = list(o, &(File){.name = file->name, .label = file->label,
                             .text = (char *)out.bytes, .nbytes = out.nbytes,
                             .cap = out.capacity + 1});
    if (ok && stores)
        ok = store(o, file, &out);
    free(out.bytes);
    return ok;
}

static bool work_on_bytecode(const Options *o, File *file)
{
    BcFile bc;
    if (o->action == ACT_LIST)
        return list(o, file);
    if (!verify(file, &bc))
        return false;
    printf("%s: ok, modules %lu, functions %lu\n", file->label,
           (unsigned long)bc.nmodules, (unsigned long)bc.nfunctions);
    return true;
}

static bool work(const Options *o, const char *name)
{
    File file;
    if (!file_open(name, &file))
        return false;
    bool ok;
    if (o->action == ACT_VERIFY ||
        (o->action == ACT_LIST && file_is_bytecode(&file)))
        ok = work_on_bytecode(o, &file);
    else
        ok = work_on_source(o, &file);
    file_close(&file);
    return ok;
}

/* ---- options ----------------------------------------------------------- */

static bool usage_error(const char *what, const char *arg)
{
    vmc_error("%s '%s'", what, arg);
    fputs("usage: vmc [options] FILE...   (vmc --help explains)\n", stderr);
    return false;
}

static bool read_dump(Options *o, const char *what)
{
    while (*what != '\0') {
        size_t n = strcspn(what, ",");
        if (n == 3 && strncmp(what, "ast", n) == 0)
            o->bundling.tree = stdout;
        else if (n == 2 && strncmp(what, "bc", n) == 0)
            o->dump_code = true;
        else
            return usage_error("no stage that can be dumped:", what);
        what += n + (what[n] == ',');
    }
    return dumps(o) || usage_error("--dump wants ast or bc, not", what);
}

/* One of the flags that say what to do. The first --help or --version counts,
   of others there can be only one. */
static bool read_action(Options *o, const char *flag, Action action)
{
    if (o->action == ACT_HELP || o->action == ACT_VERSION)
        return true;
    if (o->action != action && o->action != ACT_COMPILE &&
        action != ACT_HELP && action != ACT_VERSION)
        return vmc_error("%s and %s do not go together", o->action_flag, flag);
    o->action = action;
    o->action_flag = flag;
    return true;
}

/* The flags, which take no value. */
static bool read_flag(Options *o, const char *arg)
{
    static const struct { const char *name; Action action; } actions[] = {
        {"--check", ACT_CHECK}, {"-p", ACT_CHECK}, {"--list", ACT_LIST},
        {"-l", ACT_LIST}, {"--verify", ACT_VERIFY}, {"--help", ACT_HELP}, {"-h", ACT_HELP},
        {"--version", ACT_VERSION},
    };
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(arg, actions[i].name) == 0)
            return read_action(o, arg, actions[i].action);
    }
    if (strcmp(arg, "-s") == 0 || strcmp(arg, "--strip") == 0)
        o->bundling.strip = true;
    else if (strcmp(arg, "--bundle") == 0)
        o->bundle = true;
    else if (strcmp(arg, "-v") == 0 || strcmp(arg, "--verbose") == 0)
        o->bundling.verbose = true;
    else if (strncmp(arg, "--dump=", 7) == 0)
        return read_dump(o, arg + 7);
    else
        return usage_error("unknown option", arg);
    return true;
}

/* The value of an option such as --path X or --path=X, else NULL. */
static const char *option_value(const char *name, char **argv, int argc,
                                int *i)
{
    size_t n = strlen(name);
    const char *arg = argv[*i];
    if (strcmp(arg, name) == 0 && *i + 1 < argc)
        return argv[++*i];
    if (strncmp(arg, name, n) == 0) {
        if (name[1] == '-' && arg[n] == '=')
            return arg + n + 1;
        if (name[1] != '-' && arg[n] != '\0')
            return arg + n; /* -oFILE */
    }
    return NULL;
}

static bool read_options(int argc, char **argv, Options *o)
{
    bool flags = true; /* until -- */
    const char *value;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (!flags || arg[0] != '-' || arg[1] == '\0')
            o->files[o->nfiles++] = argv[i];
        else if (strcmp(arg, "--") == 0)
            flags = false;
        else if ((value = option_value("-o", argv, argc, &i)) != NULL)
            o->output = o->bundling.output = value;
        else if ((value = option_value("--path", argv, argc, &i)) != NULL)
            o->bundling.path = value;
        else if (strcmp(arg, "-o") == 0 || strcmp(arg, "--path") == 0)
            return usage_error("no value for option", arg);
        else if (!read_flag(o, arg))
            return false;
    }
    if (o->action == ACT_HELP || o->action == ACT_VERSION)
        return true;
    if (o->nfiles == 0) {
        vmc_error("no file to work on");
        fputs("usage: vmc [options] FILE...   (vmc --help explains)\n",
              stderr);
        return false;
    }
    if (o->output != NULL && o->nfiles > 1)
        return vmc_error("-o goes with one FILE only");
    if (o->bundling.path != NULL && !o->bundle)
        return vmc_error("--path goes with --bundle only");
    return true;
}

/* A name that is read, or that would be written. */
typedef struct Use {
    char *name;
    const char *source; /* compiled to `name`; NULL: `name` is read */
} Use;

static int compare_uses(const void *a, const void *b)
{
    return strcmp(((const Use *)a)->name, ((const Use *)b)->name);
}

static Use *sorted_uses(const Options *o)
{
    size_t n = (size_t)o->nfiles;
    Use *uses = vmc_new(2 * n * sizeof *uses);
    for (size_t i = 0; i < n; i++) {
        uses[2 * i] = (Use){o->files[i], NULL};
        uses[2 * i + 1] = (Use){default_output(o->files[i]), o->files[i]};
    }
    qsort(uses, 2 * n, sizeof *uses, compare_uses);
    return uses;
}

/* Is each output a file of its own? */
static bool outputs_are_apart(const Options *o)
{
    size_t n = 2 * (size_t)o->nfiles;
    Use *uses = sorted_uses(o);
    bool ok = true;
    for (size_t i = 1; i < n; i++) {
        const Use *a = &uses[i - 1], *b = &uses[i];
        if ((a->source || b->source) && strcmp(a->name, b->name) == 0)
            ok = vmc_error("%s: the bytecode of %s would overwrite it",
                           a->name, a->source ? a->source : b->source);
    }
    for (size_t i = 0; i < n; i++) {
        if (uses[i].source)
            free(uses[i].name);
    }
    free(uses);
    return ok;
}

static bool work_on_all(const Options *o)
{
    bool ok = true;
    if (o->action == ACT_COMPILE && o->output == NULL && !dumps(o) &&
        !outputs_are_apart(o))
        return false;
    for (int i = 0; i < o->nfiles; i++)
        ok = work(o, o->files[i]) && ok;
    return ok;
}

static bool run(const Options *o)
{
    bool ok = true;
    switch (o->action) {
    case ACT_HELP: fputs(help, stdout); break;
    case ACT_VERSION:
        printf("vmc %s -- compiles Lua 5.4 to bytecode, format %d\n",
               VMR_VERSION, BC_VERSION);
        break;
    default: ok = work_on_all(o);
    }
    return program_flush_output("vmc", output_error) && ok;
}

int main(int argc, char **argv)
{
    Options o = {.action = ACT_COMPILE};
    program_hold_descriptors();
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is an error of writing */
#endif
    o.files = vmc_new((size_t)(argc > 0 ? argc : 1) * sizeof *o.files);
    bool ok = read_options(argc, argv, &o) && run(&o);
    free(o.files);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
