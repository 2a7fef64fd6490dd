/*
 * compiler/parse_expr.c -- expressions: constructors, suffixes and calls,
 * operators by precedence.
 *
 * Constants are folded on the way (fold.c).
 *
 * Read     sub_expression, parse_suffixed, parse_settle.
 */
#include "compiler/parse_int.h"

#include <string.h>

#include "compiler/fold_int.h"

/* ---- lines ------------------------------------------------------------- */

void parse_settle(Expr *e, uint32_t line)
{
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

/* What the reference fetches here, whoever uses it. */
static void fetch(Parser *p, Expr *e)
{
    settle_here(p, e);
    if (e->kind == EXPR_UPVALUE || e->kind == EXPR_GLOBAL ||
        e->kind == EXPR_INDEX)
        e->op = FETCHED;
}

/* ---- simple expressions ------------------------------------------------ */

static Expr *new_expr(Parser *p, ExprKind kind)
{
    Expr *e = NEW(p, Expr);
    *e = (Expr){(uint8_t)kind, 0, p->lex->line};
    return e;
}

void parse_expressions(Parser *p)
{
    Expr *e = parse_expression(p);
    VEC_PUSH(p->mem, &p->exprs, e);
    while (accept(p, ',')) {
        settle_here(p, e);
        e = parse_expression(p);
        VEC_PUSH(p->mem, &p->exprs, e);
    }
}

/* One item of a constructor: [key] = value, name = value, or value. */
static TableItem table_item(Parser *p)
{
    TableItem item = {NULL, NULL, 0};
    if (kind(p) == '[') {
        lex_next(p->lex);
        item.key = parse_expression(p);
        expect(p, ']');
        expect(p, '=');
    } else if (kind(p) == TOK_NAME && lex_peek(p->lex) == '=') {
        item.key = new_string(p, expect_name(p));
        expect(p, '=');
    }
    item.value = parse_expression(p);
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

static void end_chunk(Parser *p, OpenTable *o)
{
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
static void pack_item(Parser *p, OpenTable *o)
{
    if (o->table->nitems == 0)
        return;
    if (ast_pack_item(p->mem, &p->items, &o->item, o->line, !p->keep_nodes) &&
        !p->keep_nodes)
        arena_release(p->nodes, o->mark);
    o->line = o->item.line;
    if (p->items.count - o->start >= ITEM_CHUNK)
        end_chunk(p, o);
}

static Expr *table(Parser *p)
{
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
    parse_match(p, '}', '{', line);
    if (last != NULL)
        settle_here(p, last);
    t->end_line = p->lex->last_line;
    t->open = last != NULL && ast_is_multi(last);
    pack_item(p, &o);
    end_chunk(p, &o);
    return &t->base;
}

/* ---- names, suffixes, calls -------------------------------------------- */

/* Parentheses: kept while they make a difference. */
static Expr *parenthesized(Parser *p)
{
    uint32_t line = p->lex->line;
    lex_next(p->lex);
    Expr *inner = parse_expression(p);
    parse_match(p, ')', '(', line);
    fetch(p, inner);
    if (!ast_is_multi(inner) && !is_suffixable(inner))
        return inner;
    ParenExpr *e = NEW(p, ParenExpr);
    *e = (ParenExpr){{EXPR_PAREN, 0, inner->line}, inner};
    return &e->base;
}

static Expr *primary(Parser *p)
{
    if (kind(p) == '(')
        return parenthesized(p);
    if (kind(p) != TOK_NAME)
        lex_error(p->lex, "unexpected symbol");
    uint32_t line = p->lex->line;
    Str *name = expect_name(p);
    return scope_find(&p->scope, name, line);
}

static void call_args(Parser *p, CallExpr *call)
{
    size_t start = p->exprs.count;
    uint32_t line = p->lex->line;
    call->base.line = line;
    if (kind(p) == '(') {
        lex_next(p->lex);
        if (kind(p) != ')')
            parse_expressions(p);
        parse_match(p, ')', '(', line);
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
static Expr *unwrap(Expr *e)
{
    if (e->kind == EXPR_PAREN && !ast_is_multi(AS(ParenExpr, e)->inner))
        return AS(ParenExpr, e)->inner;
    return e;
}

static bool is_variable(const Expr *e, const char *name)
{
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
static const Expr *required_module(const CallExpr *c)
{
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
static void note_require(Parser *p, const CallExpr *c)
{
    const Expr *module = required_module(c);
    if (module == NULL || module->kind != EXPR_STRING)
        return;
    const Str *name = AS(StringExpr, module)->value;
    if (strlen(name->bytes) == name->nbytes)
        p->require(p->require_ud, name->bytes);
}

static Expr *call(Parser *p, Expr *callee, Str *method)
{
    CallExpr *c = NEW(p, CallExpr);
    settle_here(p, callee);
    *c = (CallExpr){.base = {EXPR_CALL, 0, 0}, .callee = unwrap(callee),
                    .method = method, .method_line = p->lex->last_line};
    call_args(p, c);
    if (p->require != NULL)
        note_require(p, c);
    return &c->base;
}

Expr *parse_suffixed(Parser *p)
{
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
            key = parse_expression(p);
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

static BinOp binary_operator(int token)
{
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

static UnOp unary_operator(int token)
{
    switch (token) {
    case '-': return UN_MINUS;
    case '~': return UN_BNOT;
    case '#': return UN_LEN;
    case TOK_NOT: return UN_NOT;
    default: return UN_NONE;
    }
}

static Expr *new_unary(Parser *p, UnOp op, Expr *operand, uint32_t line)
{
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
static Expr *single(Parser *p, Expr *e)
{
    if (!ast_is_multi(e))
        return e;
    ParenExpr *paren = NEW(p, ParenExpr);
    *paren = (ParenExpr){{EXPR_PAREN, 0, e->line}, e};
    return &paren->base;
}

/* A constant on the left of an operator is not fetched before the right side
   is known; of an order, if it is a small number. */
static bool waits_for_right(const Expr *left, BinOp op)
{
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
                        uint32_t line)
{
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

static Expr *number(Parser *p)
{
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

static Expr *simple(Parser *p)
{
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
        return parse_function(p, false, line);
    default:
        return unwrap(parse_suffixed(p));
    }
    lex_next(p->lex);
    return e;
}

/* An operand and the operators behind it that bind tighter than `power`. */
static Expr *sub_expression(Parser *p, unsigned power)
{
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

Expr *parse_expression(Parser *p) { return sub_expression(p, 0); }
