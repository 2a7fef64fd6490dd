/*
 * compiler/parse_int.h -- from tokens to the resolved tree.
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

#endif
