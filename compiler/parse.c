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
 * gets the line of the last token consumed. `settle` gives a node the line
 * of the place where the reference would make its last instruction.
 *
 * Raises   syntax errors.
 * Read     parse_chunk, statement, sub_expression, suffixed.
 */
#include "compiler/parse_int.h"

#include <stdio.h>
#include <string.h>

#include "compiler/fold_int.h"

/* As deep as the reference goes when a program calls load: 200 levels of C,
   of which three are taken. */
enum { MAX_DEPTH = 197 };

static Expr *expression(Parser *p);
static Stat *block_body(Parser *p);

/* ---- helpers ----------------------------------------------------------- */

static void enter(Parser *p) {
    if (++p->depth > MAX_DEPTH)
        lex_error_depth(p->lex);
}

static void leave(Parser *p) {
    p->depth--;
}

static int kind(const Parser *p) {
    return p->lex->token.kind;
}

_Noreturn static void error_expected(Parser *p, int token) {
    char name[24], message[40];
    lex_name(token, name);
    snprintf(message, sizeof message, "%s expected", name);
    lex_error(p->lex, message);
}

static bool accept(Parser *p, int token) {
    if (kind(p) != token)
        return false;
    lex_next(p->lex);
    return true;
}

static void check(Parser *p, int token) {
    if (kind(p) != token)
        error_expected(p, token);
}

static void expect(Parser *p, int token) {
    check(p, token);
    lex_next(p->lex);
}

/* Expect what closes `opener`, which stood on `line`. */
static void expect_match(Parser *p, int token, int opener, uint32_t line) {
    if (accept(p, token))
        return;
    if (line == p->lex->line)
        error_expected(p, token);
    char name[24], opener_name[24], message[100];
    lex_name(token, name);
    lex_name(opener, opener_name);
    snprintf(message, sizeof message, "%s expected (to close %s at line %lu)",
             name, opener_name, (unsigned long)line);
    lex_error(p->lex, message);
}

static Str *expect_name(Parser *p) {
    check(p, TOK_NAME);
    Str *name = p->lex->token.as.str;
    lex_next(p->lex);
    return name;
}

/* Give e the line where it is used, if its value is only fetched there. */
static void settle(Expr *e, uint32_t line) {
    for (; e->kind == EXPR_LOGIC; e = AS(BinaryExpr, e)->right)
        AS(BinaryExpr, e)->value_line = line;
    switch (e->kind) {
    case EXPR_COMPARE: AS(BinaryExpr, e)->value_line = line; return;
    case EXPR_UNARY:
        if (ast_is_condition(e))
            e->line = line;
        return;
    case EXPR_FUNCTION: case EXPR_TABLE: case EXPR_PAREN: case EXPR_CALL:
    case EXPR_ARITH: case EXPR_CONCAT: case EXPR_VARARG:
        return;
    case EXPR_UPVALUE: case EXPR_GLOBAL: case EXPR_INDEX:
        if (e->op == FETCHED)
            return;
        break;
    default: break;
    }
    e->line = line;
}

static void settle_here(Parser *p, Expr *e) {
    settle(e, p->lex->last_line);
}

/* What the reference fetches here, whoever uses it. */
static void fetch(Parser *p, Expr *e) {
    settle_here(p, e);
    if (e->kind == EXPR_UPVALUE || e->kind == EXPR_GLOBAL ||
        e->kind == EXPR_INDEX)
        e->op = FETCHED;
}

#define NEW(p, type) (AS(type, arena_alloc((p)->nodes, sizeof(type))))

/* Copy the newest elements of a stack, from `start` on, to the arena. */
#define TAKE(p, stack, start)                                             \
    take((p), (p)->stack.items, &(p)->stack.count, (start),               \
         sizeof *(p)->stack.items)

