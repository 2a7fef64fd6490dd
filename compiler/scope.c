/*
 * compiler/scope.c -- resolution of names while the parser reads them.
 *
 * Rules are those of the manual, 3.3.4, 3.3.7 and 3.5. The order in which
 * errors are found is the reference's, which resolves while it reads, too.
 *
 * Raises   limits, constants assigned, gotos without labels.
 * Read     scope_find, find_upvalue, scope_label, scope_close_block.
 */
#include "compiler/scope_int.h"

#include <stdio.h>
#include <string.h>

enum { MAX_UPVALS = 255 };

void scope_init(Scope *s, Mem *mem, Lexer *lex, Arena *nodes,
                Arena *lasting)
{
    s->mem = mem;
    s->lex = lex;
    s->nodes = nodes;
    s->lasting = lasting;
    s->env_name = lex_intern(lex, "_ENV", 4);
    s->main_env.name = s->env_name;
    s->env_name->var = &s->main_env;
    s->for_state.name = lex_intern(lex, "(for state)", 11);
}

void scope_free(Scope *s)
{
    VEC_FREE(s->mem, &s->vars);
    VEC_FREE(s->mem, &s->labels);
    VEC_FREE(s->mem, &s->gotos);
}

/* "too many things (limit is n) in function at line m near ..." */
_Noreturn static void limit_error(Scope *s, const Func *func,
                                  const char *what, int limit)
{
    char where[40], message[120];
    if (func->first_line == 0)
        snprintf(where, sizeof where, "main function");
    else
        snprintf(where, sizeof where, "function at line %lu",
                 (unsigned long)func->first_line);
    snprintf(message, sizeof message, "too many %s (limit is %d) in %s", what,
             limit, where);
    lex_error(s->lex, message);
}

/* ---- functions and upvalues -------------------------------------------- */

static uint32_t add_upvalue(Scope *s, FuncScope *fs, Upval up)
{
    Func *f = fs->func;
    if (f->nupvals >= MAX_UPVALS)
        limit_error(s, f, "upvalues", MAX_UPVALS);
    if (f->nupvals == f->cap_upvals) {
        uint32_t cap = f->cap_upvals == 0 ? 2 : f->cap_upvals * 2;
        Upval *more = arena_alloc(s->lasting, cap * sizeof *more);
        if (f->nupvals > 0)
            memcpy(more, f->upvals, f->nupvals * sizeof *more);
        f->upvals = more;
        f->cap_upvals = cap;
    }
    f->upvals[f->nupvals] = up;
    return f->nupvals++;
}

/* The index that `var`, of an enclosing function, has among the upvalues of
   fs; functions between get it too. Recursion: once a function between. */
static uint32_t find_upvalue(Scope *s, FuncScope *fs, Var *var)
{
    Func *f = fs->func;
    if (var->seen_in == f)
        return var->seen_as;
    uint32_t i = 0;
    while (i < f->nupvals && f->upvals[i].var != var)
        i++;
    if (i == f->nupvals) {
        Upval up = {.name = var->name, .var = var};
        up.in_stack = fs->outer == NULL || fs->outer->func == var->func;
        if (!up.in_stack)
            up.index = (uint8_t)find_upvalue(s, fs->outer, var);
        i = add_upvalue(s, fs, up);
        var->captured = true;
        if (var->func != NULL)
            var->func->closes = true;
    }
    var->seen_in = f;
    var->seen_as = (uint8_t)i;
    return i;
}

void scope_open_func(Scope *s, FuncScope *fs, Func *func)
{
    memset(fs, 0, sizeof *fs);
    fs->outer = s->fs;
    fs->func = func;
    fs->first_var = s->vars.count;
    s->fs = fs;
    scope_open_block(s, &fs->whole, NULL);
    if (fs->outer == NULL)
        find_upvalue(s, fs, &s->main_env);
}

/* The first goto of the function that found no label. */
_Noreturn static void goto_error(Scope *s, const Goto *g)
{
    if (g->name == NULL)
        lex_error_format(s->lex, "break outside loop at line %lu",
                         (unsigned long)g->line);
    lex_error_format(s->lex, "no visible label '%s' for <goto> at line %lu",
                     g->name->bytes, (unsigned long)g->line);
}

