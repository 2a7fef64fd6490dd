/*
 * compiler/parse.c -- recursive descent from tokens to the resolved tree.
 *
 *     chunk -> statement -> expression -> operators by precedence
 *                                      -> suffixes: a.b[c]:d(e) "f" {g}
 *
 * It recurses only where source text nests, and counts how deep; operators
 * that group to the left, suffixes and statements are loops. So are the
 * passes behind it.
 *
 * Lines: the reference makes instructions while it reads, and an instruction
 * gets the line of the last token consumed. `parse_settle` gives a node the
 * line of the place where the reference would make its last instruction.
 *
 * Functions and the chunk are here, and what all of it uses; expressions are
 * in parse_expr.c, statements in parse_stat.c.
 *
 * Raises   syntax errors.
 * Read     parse_chunk, parse_function; parse_body; parse_expression.
 */
#include "compiler/parse_int.h"

#include <stdio.h>
#include <string.h>

/* ---- helpers ----------------------------------------------------------- */

_Noreturn void parse_error_expected(Parser *p, int token)
{
    char name[24], message[40];
    lex_name(token, name);
    snprintf(message, sizeof message, "%s expected", name);
    lex_error(p->lex, message);
}

void parse_match(Parser *p, int token, int opener, uint32_t line)
{
    if (accept(p, token))
        return;
    if (line == p->lex->line)
        parse_error_expected(p, token);
    char name[24], opener_name[24], message[100];
    lex_name(token, name);
    lex_name(opener, opener_name);
    snprintf(message, sizeof message, "%s expected (to close %s at line %lu)",
             name, opener_name, (unsigned long)line);
    lex_error(p->lex, message);
}

void *parse_take(Parser *p, const void *items, size_t *count, size_t start,
                 size_t size)
{
    size_t n = *count - start;
    *count = start;
    if (n == 0)
        return NULL;
    if (n > UINT32_MAX)
        mem_throw(p->mem, COMPILE_MEMORY);
    void *copy = arena_alloc(p->nodes, n * size);
    memcpy(copy, (const char *)items + start * size, n * size);
    return copy;
}

/* ---- functions --------------------------------------------------------- */

static void add_child(Func *parent, Func *child)
{
    child->parent = parent;
    child->child_index = parent->nchildren++;
    if (parent->last_child == NULL)
        parent->children = child;
    else
        parent->last_child->next = child;
    parent->last_child = child;
}

static Func *new_func(Parser *p, uint32_t line)
{
    Func *f = arena_alloc(p->lasting, sizeof *f);
    memset(f, 0, sizeof *f);
    f->first_line = line;
    return f;
}

static void parameters(Parser *p, Func *f, bool is_method)
{
    size_t start = p->vars.count;
    expect(p, '(');
    if (is_method)
        declare_param(p, lex_intern(p->lex, "self", 4));
    if (kind(p) != ')') {
        do {
            if (kind(p) == TOK_NAME)
                declare_param(p, expect_name(p));
            else if (accept(p, TOK_DOTS))
                f->is_vararg = true;
            else
                lex_error(p->lex, "<name> or '...' expected");
        } while (!f->is_vararg && accept(p, ','));
    }
    f->nparams = (uint32_t)(p->vars.count - start);
    f->params = TAKE(p, vars, start);
    scope_activate(&p->scope, f->nparams);
    expect(p, ')');
}

/* The function is read: have its code made, and forget its tree. */
static void finish_func(Parser *p, Func *f, ArenaMark mark)
{
    p->done(p->done_ud, f);
    if (!p->keep_nodes) {
        f->body = NULL;
        f->params = NULL;
        arena_release(p->nodes, mark);
    }
}

Expr *parse_function(Parser *p, bool is_method, uint32_t line)
{
    FunctionExpr *e = NEW(p, FunctionExpr);
    ArenaMark mark = arena_mark(p->nodes);
    Func *f = new_func(p, line);
    FuncScope fs;
    add_child(p->scope.fs->func, f);
    scope_open_func(&p->scope, &fs, f);
    parameters(p, f, is_method);
    f->body = parse_body(p);
    f->last_line = p->lex->line;
    parse_match(p, TOK_END, TOK_FUNCTION, line);
    f->end_line = p->lex->last_line;
    scope_close_func(&p->scope);
    *e = (FunctionExpr){{EXPR_FUNCTION, 0, f->end_line}, f};
    finish_func(p, f, mark);
    return &e->base;
}

/* ---- the chunk --------------------------------------------------------- */

void parse_init(Parser *p)
{
    scope_init(&p->scope, p->mem, p->lex, p->nodes, p->lasting);
}

void parse_free(Parser *p)
{
    VEC_FREE(p->mem, &p->exprs);
    VEC_FREE(p->mem, &p->vars);
    VEC_FREE(p->mem, &p->items);
    VEC_FREE(p->mem, &p->clauses);
    scope_free(&p->scope);
}

Func *parse_chunk(Parser *p)
{
    Func *f = new_func(p, 0);
    FuncScope fs;
    ArenaMark mark = arena_mark(p->nodes);
    f->is_vararg = true;
    scope_open_func(&p->scope, &fs, f);
    lex_next(p->lex);
    f->body = parse_body(p);
    check(p, TOK_EOS);
    f->end_line = p->lex->last_line;
    scope_close_func(&p->scope);
    finish_func(p, f, mark);
    return f;
}
