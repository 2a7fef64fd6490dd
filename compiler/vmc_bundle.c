/*
 * compiler/vmc_bundle.c -- a program and the modules it requires, found as
 * `require` would find them and joined to one file.
 *
 * Read     vmc_bundle, add_module, find_module.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/vmc_int.h"
#include "include/lauxlib.h"
#include "include/lualib.h"

#define LOCAL_PATH "./?.lua;./?/init.lua;" LUA_PATH_DEFAULT

typedef struct Module {
    char *name;
    CompileOutput output; /* bytes NULL: not found */
} Module;

typedef struct Search {
    const BundleOptions *options;
    char *path, *cpath;
    Module *modules;
    size_t count, cap;
} Search;

static char *copy_string(const char *s)
{
    size_t size = strlen(s) + 1;
    return memcpy(vmc_new(size), s, size);
}

/* ---- finding ----------------------------------------------------------- */

/* Where to look by default: beside the program, here, and where vmrun does. */
static char *own_path(const char *program)
{
    const char *slash = strrchr(program, '/');
    int n = slash != NULL ? (int)(slash - program) : 0;
    size_t size = 2 * (size_t)n + sizeof LOCAL_PATH + 32;
    char *path = vmc_new(size);
    if (slash == NULL)
        snprintf(path, size, "%s", LOCAL_PATH);
    else
        snprintf(path, size, "%.*s/?.lua;%.*s/?/init.lua;%s", n, program, n,
                 program, LOCAL_PATH);
    return path;
}

/* A path, NULL: the environment's. ";;" in it stands for the default, which
   it is too if there is none. */
static char *full_path(const char *path, const char *variable,
                       const char *by_default)
{
    if (path == NULL) {
        char versioned[32];
        snprintf(versioned, sizeof versioned, "%s_5_4", variable);
        path = getenv(versioned);
    }
    if (path == NULL)
        path = getenv(variable);
    if (path == NULL)
        path = by_default;
    const char *gap = strstr(path, ";;");
    size_t size = strlen(path) + strlen(by_default) + 3;
    char *full = vmc_new(size);
    if (gap == NULL)
        snprintf(full, size, "%s", path);
    else
        snprintf(full, size, "%.*s;%s;%s", (int)(gap - path), path,
                 by_default, gap + 2);
    return full;
}

/* Fill in a template: each ? is the module's name, its dots slashes. */
static char *fill_template(const char *template, size_t n, const char *name)
{
    size_t marks = 0, used = 0;
    for (size_t i = 0; i < n; i++)
        marks += template[i] == '?';
    char *out = vmc_new(n + marks * strlen(name) + 1);
    for (size_t i = 0; i < n; i++) {
        if (template[i] != '?') {
            out[used++] = template[i];
            continue;
        }
        for (const char *s = name; *s != '\0'; s++)
            out[used++] = *s == '.' ? '/' : *s;
    }
    out[used] = '\0';
    return out;
}

/* The file of a module, or NULL. */
static char *find_module(const char *path, const char *name)
{
    const char *p = path;
    while (*p != '\0') {
        size_t n = strcspn(p, ";");
        char *file = n > 0 ? fill_template(p, n, name) : NULL;
        if (file != NULL && file_is_readable(file))
            return file;
        free(file);
        p += n + (p[n] == ';');
    }
    return NULL;
}

/* ---- compiling --------------------------------------------------------- */

static void want_module(void *ud, const char *name)
{
    Search *s = ud;
    for (size_t i = 0; i < s->count; i++) {
        if (strcmp(s->modules[i].name, name) == 0)
            return;
    }
    if (s->count == s->cap) {
        s->cap = s->cap == 0 ? 16 : s->cap * 2;
        s->modules = vmc_renew(s->modules, s->cap * sizeof *s->modules);
    }
    s->modules[s->count++] = (Module){.name = copy_string(name)};
}