void scope_close_func(Scope *s)
{
    scope_close_block(s);
    s->fs = s->fs->outer;
}

/* ---- blocks and variables ---------------------------------------------- */

void scope_open_block(Scope *s, Block *block, Label **exit)
{
    FuncScope *fs = s->fs;
    block->outer = fs->block;
    block->exit = exit;
    block->nactive = fs->nactive;
    block->first_label = s->labels.count;
    block->first_goto = s->gotos.count;
    block->first_age = s->ngotos_made;
    block->in_close = fs->block != NULL && fs->block->in_close;
    fs->block = block;
}

/* Gotos still waiting now wait in the enclosing block: from there, they
   stand where this block begins. */
static void move_gotos_out(Scope *s, const Block *block)
{
    size_t n = block->first_goto;
    for (size_t i = n; i < s->gotos.count; i++) {
        Goto *g = s->gotos.items[i];
        if (g->solved)
            continue;
        if (block->outer == NULL)
            goto_error(s, g);
        g->nactive = block->nactive;
        s->gotos.items[n++] = g;
    }
    s->gotos.count = n;
}

void scope_close_block(Scope *s)
{
    FuncScope *fs = s->fs;
    Block *block = fs->block;
    while (fs->nactive > block->nactive) {
        Var *var = s->vars.items[--s->vars.count];
        if (var != &s->for_state)
            var->name->var = var->outer;
        fs->nactive--;
    }
    while (s->labels.count > block->first_label) {
        Label *label = s->labels.items[--s->labels.count];
        label->name->label = label->outer;
    }
    move_gotos_out(s, block);
    fs->block = block->outer;
}

static void push_var(Scope *s, Var *var)
{
    if (s->vars.count - s->fs->first_var >= MAX_ACTIVE)
        limit_error(s, s->fs->func, "local variables", MAX_ACTIVE);
    VEC_PUSH(s->mem, &s->vars, var);
}

Var *scope_declare(Scope *s, Str *name)
{
    Var *var = arena_alloc(s->nodes, sizeof *var);
    memset(var, 0, sizeof *var);
    var->name = name;
    var->func = s->fs->func;
    push_var(s, var);
    return var;
}

void scope_declare_hidden(Scope *s, uint32_t n)
{
    while (n-- > 0)
        push_var(s, &s->for_state);
}

void scope_activate(Scope *s, uint32_t n)
{
    FuncScope *fs = s->fs;
    while (n-- > 0) {
        Var *var = s->vars.items[fs->first_var + fs->nactive++];
        if (var == &s->for_state)
            continue;
        var->outer = var->name->var;
        var->name->var = var;
        if (var->attr == VAR_CLOSE)
            fs->block->in_close = fs->func->closes = true;
    }
}

/* ---- names ------------------------------------------------------------- */

/* A node of its own for each use of a compile-time constant: lines differ. */
static Expr *copy_constant(Scope *s, const Expr *e, uint32_t line)
{
    size_t nbytes = e->kind == EXPR_INT      ? sizeof(IntExpr)
                    : e->kind == EXPR_FLOAT  ? sizeof(FloatExpr)
                    : e->kind == EXPR_STRING ? sizeof(StringExpr)
                                             : sizeof(Expr);
    Expr *copy = arena_alloc(s->nodes, nbytes);
    memcpy(copy, e, nbytes);
    copy->line = line;
    return copy;
}

static Expr *use_var(Scope *s, Var *var, uint32_t line)
{
    if (var->value != NULL)
        return copy_constant(s, var->value, line);
    if (var->func == s->fs->func) {
        LocalExpr *e = arena_alloc(s->nodes, sizeof *e);
        *e = (LocalExpr){{EXPR_LOCAL, 0, line}, var};
        return &e->base;
    }
    UpvalueExpr *e = arena_alloc(s->nodes, sizeof *e);
    *e = (UpvalueExpr){{EXPR_UPVALUE, 0, line}, var,
                       find_upvalue(s, s->fs, var)};
    return &e->base;
}

/* The node of _ENV, one for all globals of a function that share it. */
static Expr *find_env(Scope *s, uint32_t line)
{
    FuncScope *fs = s->fs;
    Var *var = s->env_name->var;
    if (fs->env_var != var) {
        fs->env = use_var(s, var, line);
        fs->env_var = var;
    }
    return fs->env;
}