static void *take(Parser *p, const void *items, size_t *count, size_t start,
                  size_t size) {
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

/* ---- simple expressions ------------------------------------------------ */

static Expr *new_expr(Parser *p, ExprKind kind) {
    Expr *e = NEW(p, Expr);
    *e = (Expr){(uint8_t)kind, 0, p->lex->line};
    return e;
}

static Expr *new_string(Parser *p, Str *value) {
    StringExpr *e = NEW(p, StringExpr);
    *e = (StringExpr){{EXPR_STRING, 0, p->lex->line}, value};
    return &e->base;
}

static Expr *new_index(Parser *p, Expr *object, Expr *key) {
    IndexExpr *e = NEW(p, IndexExpr);
    *e = (IndexExpr){{EXPR_INDEX, 0, p->lex->last_line}, object, key};
    return &e->base;
}

/* Push the expressions of a list; the last one's line is not settled. */
static void expression_list(Parser *p) {
    Expr *e = expression(p);
    VEC_PUSH(p->mem, &p->exprs, e);
    while (accept(p, ',')) {
        settle_here(p, e);
        e = expression(p);
        VEC_PUSH(p->mem, &p->exprs, e);
    }
}

/* One item of a constructor: [key] = value, name = value, or value. */
static TableItem table_item(Parser *p) {
    TableItem item = {NULL, NULL, 0};
    if (kind(p) == '[') {
        lex_next(p->lex);
        item.key = expression(p);
        expect(p, ']');
        expect(p, '=');
    } else if (kind(p) == TOK_NAME && lex_peek(p->lex) == '=') {
        item.key = new_string(p, expect_name(p));
        expect(p, '=');
    }
    item.value = expression(p);
    item.line = p->lex->last_line;
    return item;
}

/* A constructor that is being read. */
typedef struct OpenTable {
    TableExpr *table;
    ItemChunk **link;   /* where the next chunk goes */
    size_t start;       /* its bytes in Parser.items */
    uint32_t line;      /* of the item packed last */
    TableItem item;     /* the newest, not packed yet */
    ArenaMark mark;     /* before that */
} OpenTable;

enum { ITEM_CHUNK = 2048 };

static void end_chunk(Parser *p, OpenTable *o) {
    size_t n = p->items.count - o->start;
    if (n == 0)
        return;
    ItemChunk *chunk = arena_alloc(p->nodes, sizeof *chunk + n);
    chunk->next = NULL;
    chunk->nbytes = n;
    memcpy(chunk->bytes, p->items.items + o->start, n);
    *o->link = chunk;
    o->link = &chunk->next;
    p->items.count = o->start;
}

/* The newest item, whose lines are settled; its constants need no nodes. */
static void pack_item(Parser *p, OpenTable *o) {
    if (o->table->nitems == 0)
        return;
    if (ast_pack_item(p->mem, &p->items, &o->item, o->line, !p->keep_nodes) &&
        !p->keep_nodes)
        arena_release(p->nodes, o->mark);
    o->line = o->item.line;
    if (p->items.count - o->start >= ITEM_CHUNK)
        end_chunk(p, o);
}

static Expr *table(Parser *p) {
    TableExpr *t = NEW(p, TableExpr);
    uint32_t line = p->lex->line;
    OpenTable o = {.table = t, .link = &t->items, .start = p->items.count};
    *t = (TableExpr){.base = {EXPR_TABLE, 0, p->lex->last_line}};
    expect(p, '{');
    Expr *last = NULL; /* list item whose line is open */
    while (kind(p) != '}') {
        pack_item(p, &o);
        o.mark = arena_mark(p->nodes);
        TableItem item = o.item = table_item(p);
        t->nitems++;
        last = NULL;
        if (item.key == NULL) {
            t->nlist++;
            last = item.value;
        }
        if (!accept(p, ',') && !accept(p, ';'))
            break;
        if (last != NULL && kind(p) != '}')
            settle_here(p, last);
    }
    expect_match(p, '}', '{', line);
    if (last != NULL)
        settle_here(p, last);
    t->end_line = p->lex->last_line;
    t->open = last != NULL && ast_is_multi(last);
    pack_item(p, &o);
    end_chunk(p, &o);
    return &t->base;
}

/* ---- functions --------------------------------------------------------- */

static void add_child(Func *parent, Func *child) {
    child->parent = parent;
    child->child_index = parent->nchildren++;
    if (parent->last_child == NULL)
        parent->children = child;
    else
        parent->last_child->next = child;
    parent->last_child = child;
}

static Func *new_func(Parser *p, uint32_t line) {
    Func *f = arena_alloc(p->lasting, sizeof *f);
    memset(f, 0, sizeof *f);
    f->first_line = line;
    return f;
}

static void declare_param(Parser *p, Str *name) {
    Var *var = scope_declare(&p->scope, name);
    VEC_PUSH(p->mem, &p->vars, var);
}

static void parameters(Parser *p, Func *f, bool is_method) {
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
static void finish_func(Parser *p, Func *f, ArenaMark mark) {
    p->done(p->done_ud, f);
    if (!p->keep_nodes) {
        f->body = NULL;
        f->params = NULL;
        arena_release(p->nodes, mark);
    }
}

/* From the parameters to `end`. */
static Expr *function_body(Parser *p, bool is_method, uint32_t line) {
    FunctionExpr *e = NEW(p, FunctionExpr);
    ArenaMark mark = arena_mark(p->nodes);
    Func *f = new_func(p, line);
    FuncScope fs;
    add_child(p->scope.fs->func, f);
    scope_open_func(&p->scope, &fs, f);
    parameters(p, f, is_method);
    f->body = block_body(p);
    f->last_line = p->lex->line;
    expect_match(p, TOK_END, TOK_FUNCTION, line);
    f->end_line = p->lex->last_line;
    scope_close_func(&p->scope);
    *e = (FunctionExpr){{EXPR_FUNCTION, 0, f->end_line}, f};
    finish_func(p, f, mark);
    return &e->base;
}

/* ---- names, suffixes, calls -------------------------------------------- */

static bool is_suffixable(const Expr *e) {
    return e->kind == EXPR_LOCAL || e->kind == EXPR_UPVALUE ||
           e->kind == EXPR_GLOBAL || e->kind == EXPR_INDEX ||
           ast_is_constant(e);
}

/* Parentheses: kept while they make a difference. */
static Expr *parenthesized(Parser *p) {
    uint32_t line = p->lex->line;
    lex_next(p->lex);
    Expr *inner = expression(p);
    expect_match(p, ')', '(', line);
    fetch(p, inner);
    if (!ast_is_multi(inner) && !is_suffixable(inner))
        return inner;
    ParenExpr *e = NEW(p, ParenExpr);
    *e = (ParenExpr){{EXPR_PAREN, 0, inner->line}, inner};
    return &e->base;
}

static Expr *primary(Parser *p) {
    if (kind(p) == '(')
        return parenthesized(p);
    if (kind(p) != TOK_NAME)
        lex_error(p->lex, "unexpected symbol");
    uint32_t line = p->lex->line;
    Str *name = expect_name(p);
    return scope_find(&p->scope, name, line);
}

static void call_args(Parser *p, CallExpr *call) {
    size_t start = p->exprs.count;
    uint32_t line = p->lex->line;
    call->base.line = line;
    if (kind(p) == '(') {
        lex_next(p->lex);
        if (kind(p) != ')')
            expression_list(p);
        expect_match(p, ')', '(', line);
        if (p->exprs.count > start)
            settle_here(p, p->exprs.items[p->exprs.count - 1]);
    } else if (kind(p) == '{') {
        Expr *e = table(p);
        VEC_PUSH(p->mem, &p->exprs, e);
    } else if (kind(p) == TOK_STRING) {
        Expr *e = new_string(p, p->lex->token.as.str);
        VEC_PUSH(p->mem, &p->exprs, e);
        lex_next(p->lex);
    } else {
        lex_error(p->lex, "function arguments expected");
    }
    call->nargs = (uint32_t)(p->exprs.count - start);
    call->args = TAKE(p, exprs, start);
}

/* What is in parentheses, where they no longer matter. */
static Expr *unwrap(Expr *e) {
    if (e->kind == EXPR_PAREN && !ast_is_multi(AS(ParenExpr, e)->inner))
        return AS(ParenExpr, e)->inner;
    return e;
}

static bool is_variable(const Expr *e, const char *name) {
    const Str *s = e->kind == EXPR_GLOBAL    ? AS(GlobalExpr, e)->name
                   : e->kind == EXPR_LOCAL   ? AS(LocalExpr, e)->var->name
                   : e->kind == EXPR_UPVALUE ? AS(UpvalueExpr, e)->var->name
                                             : NULL;
    return s != NULL && strcmp(s->bytes, name) == 0;
}

/*
 * The module that a call requires: by require(name), pcall(require, name) or
 * xpcall(require, handler, name). NULL if there is none.
 */
static const Expr *required_module(const CallExpr *c) {
    uint32_t at = is_variable(c->callee, "require")  ? 0
                  : is_variable(c->callee, "pcall")  ? 1
                  : is_variable(c->callee, "xpcall") ? 2
                                                     : UINT32_MAX;
    if (c->method != NULL || at >= c->nargs ||
        (at > 0 && !is_variable(c->args[0], "require")))
        return NULL;
    return c->args[at];
}

/* Tell who wants to know about `require "name"`. */
static void note_require(Parser *p, const CallExpr *c) {
    const Expr *module = required_module(c);
    if (module == NULL || module->kind != EXPR_STRING)
        return;
    const Str *name = AS(StringExpr, module)->value;
    if (strlen(name->bytes) == name->nbytes)
        p->require(p->require_ud, name->bytes);
}

static Expr *call(Parser *p, Expr *callee, Str *method) {
    CallExpr *c = NEW(p, CallExpr);
    settle_here(p, callee);
    *c = (CallExpr){.base = {EXPR_CALL, 0, 0}, .callee = unwrap(callee),
                    .method = method, .method_line = p->lex->last_line};
    call_args(p, c);
    if (p->require != NULL)
        note_require(p, c);
    return &c->base;
}

/* A primary expression and all that hangs on it. */
static Expr *suffixed(Parser *p) {
    Expr *e = primary(p), *key;
    for (;;) {
        switch (kind(p)) {
        case '.':
            settle_here(p, e);
            lex_next(p->lex);
            key = new_string(p, expect_name(p));
            e = new_index(p, unwrap(e), key);
            break;
        case '[':
            settle_here(p, e);
            lex_next(p->lex);
            key = expression(p);
            expect(p, ']');
            e = new_index(p, unwrap(e), key);
            break;
        case ':':
            lex_next(p->lex);
            e = call(p, e, expect_name(p));
            break;
        case '(': case '{': case TOK_STRING:
            e = call(p, e, NULL);
            break;
        default:
            return e;
        }
    }
}

/* ---- operators --------------------------------------------------------- */

enum { UNARY_POWER = 12 };

static const struct Operator {
    uint8_t left, right; /* binding power towards each side */
    uint8_t kind;
} operators[] = {
    [BIN_OR] = {1, 1, EXPR_LOGIC},
    [BIN_AND] = {2, 2, EXPR_LOGIC},
    [BIN_EQ] = {3, 3, EXPR_COMPARE},
    [BIN_NE] = {3, 3, EXPR_COMPARE},
    [BIN_LT] = {3, 3, EXPR_COMPARE},
    [BIN_LE] = {3, 3, EXPR_COMPARE},
    [BIN_GT] = {3, 3, EXPR_COMPARE},
    [BIN_GE] = {3, 3, EXPR_COMPARE},
    [BIN_BOR] = {4, 4, EXPR_ARITH},
    [BIN_BXOR] = {5, 5, EXPR_ARITH},
    [BIN_BAND] = {6, 6, EXPR_ARITH},
    [BIN_SHL] = {7, 7, EXPR_ARITH},
    [BIN_SHR] = {7, 7, EXPR_ARITH},
    [BIN_CONCAT] = {9, 8, EXPR_CONCAT}, /* groups to the right */
    [BIN_ADD] = {10, 10, EXPR_ARITH},
    [BIN_SUB] = {10, 10, EXPR_ARITH},
    [BIN_MUL] = {11, 11, EXPR_ARITH},
    [BIN_DIV] = {11, 11, EXPR_ARITH},
    [BIN_IDIV] = {11, 11, EXPR_ARITH},
    [BIN_MOD] = {11, 11, EXPR_ARITH},
    [BIN_POW] = {14, 13, EXPR_ARITH}, /* and binds tighter than unary */
    [BIN_NONE] = {0, 0, 0},
};

static BinOp binary_operator(int token) {
    switch (token) {
    case '+': return BIN_ADD;
    case '-': return BIN_SUB;
    case '*': return BIN_MUL;
    case '/': return BIN_DIV;
    case '%': return BIN_MOD;
    case '^': return BIN_POW;
    case '&': return BIN_BAND;
    case '|': return BIN_BOR;
    case '~': return BIN_BXOR;
    case '<': return BIN_LT;
    case '>': return BIN_GT;
    case TOK_IDIV: return BIN_IDIV;
    case TOK_SHL: return BIN_SHL;
    case TOK_SHR: return BIN_SHR;
    case TOK_CONCAT: return BIN_CONCAT;
    case TOK_EQ: return BIN_EQ;
    case TOK_NE: return BIN_NE;
    case TOK_LE: return BIN_LE;
    case TOK_GE: return BIN_GE;
    case TOK_AND: return BIN_AND;
    case TOK_OR: return BIN_OR;
    default: return BIN_NONE;
    }
}

static UnOp unary_operator(int token) {
    switch (token) {
    case '-': return UN_MINUS;
    case '~': return UN_BNOT;
    case '#': return UN_LEN;
    case TOK_NOT: return UN_NOT;
    default: return UN_NONE;
    }
}

static Expr *new_unary(Parser *p, UnOp op, Expr *operand, uint32_t line) {
    settle_here(p, operand);
    if (op == UN_NOT)
        line = p->lex->last_line;
    Expr *folded = fold_unary(p->nodes, op, operand, p->lex->last_line);
    if (folded != NULL)
        return folded;
    UnaryExpr *e = NEW(p, UnaryExpr);
    *e = (UnaryExpr){{EXPR_UNARY, (uint8_t)op, line}, operand};
    return &e->base;
}

/* e as an operand of which one value is used. */
static Expr *single(Parser *p, Expr *e) {
    if (!ast_is_multi(e))
        return e;
    ParenExpr *paren = NEW(p, ParenExpr);
    *paren = (ParenExpr){{EXPR_PAREN, 0, e->line}, e};
    return &paren->base;
}

/* A constant on the left of an operator is not fetched before the right side
   is known; of an order, if it is a small number. */
static bool waits_for_right(const Expr *left, BinOp op) {
    const double least = -127, most = 128;
    if (op == BIN_EQ || op == BIN_NE)
        return ast_is_constant(left);
    if (op < BIN_CONCAT)
        return left->kind == EXPR_INT || left->kind == EXPR_FLOAT;
    if (op < BIN_LT || op > BIN_GE)
        return false;
    if (left->kind == EXPR_INT) {
        double i = (double)AS(const IntExpr, left)->value;
        return i >= least && i <= most;
    }
    if (left->kind != EXPR_FLOAT)
        return false;
    double n = AS(const FloatExpr, left)->value;
    return n >= least && n <= most && n == (double)(int)n;
}

static Expr *new_binary(Parser *p, BinOp op, Expr *left, Expr *right,
                        uint32_t line) {
    ExprKind kind = operators[op].kind;
    Expr *folded = NULL;
    fetch(p, right);
    if (waits_for_right(left, op) && ast_is_constant(right))
        settle_here(p, left);
    if (kind == EXPR_ARITH)
        folded = fold_arith(p->nodes, op, left, right, p->lex->last_line);
    else if (kind == EXPR_LOGIC)
        folded = fold_logic(op, left, right);
    if (folded != NULL)
        return single(p, folded);
    if (kind == EXPR_COMPARE)
        line = p->lex->last_line;
    BinaryExpr *e = NEW(p, BinaryExpr);
    *e = (BinaryExpr){{(uint8_t)kind, (uint8_t)op, line},
                      p->lex->last_line, left, right};
    return &e->base;
}

static Expr *number(Parser *p) {
    if (kind(p) == TOK_INT) {
        IntExpr *e = NEW(p, IntExpr);
        *e = (IntExpr){{EXPR_INT, 0, p->lex->line},
                       p->lex->token.as.integer};
        return &e->base;
    }
    FloatExpr *e = NEW(p, FloatExpr);
    *e = (FloatExpr){{EXPR_FLOAT, 0, p->lex->line}, p->lex->token.as.number};
    return &e->base;
}

static Expr *simple(Parser *p) {
    Expr *e;
    uint32_t line;
    switch (kind(p)) {
    case TOK_INT: case TOK_FLOAT: e = number(p); break;
    case TOK_STRING: e = new_string(p, p->lex->token.as.str); break;
    case TOK_NIL: e = new_expr(p, EXPR_NIL); break;
    case TOK_TRUE: e = new_expr(p, EXPR_TRUE); break;
    case TOK_FALSE: e = new_expr(p, EXPR_FALSE); break;
    case TOK_DOTS:
        if (!p->scope.fs->func->is_vararg)
            lex_error(p->lex, "cannot use '...' outside a vararg function");
        e = new_expr(p, EXPR_VARARG);
        e->line = p->lex->last_line; /* it is fetched before it is read */
        break;
    case '{':
        return table(p);
    case TOK_FUNCTION:
        lex_next(p->lex);
        line = p->lex->line;
        return function_body(p, false, line);
    default:
        return unwrap(suffixed(p));
    }
    lex_next(p->lex);
    return e;
}

/* An operand and the operators behind it that bind tighter than `power`. */
static Expr *sub_expression(Parser *p, unsigned power) {
    Expr *e;
    enter(p);
    UnOp unary = unary_operator(kind(p));
    if (unary != UN_NONE) {
        uint32_t line = p->lex->line;
        lex_next(p->lex);
        e = new_unary(p, unary, sub_expression(p, UNARY_POWER), line);
    } else {
        e = simple(p);
    }
    for (;;) {
        BinOp op = binary_operator(kind(p));
        if (operators[op].left <= power)
            break;
        uint32_t line = p->lex->line;
        lex_next(p->lex);
        settle_here(p, e);
        Expr *right = sub_expression(p, operators[op].right);
        e = new_binary(p, op, e, right, line);
    }
    leave(p);
    return e;
}

static Expr *expression(Parser *p) {
    return sub_expression(p, 0);
}

/* ---- statements -------------------------------------------------------- */

/* A list of statements being put together. */
typedef struct StatList {
    Stat *first, **end;
} StatList;

static void append(StatList *list, Stat *s) {
    *list->end = s;
    list->end = &s->next;
}

/* A new statement, cleared. */
#define NEW_STAT(p, type, kind) AS(type, new_stat((p), sizeof(type), (kind)))

static Stat *new_stat(Parser *p, size_t nbytes, StatKind kind) {
    Stat *s = arena_alloc(p->nodes, nbytes);
    memset(s, 0, nbytes);
    s->kind = (uint8_t)kind;
    s->line = p->lex->line;
    return s;
}

static bool block_ends(const Parser *p, bool until_too) {
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
static Stat *block(Parser *p) {
    Block scope;
    scope_open_block(&p->scope, &scope, NULL);
    Stat *body = block_body(p);
    scope_close_block(&p->scope);
    return body;
}

static void if_clause(Parser *p) {
    IfClause c;
    lex_next(p->lex); /* if or elseif */
    c.cond = expression(p);
    expect(p, TOK_THEN);
    settle_here(p, c.cond);
    c.then_line = p->lex->last_line;
    c.body = block(p);
    c.end_line = p->lex->last_line;
    VEC_PUSH(p->mem, &p->clauses, c);
}

static Stat *if_statement(Parser *p, uint32_t line) {
    IfStat *s = NEW_STAT(p, IfStat, STAT_IF);
    size_t start = p->clauses.count;
    do {
        if_clause(p);
    } while (kind(p) == TOK_ELSEIF);
    s->has_else = accept(p, TOK_ELSE);
    if (s->has_else)
        s->otherwise = block(p);
    s->base.line = p->lex->last_line;
    expect_match(p, TOK_END, TOK_IF, line);
    s->nclauses = (uint32_t)(p->clauses.count - start);
    s->clauses = TAKE(p, clauses, start);
    return &s->base;
}

static Stat *while_statement(Parser *p, uint32_t line) {
    WhileStat *s = NEW_STAT(p, WhileStat, STAT_WHILE);
    Block loop;
    lex_next(p->lex);
    s->cond = expression(p);
    s->base.line = p->lex->last_line;
    scope_open_block(&p->scope, &loop, &s->exit);
    expect(p, TOK_DO);
    s->body = block(p);
    s->body_end = p->lex->last_line;
    expect_match(p, TOK_END, TOK_WHILE, line);
    s->end_line = p->lex->last_line;
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *repeat_statement(Parser *p, uint32_t line) {
    RepeatStat *s = NEW_STAT(p, RepeatStat, STAT_REPEAT);
    Block loop, scope; /* the condition sees the variables of the body */
    scope_open_block(&p->scope, &loop, &s->exit);
    scope_open_block(&p->scope, &scope, NULL);
    lex_next(p->lex);
    s->body = block_body(p);
    expect_match(p, TOK_UNTIL, TOK_REPEAT, line);
    s->cond = expression(p);
    s->base.line = p->lex->last_line;
    scope_close_block(&p->scope);
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *do_statement(Parser *p, uint32_t line) {
    DoStat *s = NEW_STAT(p, DoStat, STAT_DO);
    lex_next(p->lex);
    s->body = block(p);
    s->base.line = p->lex->last_line;
    expect_match(p, TOK_END, TOK_DO, line);
    return &s->base;
}

/* The body of a for loop, with its `nvars` variables. */
static Stat *loop_body(Parser *p, uint32_t nvars, uint32_t *do_line,
                       uint32_t *body_end) {
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

static Stat *for_number(Parser *p, Str *name, uint32_t line) {
    ForNumStat *s = NEW_STAT(p, ForNumStat, STAT_FOR_NUM);
    Block loop;
    scope_open_block(&p->scope, &loop, &s->exit);
    s->base.line = line;
    scope_declare_hidden(&p->scope, 3);
    s->var = scope_declare(&p->scope, name);
    lex_next(p->lex); /* = */
    s->start = expression(p);
    expect(p, ',');
    s->limit = expression(p);
    if (accept(p, ','))
        s->step = expression(p);
    scope_activate(&p->scope, 3);
    s->body = loop_body(p, 1, &s->do_line, &s->body_end);
    expect_match(p, TOK_END, TOK_FOR, line);
    s->end_line = p->lex->last_line;
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *for_in(Parser *p, Str *name, uint32_t line) {
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
    expression_list(p);
    s->nvars = (uint32_t)(p->vars.count - first_var);
    s->vars = TAKE(p, vars, first_var);
    s->nvalues = (uint32_t)(p->exprs.count - first_value);
    s->values = TAKE(p, exprs, first_value);
    scope_activate(&p->scope, 4);
    loop.in_close = p->scope.fs->func->closes = true; /* the fourth value */
    s->body = loop_body(p, s->nvars, &s->do_line, &s->body_end);
    expect_match(p, TOK_END, TOK_FOR, line);
    s->end_line = p->lex->last_line;
    scope_close_block(&p->scope);
    return &s->base;
}

static Stat *for_statement(Parser *p, uint32_t line) {
    lex_next(p->lex);
    Str *name = expect_name(p);
    if (kind(p) == '=')
        return for_number(p, name, line);
    if (kind(p) == ',' || kind(p) == TOK_IN)
        return for_in(p, name, line);
    lex_error(p->lex, "'=' or 'in' expected");
}

/* function a.b.c:d() */
static Stat *function_statement(Parser *p, uint32_t line) {
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
    s->value = function_body(p, is_method, line);
    scope_assign(&p->scope, s->target, name);
    s->base.line = line; /* the assignment happens where it begins */
    return &s->base;
}

static Stat *local_function(Parser *p) {
    LocalFunctionStat *s =
        NEW_STAT(p, LocalFunctionStat, STAT_LOCAL_FUNCTION);
    s->var = scope_declare(&p->scope, expect_name(p));
    scope_activate(&p->scope, 1);
    s->function = function_body(p, false, p->lex->line);
    s->base.line = p->lex->last_line;
    return &s->base;
}

static uint8_t attribute(Parser *p) {
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
static void find_constant(LocalStat *s) {
    if (s->nvars != s->nvalues)
        return;
    Var *last = s->vars[s->nvars - 1];
    Expr *value = s->values[s->nvalues - 1];
    if (last->attr == VAR_CONST && ast_is_constant(value)) {
        last->value = value;
        s->nvalues--;
    }
}

static Stat *local_statement(Parser *p) {
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
        expression_list(p);
    s->base.line = p->lex->last_line;
    s->nvars = (uint32_t)(p->vars.count - first_var);
    s->vars = TAKE(p, vars, first_var);
    s->nvalues = (uint32_t)(p->exprs.count - first_value);
    s->values = TAKE(p, exprs, first_value);
    find_constant(s);
    scope_activate(&p->scope, s->nvars);
    return &s->base;
}

static Stat *return_statement(Parser *p) {
    ReturnStat *s = NEW_STAT(p, ReturnStat, STAT_RETURN);
    size_t start = p->exprs.count;
    lex_next(p->lex);
    if (!block_ends(p, true) && kind(p) != ';')
        expression_list(p);
    s->base.line = p->lex->last_line;
    s->nvalues = (uint32_t)(p->exprs.count - start);
    s->values = TAKE(p, exprs, start);
    s->in_close = p->scope.fs->block->in_close;
    accept(p, ';');
    return &s->base;
}

static Stat *break_statement(Parser *p, uint32_t line) {
    GotoStat *s = NEW_STAT(p, GotoStat, STAT_GOTO);
    lex_next(p->lex);
    scope_break(&p->scope, s, line);
    return &s->base;
}

static Stat *goto_statement(Parser *p, uint32_t line) {
    GotoStat *s = NEW_STAT(p, GotoStat, STAT_GOTO);
    lex_next(p->lex);
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
static void labels(Parser *p, StatList *list) {
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

static void check_target(Parser *p, Expr *e, Str *name) {
    if (e->kind == EXPR_CALL || e->kind == EXPR_PAREN ||
        !is_suffixable(e))
        lex_error(p->lex, "syntax error");
    scope_assign(&p->scope, e, name);
}

/* Push a target; the current token stands behind it. */
static void push_target(Parser *p, Expr *e, Str *name) {
    check_target(p, e, name);
    VEC_PUSH(p->mem, &p->exprs, e);
}

/* The name that the current token is; for messages about targets. */
static Str *name_here(const Parser *p) {
    return kind(p) == TOK_NAME ? p->lex->token.as.str : NULL;
}

static Stat *set_statement(Parser *p, Expr *target) {
    SetStat *s = NEW_STAT(p, SetStat, STAT_SET);
    s->target = target;
    s->value = expression(p);
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
    expression_list(p);
    a->nvalues = (uint32_t)(p->exprs.count - start);
    a->values = TAKE(p, exprs, start);
    a->base.line = p->lex->last_line;
    return &a->base;
}

static Stat *assignment(Parser *p, Expr *target, Str *name) {
    size_t start = p->exprs.count;
    push_target(p, target, name);
    uint32_t depth = p->depth;
    while (accept(p, ',')) {
        name = name_here(p);
        target = suffixed(p);
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
    expression_list(p);
    p->depth = depth;
    s->nvalues = (uint32_t)(p->exprs.count - start);
    s->values = TAKE(p, exprs, start);
    s->base.line = p->lex->last_line;
    return &s->base;
}

static Stat *expression_statement(Parser *p) {
    Str *name = name_here(p);
    Expr *e = suffixed(p);
    if (kind(p) == '=' || kind(p) == ',')
        return assignment(p, e, name);
    if (e->kind != EXPR_CALL)
        lex_error(p->lex, "syntax error");
    CallStat *s = NEW_STAT(p, CallStat, STAT_CALL);
    s->call = e;
    s->base.line = e->line;
    return &s->base;
}

static void statement(Parser *p, StatList *list) {
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
    case TOK_GOTO: append(list, goto_statement(p, line)); break;
    default: append(list, expression_statement(p));
    }
}

/* Statements up to the end of the block, which belongs to the caller. */
static Stat *block_body(Parser *p) {
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

/* ---- the chunk --------------------------------------------------------- */

void parse_init(Parser *p) {
    scope_init(&p->scope, p->mem, p->lex, p->nodes, p->lasting);
}

void parse_free(Parser *p) {
    VEC_FREE(p->mem, &p->exprs);
    VEC_FREE(p->mem, &p->vars);
    VEC_FREE(p->mem, &p->items);
    VEC_FREE(p->mem, &p->clauses);
    scope_free(&p->scope);
}

Func *parse_chunk(Parser *p) {
    Func *f = new_func(p, 0);
    FuncScope fs;
    ArenaMark mark = arena_mark(p->nodes);
    f->is_vararg = true;
    scope_open_func(&p->scope, &fs, f);
    lex_next(p->lex);
    f->body = block_body(p);
    check(p, TOK_EOS);
    f->end_line = p->lex->last_line;
    scope_close_func(&p->scope);
    finish_func(p, f, mark);
    return f;
}
