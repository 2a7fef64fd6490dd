/*
 * compiler/compile.c -- one compilation from end to end.
 *
 *     text -> lex -> parse (scope, fold) -> emit, function by function
 *                                                      -> write -> bytes
 *
 * Here is the one place that errors come to, and that frees everything.
 *
 * Read     compile_chunk, run.
 */
#include <string.h>

#include "compiler/compile_int.h"

static void emit_when_read(void *ud, Func *f) { emit_func(ud, f); }

static void compilation_init(Compilation *c, const CompileInput *in,
                             CompileOutput *out)
{
    memset(c, 0, sizeof *c);
    memset(out, 0, sizeof *out);
    c->in = in;
    c->out = out;
    c->mem.alloc = in->alloc;
    c->mem.ud = in->alloc_ud;
    arena_init(&c->nodes, &c->mem);
    arena_init(&c->lasting, &c->mem);
    c->lex.mem = c->parser.mem = c->emit.mem = c->writer.mem = &c->mem;
    c->parser.lex = c->emit.lex = &c->lex;
    c->parser.nodes = &c->nodes;
    c->parser.lasting = c->emit.lasting = &c->lasting;
    c->parser.scope.mem = &c->mem;
    c->emit.for_state = &c->parser.scope.for_state;
    c->parser.done = emit_when_read;
    c->parser.done_ud = &c->emit;
}

static void compilation_free(Compilation *c)
{
    write_free(&c->writer);
    emit_free(&c->emit);
    parse_free(&c->parser);
    lex_free(&c->lex);
    arena_free(&c->nodes);
    arena_free(&c->lasting);
}

/* Read and emit all functions; give back what only that needed. */
static Func *make_functions(Compilation *c)
{
    parse_init(&c->parser);
    Func *main = parse_chunk(&c->parser);
    main->upvals[0].assigned = c->parser.scope.main_env.assigned;
    if (c->tree != NULL)
        ast_dump(c->tree, main);
    parse_free(&c->parser);
    emit_free(&c->emit);
    arena_free(&c->nodes);
    lex_end_code(&c->lex);
    return main;
}

/* Compile into c->writer.out. */
static void run(Compilation *c)
{
    Lexer *lex = &c->lex;
    lex_init(lex, &c->mem, &c->lasting, c->in, c->out);
    Func *main = make_functions(c);
    const char *module = c->in->module, *name = c->in->chunkname;
    Str *source = NULL;
    if (!c->in->strip)
        source = lex_intern(lex, name, strlen(name));
    write_module(&c->writer, main, lex_intern(lex, module, strlen(module)),
                 source);
}

static void run_protected(Compilation *c)
{
    if (setjmp(c->mem.way_out) == 0)
        run(c);
}

static CompileStatus finish(Compilation *c)
{
    CompileStatus status = c->mem.status;
    if (status == COMPILE_OK)
        write_give(&c->writer, c->out);
    compilation_free(c);
    return status;
}

CompileStatus compile_with_tools(const CompileInput *in, CompileOutput *out,
                                 const CompileTools *tools)
{
    Compilation c;
    compilation_init(&c, in, out);
    c.tree = tools->tree;
    c.parser.keep_nodes = tools->tree != NULL;
    c.parser.require = tools->require;
    c.parser.require_ud = tools->require_ud;
    run_protected(&c);
    return finish(&c);
}

CompileStatus compile_chunk(const CompileInput *in, CompileOutput *out)
{
    return compile_with_tools(in, out, &(CompileTools){0});
}
