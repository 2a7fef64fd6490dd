/*
 * compiler/parse_int.h -- from tokens to the resolved tree: the door for
 * compile.c, then what the files of the parser share, parse.c, parse_expr.c
 * and parse_stat.c.
 */
#ifndef COMPILER_PARSE_INT_H
#define COMPILER_PARSE_INT_H

#include "compiler/scope_int.h"

/* Called when a function has been read and its names are resolved. */
typedef void (*ParseDone)(void *ud, Func *func);

/* Called for each require of a constant name. */
typedef void (*ParseRequire)(void *ud, const char *name);

typedef struct Parser {
    Mem *mem;
    Lexer *lex;
    Arena *nodes;   /* of the tree */
    Arena *lasting; /* of functions */
    Scope scope;
    uint32_t depth; /* of nested statements and expressions */
    VEC_OF(Expr *) exprs;      /* lists being read: stacks */
    VEC_OF(Var *) vars;
    PackedItems items;    /* of tables that are being read */
    VEC_OF(IfClause) clauses;
    ParseDone done;
    void *done_ud;
    ParseRequire require; /* may be NULL */
    void *require_ud;
    bool keep_nodes; /* or give back a function's nodes after `done` */
} Parser;

/* Set mem, lex, nodes, lasting, done, done_ud, keep_nodes before. */
void parse_init(Parser *p);
void parse_free(Parser *p);

/* Read the whole text. Returns the main function. */
Func *parse_chunk(Parser *p);

/* ---- inside the parser ------------------------------------------------- */

/* As deep as the reference goes when a program calls load: 200 levels of C,
   of which three are taken. */
enum { MAX_DEPTH = 197 };

/* parse.c */
_Noreturn void parse_error_expected(Parser *p, int token);
/* Expect what closes `opener`, which stood on `line`. */
void parse_match(Parser *p, int token, int opener, uint32_t line);
/* Copy `count - start` elements to the arena; see TAKE. */
void *parse_take(Parser *p, const void *items, size_t *count, size_t start,
                 size_t size);
/* A function from the parameters to `end`. */
Expr *parse_function(Parser *p, bool is_method, uint32_t line);

/* parse_expr.c */
/* Give e the line where it is used, if its value is only fetched there. */
void parse_settle(Expr *e, uint32_t line);
Expr *parse_expression(Parser *p);
/* Push the expressions of a list; the last one's line is not settled. */
void parse_expressions(Parser *p);
/* A primary expression and all that hangs on it. */
Expr *parse_suffixed(Parser *p);

/* parse_stat.c */
/* Statements up to the end of the block, which belongs to the caller. */
Stat *parse_body(Parser *p);

static inline void enter(Parser *p)
{
    if (++p->depth > MAX_DEPTH)
        lex_error_depth(p->lex);
}

static inline void leave(Parser *p) { p->depth--; }

static inline int kind(const Parser *p) { return p->lex->token.kind; }

static inline bool accept(Parser *p, int token)
{
    if (kind(p) != token)
        return false;
    lex_next(p->lex);
    return true;
}

static inline void check(Parser *p, int token)
{
    if (kind(p) != token)
        parse_error_expected(p, token);
}

static inline void expect(Parser *p, int token)
{
    check(p, token);
    lex_next(p->lex);
}

static inline Str *expect_name(Parser *p)
{
    check(p, TOK_NAME);
    Str *name = p->lex->token.as.str;
    lex_next(p->lex);
    return name;
}

static inline void settle_here(Parser *p, Expr *e)
{
    parse_settle(e, p->lex->last_line);
}

#define NEW(p, type) (AS(type, arena_alloc((p)->nodes, sizeof(type))))

/* Copy the newest elements of a stack, from `start` on, to the arena. */
#define TAKE(p, stack, start)                                             \
    parse_take((p), (p)->stack.items, &(p)->stack.count, (start),         \
               sizeof *(p)->stack.items)

static inline Expr *new_string(Parser *p, Str *value)
{
    StringExpr *e = NEW(p, StringExpr);
    *e = (StringExpr){{EXPR_STRING, 0, p->lex->line}, value};
    return &e->base;
}

static inline Expr *new_index(Parser *p, Expr *object, Expr *key)
{
    IndexExpr *e = NEW(p, IndexExpr);
    *e = (IndexExpr){{EXPR_INDEX, 0, p->lex->last_line}, object, key};
    return &e->base;
}

static inline void declare_param(Parser *p, Str *name)
{
    Var *var = scope_declare(&p->scope, name);
    VEC_PUSH(p->mem, &p->vars, var);
}

static inline bool is_suffixable(const Expr *e)
{
    return e->kind == EXPR_LOCAL || e->kind == EXPR_UPVALUE ||
           e->kind == EXPR_GLOBAL || e->kind == EXPR_INDEX ||
           ast_is_constant(e);
}

#endif