Expr *scope_find(Scope *s, Str *name, uint32_t line)
{
    if (name->var != NULL)
        return use_var(s, name->var, line);
    GlobalExpr *e = arena_alloc(s->nodes, sizeof *e);
    *e = (GlobalExpr){{EXPR_GLOBAL, 0, line}, name, find_env(s, line)};
    return &e->base;
}

void scope_assign(Scope *s, Expr *target, Str *name)
{
    Var *var = NULL;
    if (target->kind == EXPR_LOCAL)
        var = AS(LocalExpr, target)->var;
    else if (target->kind == EXPR_UPVALUE)
        var = AS(UpvalueExpr, target)->var;
    else if (!ast_is_constant(target))
        return;
    if (var == NULL || var->attr != VAR_PLAIN)
        lex_error_format(s->lex, "attempt to assign to const variable '%s'",
                   name->bytes);
    var->assigned = true;
}

/* ---- labels ------------------------------------------------------------ */

static Label *new_label(Scope *s, Str *name, uint32_t line)
{
    Label *label = arena_alloc(s->nodes, sizeof *label);
    *label = (Label){.name = name, .func = s->fs->func, .line = line,
                     .nactive = s->fs->nactive, .id = -1};
    return label;
}

static void wait_for_label(Scope *s, GotoStat *stat, Str *name,
                           uint32_t line)
{
    Goto *g = arena_alloc(s->nodes, sizeof *g);
    *g = (Goto){.stat = stat, .name = name, .func = s->fs->func,
                .line = line, .nactive = s->fs->nactive,
                .place = s->ngotos_made++};
    VEC_PUSH(s->mem, &s->gotos, g);
    if (name != NULL) {
        g->older = name->waiting;
        name->waiting = g;
    }
}

void scope_goto(Scope *s, GotoStat *stat, Str *name, uint32_t line)
{
    Label *label = name->label;
    if (label != NULL && label->func == s->fs->func) {
        stat->label = label;
        label->back = true;
        return;
    }
    wait_for_label(s, stat, name, line);
}

void scope_break(Scope *s, GotoStat *stat, uint32_t line)
{
    Block *block = s->fs->block;
    while (block != NULL && block->exit == NULL)
        block = block->outer;
    if (block == NULL) {
        wait_for_label(s, stat, NULL, line);
        return;
    }
    if (*block->exit == NULL) {
        *block->exit = new_label(s, NULL, line);
        (*block->exit)->nactive = block->nactive;
    }
    stat->label = *block->exit;
}

_Noreturn static void jump_into_scope(Scope *s, const Goto *g)
{
    Var *var = s->vars.items[s->fs->first_var + g->nactive];
    lex_error_format(s->lex,
                     "<goto %s> at line %lu jumps into the scope of local '%s'",
                     g->name->bytes, (unsigned long)g->line,
                     var->name->bytes);
}

/* Lead the gotos of this block that wait for the label to it: the newest
   of its name. In the order of the source, for the sake of errors. */
static void solve_gotos(Scope *s, Label *label)
{
    Goto *oldest_bad = NULL;
    Goto *g = label->name->waiting;
    while (g != NULL && g->func == label->func &&
           g->place >= s->fs->block->first_age) {
        if (g->nactive < label->nactive)
            oldest_bad = g;
        g->stat->label = label;
        g->solved = true;
        g = g->older;
    }
    if (oldest_bad != NULL)
        jump_into_scope(s, oldest_bad);
    label->name->waiting = g;
}

static void check_repeated(Scope *s, Str *name)
{
    const Label *label = name->label;
    if (label != NULL && label->func == s->fs->func)
        lex_error_format(s->lex, "label '%s' already defined on line %lu",
                         name->bytes, (unsigned long)label->line);
}

void scope_label(Scope *s, LabelStat *stat, Str *name, uint32_t line,
                 bool last)
{
    check_repeated(s, name);
    Label *label = new_label(s, name, line);
    if (last) /* nothing can use the block's variables any more */
        label->nactive = s->fs->block->nactive;
    label->outer = name->label;
    name->label = label;
    VEC_PUSH(s->mem, &s->labels, label);
    solve_gotos(s, label);
    stat->label = label;
}
