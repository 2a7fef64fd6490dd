/*
 * compiler/scope_int.h -- what names mean: variables, upvalues, labels.
 *
 * The parser tells the scopes of a function as it reads them and gets nodes
 * whose names are resolved. A name's Str points at the variable it means
 * now, which points at the one it hides, so that looking up is one load
 * however many variables there are. Labels and waiting gotos hang from their
 * names in the same way.
 *
 * Read     Scope, FuncScope, scope_find, scope_goto, scope_label.
 */
#ifndef COMPILER_SCOPE_INT_H
#define COMPILER_SCOPE_INT_H

#include "compiler/ast.h"

enum { MAX_ACTIVE = 200 }; /* variables of a function at one time */

/* A goto whose label has not been seen, or a break outside of loops. */
typedef struct Goto {
    GotoStat *stat;
    Str *name;          /* NULL: break */
    struct Goto *older; /* waiting for the same name */
    Func *func;
    uint32_t line;
    uint32_t nactive;   /* in the block that waits; falls as blocks end */
    size_t place;       /* in Scope.gotos when made: tells its age */
    bool solved;
} Goto;

typedef struct Block {
    struct Block *outer;
    Label **exit;      /* of a loop, made by the first break; or NULL */
    uint32_t nactive;  /* at its beginning */
    size_t first_label, first_goto;
    size_t first_age;  /* gotos with a place from here on are inside */
    bool in_close;     /* in the scope of a variable to be closed */
} Block;

/* A function whose text is being read. */
typedef struct FuncScope {
    struct FuncScope *outer;
    Func *func;
    Block *block;
    Block whole;         /* its outermost block */
    size_t first_var;    /* in Scope.vars */
    uint32_t nactive;    /* of its variables; declared ones may be more */
    Var *env_var;        /* last found meaning of _ENV, and its node */
    Expr *env;
} FuncScope;

typedef struct Scope {
    Mem *mem;
    Lexer *lex;
    Arena *nodes, *lasting;
    FuncScope *fs;         /* innermost */
    VEC_OF(Var *) vars;    /* declared, of all functions being read */
    VEC_OF(Label *) labels;
    VEC_OF(Goto *) gotos;  /* waiting, and some that were solved since */
    size_t ngotos_made;
    Str *env_name;
    Var main_env;
    Var for_state;         /* the hidden variables of loops: nobody's name */
} Scope;

void scope_init(Scope *s, Mem *mem, Lexer *lex, Arena *nodes,
                Arena *lasting);
void scope_free(Scope *s);

/* Begin and end the text of a function. Its parameters are declared next. */
void scope_open_func(Scope *s, FuncScope *fs, Func *func);
void scope_close_func(Scope *s);

/* A block; `exit` is where a loop keeps its exit label, or NULL. */
void scope_open_block(Scope *s, Block *block, Label **exit);
void scope_close_block(Scope *s);

/* Declare a variable, which names do not mean until it is activated. */
Var *scope_declare(Scope *s, Str *name);
void scope_declare_hidden(Scope *s, uint32_t n);
void scope_activate(Scope *s, uint32_t n);

/* What a name means: a local, upvalue or global, or a constant. */
Expr *scope_find(Scope *s, Str *name, uint32_t line);

/* Note an assignment to a name; raises if it is constant. `name` is the
   one that the expression was, needed for compile-time constants. */
void scope_assign(Scope *s, Expr *target, Str *name);

void scope_goto(Scope *s, GotoStat *stat, Str *name, uint32_t line);
void scope_break(Scope *s, GotoStat *stat, uint32_t line);

/* `last` says that no statement follows in the block. */
void scope_label(Scope *s, LabelStat *stat, Str *name, uint32_t line,
                 bool last);

#endif