static bool compile_file(Search *s, File *file, size_t i)
{
    CompileOutput output;
    CompileJob job = {.file = file, .module = "", .strip = s->options->strip};
    job.tools.tree = s->options->tree;
    job.tools.require = want_module;
    job.tools.require_ud = s;
    bool ok = vmc_compile(&job, &output);
    s->modules[i].output = output; /* the list may have moved */
    return ok;
}

/* Modules that every program has. */
static bool is_standard(const char *name)
{
    static const char *const names[] = {
        LUA_GNAME, LUA_LOADLIBNAME, LUA_COLIBNAME, LUA_TABLIBNAME,
        LUA_IOLIBNAME, LUA_OSLIBNAME, LUA_STRLIBNAME, LUA_MATHLIBNAME,
        LUA_UTF8LIBNAME, LUA_DBLIBNAME,
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* Say what became of a module; `always`, or with --verbose. */
static void tell(const Search *s, bool always, const char *name,
                 const char *what, const char *file)
{
    if (always || s->options->verbose)
        fprintf(stderr, "vmc: module '%s' %s%s\n", name, what, file);
}

static bool add_file(Search *s, size_t i, const char *path)
{
    const char *name = s->modules[i].name;
    File file;
    const char *output = s->options->output;
    bool ok = true;
    if (output != NULL && file_is_same(output, path))
        return vmc_error("%s: would be overwritten by its bytecode", path);
    if (!file_open(path, &file))
        return false;
    if (file_is_bytecode(&file)) {
        tell(s, true, name, "is left to run time, as it is bytecode: ", path);
    } else {
        tell(s, false, name, "is from ", path);
        ok = compile_file(s, &file, i);
    }
    file_close(&file);
    return ok;
}

/* A module without a source may be one in C, or not be needed at all. */
static void leave_out(const Search *s, const char *name)
{
    char *file = find_module(s->cpath, name);
    if (file != NULL)
        tell(s, true, name, "is left to run time, as it is in C: ", file);
    else
        tell(s, true, name, "is left to run time, as it was not found", "");
    free(file);
}

static bool add_module(Search *s, size_t i)
{
    bool ok = true;
    if (is_standard(s->modules[i].name)) /* and loaded before all others */
        return true;
    char *path = find_module(s->path, s->modules[i].name);
    if (path == NULL)
        leave_out(s, s->modules[i].name);
    else
        ok = add_file(s, i, path);
    free(path);
    return ok;
}

static bool join(Search *s, CompileOutput *out)
{
    const uint8_t **bytes = vmc_new(s->count * sizeof *bytes);
    const char **names = vmc_new(s->count * sizeof *names);
    size_t *nbytes = vmc_new(s->count * sizeof *nbytes), n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->modules[i].output.bytes == NULL)
            continue;
        bytes[n] = s->modules[i].output.bytes;
        nbytes[n] = s->modules[i].output.nbytes;
        names[n++] = s->modules[i].name;
    }
    CompileStatus status =
        compile_bundle(bytes, nbytes, names, n, vmc_alloc, NULL, out);
    free(bytes);
    free(names);
    free(nbytes);
    if (status == COMPILE_OK)
        return true;
    vmc_error("%s", status == COMPILE_MEMORY ? "not enough memory"
                                             : out->message);
    free(out->message);
    return false;
}

bool vmc_bundle(File *program, const BundleOptions *options,
                CompileOutput *out)
{
    Search s = {.options = options};
    char *own = own_path(program->name);
    s.path = full_path(options->path, "LUA_PATH", own);
    s.cpath = full_path(NULL, "LUA_CPATH", LUA_CPATH_DEFAULT);
    want_module(&s, "");
    bool ok = compile_file(&s, program, 0);
    for (size_t i = 1; ok && i < s.count; i++)
        ok = add_module(&s, i);
    ok = ok && join(&s, out);
    for (size_t i = 0; i < s.count; i++) {
        free(s.modules[i].name);
        free(s.modules[i].output.bytes);
    }
    free(s.modules);
    free(s.path);
    free(s.cpath);
    free(own);
    return ok;
}
