/*
 * compiler/parse_stat.c -- statements, blocks, assignments.
 *
 * Read     parse_body, statement, assignment.
 */
#include "compiler/parse_int.h"

#include <string.h>

/* ---- statements -------------------------------------------------------- */

/* A list of statements being put together. */
typedef struct StatList {
    Stat *first, **end;
} StatList;

static void append(StatList *list, Stat *s)
{
    *list->end = s;
    list->end = &s->next;
}

/* A new statement, cleared. */
#define NEW_STAT(p, type, kind) AS(type, new_stat((p), sizeof(type), (kind)))

static Stat *new_stat(Parser *p, size_t nbytes, StatKind kind)
{
    Stat *s = arena_alloc(p->nodes, nbytes);
    memset(s, 0, nbytes);
    s->kind = (uint8_t)kind;
    s->line = p->lex->line;
    return s;
}

static bool block_ends(const Parser *p, bool until_too)
{
    switch (kind(p)) {
    case TOK_ELSE: case TOK_ELSEIF: case TOK_END: case TOK_EOS:
        return true;
    case TOK_UNTIL:
        return until_too;
    default:
        return false;
    }
}

/* A block with a scope of its own. */
static Stat *block(Parser *p)
{
    Block scope;
    scope_open_block(&p->scope, &scope, NULL);
    Stat *body = parse_body(p);
    scope_close_block(&p->scope);
    return body;
}

static void if_clause(Parser *p)
{
    IfClause c;
    lex_next(p->lex); /* if or elseif */
    c.cond = parse_expression(p);
    expect(p, TOK_THEN);
    settle_here(p, c.cond);
    c.then_line = p->lex->last_line;
    c.body = block(p);
    c.end_line = p->lex->last_line;
    VEC_PUSH(p->mem, &p->clauses, c);
}

static Stat *if_statement(Parser *p, uint32_t line)
{
    IfStat *s = NEW_STAT(p, IfStat, STAT_IF);
    size_t start = p->clauses.count;
    do {
        if_clause(p);
    } while (kind(p) == TOK_ELSEIF);
    s->has_else = accept(p, TOK_ELSE);
    if (s->has_else)
        s->otherwise = block(p);
    s->base.line = p->lex->last_line;
    parse_match(p, TOK_END, TOK_IF, line);
    s->nclauses = (uint32_t)(p->clauses.count - start);
    s->clauses = TAKE(p, clauses, start);
    return &s->base;
}

static Stat *while_statement(Parser *p, uint32_t line)
{
    WhileStat *s = NEW_STAT(p, WhileStat, STAT_WHILE);
    Block loop;
    lex_next(p->lex);
    s->cond = parse_expression(p);
    s->base.line = p->lex->last_line;
    scope_open_block(&p->scope, &loop, &s->exit);
    expect(p, TOK_DO);
    s->body = block(p);
    s->body_end = p->lex->last_line;
    parse_match(p, TOK_END, TOK_WHILE, line);
    s->end_line = p->lex->last_line;
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *repeat_statement(Parser *p, uint32_t line)
{
    RepeatStat *s = NEW_STAT(p, RepeatStat, STAT_REPEAT);
    Block loop, scope; /* the condition sees the variables of the body */
    scope_open_block(&p->scope, &loop, &s->exit);
    scope_open_block(&p->scope, &scope, NULL);
    lex_next(p->lex);
    s->body = parse_body(p);
    parse_match(p, TOK_UNTIL, TOK_REPEAT, line);
    s->cond = parse_expression(p);
    s->base.line = p->lex->last_line;
    scope_close_block(&p->scope);
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *do_statement(Parser *p, uint32_t line)
{
    DoStat *s = NEW_STAT(p, DoStat, STAT_DO);
    lex_next(p->lex);
    s->body = block(p);
    s->base.line = p->lex->last_line;
    parse_match(p, TOK_END, TOK_DO, line);
    return &s->base;
}

/* The body of a for loop, with its `nvars` variables. */
static Stat *loop_body(Parser *p, uint32_t nvars, uint32_t *do_line,
                       uint32_t *body_end)
{
    Block scope;
    expect(p, TOK_DO);
    *do_line = p->lex->last_line;
    scope_open_block(&p->scope, &scope, NULL);
    scope_activate(&p->scope, nvars);
    Stat *body = block(p);
    *body_end = p->lex->last_line;
    scope_close_block(&p->scope);
    return body;
}

static Stat *for_number(Parser *p, Str *name, uint32_t line)
{
    ForNumStat *s = NEW_STAT(p, ForNumStat, STAT_FOR_NUM);
    Block loop;
    scope_open_block(&p->scope, &loop, &s->exit);
    s->base.line = line;
    scope_declare_hidden(&p->scope, 3);
    s->var = scope_declare(&p->scope, name);
    lex_next(p->lex); /* = */
    s->start = parse_expression(p);
    expect(p, ',');
    s->limit = parse_expression(p);
    if (accept(p, ','))
        s->step = parse_expression(p);
    scope_activate(&p->scope, 3);
    s->body = loop_body(p, 1, &s->do_line, &s->body_end);
    parse_match(p, TOK_END, TOK_FOR, line);
    s->end_line = p->lex->last_line;
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *for_in(Parser *p, Str *name, uint32_t line)
{
    ForInStat *s = NEW_STAT(p, ForInStat, STAT_FOR_IN);
    Block loop;
    size_t first_var = p->vars.count, first_value = p->exprs.count;
    scope_open_block(&p->scope, &loop, &s->exit);
    scope_declare_hidden(&p->scope, 4);
    declare_param(p, name);
    while (accept(p, ','))
        declare_param(p, expect_name(p));
    expect(p, TOK_IN);
    s->base.line = p->lex->line;
    parse_expressions(p);
    s->nvars = (uint32_t)(p->vars.count - first_var);
    s->vars = TAKE(p, vars, first_var);
    s->nvalues = (uint32_t)(p->exprs.count - first_value);
    s->values = TAKE(p, exprs, first_value);
    scope_activate(&p->scope, 4);
    loop.in_close = p->scope.fs->func->closes = true; /* the fourth value */
    s->body = loop_body(p, s->nvars, &s->do_line, &s->body_end);
    parse_match(p, TOK_END, TOK_FOR, line);
    s->end_line = p->lex->last_line;
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *for_statement(Parser *p, uint32_t line)
{
    lex_next(p->lex);
    Str *name = expect_name(p);
    if (kind(p) == '=')
        return for_number(p, name, line);
    if (kind(p) == ',' || kind(p) == TOK_IN)
        return for_in(p, name, line);
    lex_error(p->lex, "'=' or 'in' expected");
}

/* function a.b.c:d() */
static Stat *function_statement(Parser *p, uint32_t line)
{
    SetStat *s = NEW_STAT(p, SetStat, STAT_SET);
    lex_next(p->lex);
    Str *name = expect_name(p);
    bool is_method = false;
    s->target = scope_find(&p->scope, name, p->lex->last_line);
    while (!is_method && (kind(p) == '.' || kind(p) == ':')) {
        is_method = kind(p) == ':';
        settle_here(p, s->target);
        lex_next(p->lex);
        Expr *key = new_string(p, expect_name(p));
        s->target = new_index(p, s->target, key);
    }
    s->value = parse_function(p, is_method, line);
    scope_assign(&p->scope, s->target, name);
    s->base.line = line; /* the assignment happens where it begins */
    return &s->base;
}

static Stat *local_function(Parser *p)
{
    LocalFunctionStat *s =
        NEW_STAT(p, LocalFunctionStat, STAT_LOCAL_FUNCTION);
    s->var = scope_declare(&p->scope, expect_name(p));
    scope_activate(&p->scope, 1);
    s->function = parse_function(p, false, p->lex->line);
    s->base.line = p->lex->last_line;
    return &s->base;
}

static uint8_t attribute(Parser *p)
{
    if (!accept(p, '<'))
        return VAR_PLAIN;
    Str *name = expect_name(p);
    expect(p, '>');
    if (strcmp(name->bytes, "const") == 0)
        return VAR_CONST;
    if (strcmp(name->bytes, "close") == 0)
        return VAR_CLOSE;
    lex_error_format(p->lex, "unknown attribute '%s'", name->bytes);
}

/* A constant whose value is known takes no register. */
static void find_constant(LocalStat *s)
{
    if (s->nvars != s->nvalues)
        return;
    Var *last = s->vars[s->nvars - 1];
    Expr *value = s->values[s->nvalues - 1];
    if (last->attr == VAR_CONST && ast_is_constant(value)) {
        last->value = value;
        s->nvalues--;
    }
}

static Stat *local_statement(Parser *p)
{
    LocalStat *s = NEW_STAT(p, LocalStat, STAT_LOCAL);
    size_t first_var = p->vars.count, first_value = p->exprs.count;
    bool closes = false;
    do {
        Var *var = scope_declare(&p->scope, expect_name(p));
        VEC_PUSH(p->mem, &p->vars, var);
        var->attr = attribute(p);
        if (var->attr == VAR_CLOSE && closes)
            lex_error_plain(p->lex, "multiple to-be-closed variables in "
                                    "local list");
        closes = closes || var->attr == VAR_CLOSE;
    } while (accept(p, ','));
    if (accept(p, '='))
        parse_expressions(p);
    s->base.line = p->lex->last_line;
    s->nvars = (uint32_t)(p->vars.count - first_var);
    s->vars = TAKE(p, vars, first_var);
    s->nvalues = (uint32_t)(p->exprs.count - first_value);
    s->values = TAKE(p, exprs, first_value);
    find_constant(s);
    scope_activate(&p->scope, s->nvars);
    return &s->base;
}

static Stat *return_statement(Parser *p)
{
    ReturnStat *s = NEW_STAT(p, ReturnStat, STAT_RETURN);
    size_t start = p->exprs.count;
    lex_next(p->lex);
    if (!block_ends(p, true) && kind(p) != ';')
        parse_expressions(p);
    s->base.line = p->lex->last_line;
    s->nvalues = (uint32_t)(p->exprs.count - start);
    s->values = TAKE(p, exprs, start);
    s->in_close = p->scope.fs->block->in_close;
    accept(p, ';');
    return &s->base;
}

static Stat *break_statement(Parser *p, uint32_t line)
{
    GotoStat *s = NEW_STAT(p, GotoStat, STAT_GOTO);
    lex_next(p->lex);
    scope_break(&p->scope, s, line);
    return &s->base;
}

static Stat *goto_statement(Parser *p)
{
    GotoStat *s = NEW_STAT(p, GotoStat, STAT_GOTO);
    lex_next(p->lex);
    uint32_t line = p->lex->line; /* of the label's name */
    Str *name = expect_name(p);
    s->base.line = p->lex->last_line;
    scope_goto(&p->scope, s, name, line);
    return &s->base;
}

/* One name of a run of labels. */
typedef struct LabelName {
    struct LabelName *before;
    Str *name;
    uint32_t line;
} LabelName;

/* Labels in a row and empty statements between them; what follows tells
   whether they end the block. The last is defined first. */
static void labels(Parser *p, StatList *list)
{
    LabelName *names = NULL;
    while (kind(p) == TOK_DBCOLON || kind(p) == ';') {
        if (accept(p, ';'))
            continue;
        LabelName *n = NEW(p, LabelName);
        n->before = names;
        n->line = p->lex->line;
        lex_next(p->lex);
        n->name = expect_name(p);
        expect(p, TOK_DBCOLON);
        names = n;
    }
    bool last = block_ends(p, false);
    for (; names != NULL; names = names->before) {
        LabelStat *s = NEW_STAT(p, LabelStat, STAT_LABEL);
        scope_label(&p->scope, s, names->name, names->line, last);
        append(list, &s->base);
    }
}

/* ---- assignments and calls --------------------------------------------- */

static void check_target(Parser *p, Expr *e, Str *name)
{
    if (e->kind == EXPR_CALL || e->kind == EXPR_PAREN ||
        !is_suffixable(e))
        lex_error(p->lex, "syntax error");
    scope_assign(&p->scope, e, name);
}

/* Push a target; the current token stands behind it. */
static void push_target(Parser *p, Expr *e, Str *name)
{
    check_target(p, e, name);
    VEC_PUSH(p->mem, &p->exprs, e);
}

/* The name that the current token is; for messages about targets. */
static Str *name_here(const Parser *p)
{
    return kind(p) == TOK_NAME ? p->lex->token.as.str : NULL;
}

static Stat *set_statement(Parser *p, Expr *target)
{
    SetStat *s = NEW_STAT(p, SetStat, STAT_SET);
    s->target = target;
    s->value = parse_expression(p);
    if (kind(p) != ',') {
        s->base.line = p->lex->last_line;
        return &s->base;
    }
    /* More values than targets. */
    AssignStat *a = NEW_STAT(p, AssignStat, STAT_ASSIGN);
    size_t start = p->exprs.count;
    VEC_PUSH(p->mem, &p->exprs, target);
    a->ntargets = 1;
    a->targets = TAKE(p, exprs, start);
    VEC_PUSH(p->mem, &p->exprs, s->value);
    lex_next(p->lex);
    settle_here(p, s->value);
    parse_expressions(p);
    a->nvalues = (uint32_t)(p->exprs.count - start);
    a->values = TAKE(p, exprs, start);
    a->base.line = p->lex->last_line;
    return &a->base;
}

static Stat *assignment(Parser *p, Expr *target, Str *name)
{
    size_t start = p->exprs.count;
    push_target(p, target, name);
    uint32_t depth = p->depth;
    while (accept(p, ',')) {
        name = name_here(p);
        target = parse_suffixed(p);
        enter(p); /* the reference nests here */
        push_target(p, target, name);
    }
    expect(p, '=');
    if (p->exprs.count - start == 1) {
        p->exprs.count = start;
        return set_statement(p, target);
    }
    AssignStat *s = NEW_STAT(p, AssignStat, STAT_ASSIGN);
    s->ntargets = (uint32_t)(p->exprs.count - start);
    s->targets = TAKE(p, exprs, start);
    parse_expressions(p);
    p->depth = depth;
    s->nvalues = (uint32_t)(p->exprs.count - start);
    s->values = TAKE(p, exprs, start);
    s->base.line = p->lex->last_line;
    return &s->base;
}

static Stat *expression_statement(Parser *p)
{
    Str *name = name_here(p);
    Expr *e = parse_suffixed(p);
    if (kind(p) == '=' || kind(p) == ',')
        return assignment(p, e, name);
    if (e->kind != EXPR_CALL)
        lex_error(p->lex, "syntax error");
    CallStat *s = NEW_STAT(p, CallStat, STAT_CALL);
    s->call = e;
    s->base.line = e->line;
    return &s->base;
}

static void statement(Parser *p, StatList *list)
{
    uint32_t line = p->lex->line;
    switch (kind(p)) {
    case ';': lex_next(p->lex); break;
    case TOK_IF: append(list, if_statement(p, line)); break;
    case TOK_WHILE: append(list, while_statement(p, line)); break;
    case TOK_DO: append(list, do_statement(p, line)); break;
    case TOK_FOR: append(list, for_statement(p, line)); break;
    case TOK_REPEAT: append(list, repeat_statement(p, line)); break;
    case TOK_FUNCTION: append(list, function_statement(p, line)); break;
    case TOK_LOCAL:
        lex_next(p->lex);
        if (accept(p, TOK_FUNCTION))
            append(list, local_function(p));
        else
            append(list, local_statement(p));
        break;
    case TOK_DBCOLON: labels(p, list); break;
    case TOK_RETURN: append(list, return_statement(p)); break;
    case TOK_BREAK: append(list, break_statement(p, line)); break;
    case TOK_GOTO: append(list, goto_statement(p)); break;
    default: append(list, expression_statement(p));
    }
}

Stat *parse_body(Parser *p)
{
    StatList list = {NULL, &list.first};
    while (!block_ends(p, true)) {
        bool last = kind(p) == TOK_RETURN;
        enter(p);
        statement(p, &list);
        leave(p);
        if (last)
            break;
    }
    return list.first;
}
