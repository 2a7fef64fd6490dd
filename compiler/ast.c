/*
 * compiler/ast.c -- the tree as text.
 *
 *     function 0..0 vararg
 *       local x <const>
 *         add
 *           local y
 *           int 1
 *
 * A node a line, its parts indented below it. Operators to the left and
 * suffixes nest as deep as the source is long; a stack of our own is walked
 * instead of recursing, so that any tree can be printed.
 *
 * Read     ast_dump, show.
 */
#include "compiler/ast.h"

#include <inttypes.h>
#include <stdlib.h>

#include "compiler/leb_int.h"

/* ---- items of tables --------------------------------------------------- */

/* What stands for a part that is a node, or for a key that is not there; a
   constant's is its ExprKind. */
enum { PART_NODE = 14, PART_NONE = 15 };

static unsigned part_kind(const Expr *e, const TableItem *item,
                          bool constants)
{
    if (e == NULL)
        return PART_NONE;
    return constants && ast_is_constant(e) && e->line == item->line &&
                   e->op == 0
               ? e->kind
               : PART_NODE;
}

static uint8_t *pack_part(uint8_t *p, unsigned kind, const Expr *e)
{
    switch (kind) {
    case EXPR_INT: return leb_signed(p, AS(const IntExpr, e)->value);
    case EXPR_FLOAT:
        memcpy(p, &AS(const FloatExpr, e)->value, sizeof(double));
        return p + sizeof(double);
    case EXPR_STRING:
        memcpy(p, &AS(const StringExpr, e)->value, sizeof(Str *));
        return p + sizeof(Str *);
    case PART_NODE:
        memcpy(p, &e, sizeof e);
        return p + sizeof e;
    default: return p;
    }
}

bool ast_pack_item(Mem *mem, PackedItems *bytes, const TableItem *item,
                   uint32_t line, bool constants)
{
    unsigned key = part_kind(item->key, item, constants);
    unsigned value = part_kind(item->value, item, constants);
    VEC_RESERVE(mem, bytes, 1 + 3 * LEB_MAX);
    uint8_t *p = bytes->items + bytes->count;
    *p++ = (uint8_t)(key | value << 4);
    p = leb_unsigned(p, item->line - line);
    p = pack_part(p, key, item->key);
    p = pack_part(p, value, item->value);
    bytes->count = (size_t)(p - bytes->items);
    return key != PART_NODE && value != PART_NODE;
}

static Expr *unpack_part(ItemCursor *c, unsigned kind, ConstExpr *to)
{
    const uint8_t *p = c->at;
    Expr *node = &to->base;
    *node = (Expr){(uint8_t)kind, 0, c->line};
    switch (kind) {
    case EXPR_INT: c->at = leb_read_signed(p, &to->integer.value); break;
    case EXPR_FLOAT:
        memcpy(&to->number.value, p, sizeof(double));
        c->at += sizeof(double);
        break;
    case EXPR_STRING:
        memcpy(&to->string.value, p, sizeof(Str *));
        c->at += sizeof(Str *);
        break;
    case PART_NODE:
        memcpy(&node, p, sizeof node);
        c->at += sizeof node;
        break;
    case PART_NONE: return NULL;
    default: break;
    }
    return node;
}

ItemCursor ast_items(const TableExpr *t)
{
    ItemCursor c = {.chunk = t->items};
    if (c.chunk != NULL)
        c.at = c.chunk->bytes;
    return c;
}

bool ast_next_item(ItemCursor *c, TableItem *item)
{
    uint64_t lines;
    if (c->chunk == NULL)
        return false;
    unsigned kinds = *c->at;
    c->at = leb_read_unsigned(c->at + 1, &lines);
    c->line += (uint32_t)lines;
    item->line = c->line;
    item->key = unpack_part(c, kinds & 15, &c->key);
    item->value = unpack_part(c, kinds >> 4, &c->value);
    if (c->at == c->chunk->bytes + c->chunk->nbytes) {
        c->chunk = c->chunk->next;
        if (c->chunk != NULL)
            c->at = c->chunk->bytes;
    }
    return true;
}

/* What is to be printed: one of these, or only a word. */
typedef struct Item {
    const Expr *expr;
    const Stat *stat;
    const Func *func;
    const char *word;
    uint32_t indent;
} Item;

typedef struct Dump {
    FILE *out;
    Item *items; /* a stack: the next one on top */
    size_t count, cap;
    uint32_t indent;
} Dump;

enum { DEEPEST_INDENT = 40 }; /* deeper nodes tell their depth instead */

static void push(Dump *d, Item item)
{
    if (d->count == d->cap) {
        size_t cap = d->cap == 0 ? 64 : d->cap * 2;
        Item *items = realloc(d->items, cap * sizeof *items);
        if (items == NULL)
            return; /* the dump ends early; it is only read by people */
        d->items = items;
        d->cap = cap;
    }
    item.indent += d->indent;
    d->items[d->count++] = item;
}

static void part(Dump *d, const Expr *e)
{
    if (e != NULL)
        push(d, (Item){.expr = e, .indent = 1});
}

static void parts(Dump *d, Expr *const *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        part(d, list[i]);
}

static void word(Dump *d, const char *text)
{
    push(d, (Item){.word = text, .indent = 1});
}

/* A list of statements, one level below `more` others. */
static void body(Dump *d, const Stat *s, uint32_t more)
{
    for (; s != NULL; s = s->next)
        push(d, (Item){.stat = s, .indent = 1 + more});
}

static void show_bytes(FILE *out, const Str *s)
{
    putc('"', out);
    for (uint32_t i = 0; i < s->nbytes; i++) {
        unsigned char c = (unsigned char)s->bytes[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ' || c == 0x7f)
            fprintf(out, "\\%03u", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static const char *const binary_names[] = {
    "add", "sub", "mul", "mod", "pow", "div", "idiv", "band", "bor", "bxor",
    "shl", "shr", "concat", "eq", "ne", "lt", "le", "gt", "ge", "and", "or",
};
static const char *const unary_names[] = {"minus", "bnot", "not", "len"};

static void show_table(Dump *d, const TableExpr *t)
{
    fprintf(d->out, "table");
    ItemCursor c = ast_items(t);
    TableItem item; /* its parts are nodes: they were kept for this */
    while (ast_next_item(&c, &item)) {
        if (item.key != NULL) {
            word(d, "key");
            part(d, item.key);
        }
        part(d, item.value);
    }
}

static void show_call(Dump *d, const CallExpr *c)
{
    if (c->method != NULL)
        fprintf(d->out, "call method %s", c->method->bytes);
    else
        fprintf(d->out, "call");
    part(d, c->callee);
    parts(d, c->args, c->nargs);
}

static void show_expr(Dump *d, const Expr *e)
{
    FILE *out = d->out;
    switch ((ExprKind)e->kind) {
    case EXPR_NIL: fputs("nil", out); break;
    case EXPR_FALSE: fputs("false", out); break;
    case EXPR_TRUE: fputs("true", out); break;
    case EXPR_INT:
        fprintf(out, "int %" PRId64, AS(const IntExpr, e)->value);
        break;
    case EXPR_FLOAT:
        fprintf(out, "float %.17g", AS(const FloatExpr, e)->value);
        break;
    case EXPR_STRING:
        fputs("string ", out);
        show_bytes(out, AS(const StringExpr, e)->value);
        break;
    case EXPR_VARARG: fputs("vararg", out); break;
    case EXPR_FUNCTION:
        fputs("function", out);
        push(d, (Item){.func = AS(const FunctionExpr, e)->func, .indent = 1});
        break;
    case EXPR_TABLE: show_table(d, AS(const TableExpr, e)); break;
    case EXPR_PAREN:
        fputs("paren", out);
        part(d, AS(const ParenExpr, e)->inner);
        break;
    case EXPR_LOCAL:
        fprintf(out, "local %s", AS(const LocalExpr, e)->var->name->bytes);
        break;
    case EXPR_UPVALUE:
        fprintf(out, "upvalue %" PRIu32 " %s",
                AS(const UpvalueExpr, e)->index,
                AS(const UpvalueExpr, e)->var->name->bytes);
        break;
    case EXPR_GLOBAL:
        fprintf(out, "global %s", AS(const GlobalExpr, e)->name->bytes);
        break;
    case EXPR_INDEX:
        fputs("index", out);
        part(d, AS(const IndexExpr, e)->object);
        part(d, AS(const IndexExpr, e)->key);
        break;
    case EXPR_CALL: show_call(d, AS(const CallExpr, e)); break;
    case EXPR_UNARY:
        fputs(unary_names[e->op], out);
        part(d, AS(const UnaryExpr, e)->operand);
        break;
    case EXPR_ARITH: case EXPR_CONCAT: case EXPR_COMPARE: case EXPR_LOGIC:
        fputs(binary_names[e->op], out);
        part(d, AS(const BinaryExpr, e)->left);
        part(d, AS(const BinaryExpr, e)->right);
        break;
    }
}

static void show_vars(Dump *d, Var *const *vars, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const Var *v = vars[i];
        fprintf(d->out, " %s", v->name->bytes);
        if (v->attr != VAR_PLAIN)
            fputs(v->attr == VAR_CONST ? " <const>" : " <close>", d->out);
        if (v->captured)
            fputs(v->assigned ? " (captured, assigned)" : " (captured)",
                  d->out);
        if (i + 1 < n)
            putc(',', d->out);
    }
}

static void show_if(Dump *d, const IfStat *s)
{
    fputs("if", d->out);
    for (uint32_t i = 0; i < s->nclauses; i++) {
        part(d, s->clauses[i].cond);
        word(d, "then");
        body(d, s->clauses[i].body, 1);
    }
    if (s->otherwise != NULL) {
        word(d, "else");
        body(d, s->otherwise, 1);
    }
}

static void show_for(Dump *d, const ForNumStat *s)
{
    fputs("for", d->out);
    show_vars(d, &s->var, 1);
    part(d, s->start);
    part(d, s->limit);
    part(d, s->step);
    word(d, "do");
    body(d, s->body, 1);
}

static void show_for_in(Dump *d, const ForInStat *s)
{
    fputs("for", d->out);
    show_vars(d, s->vars, s->nvars);
    fputs(" in", d->out);
    parts(d, s->values, s->nvalues);
    word(d, "do");
    body(d, s->body, 1);
}

static void show_local(Dump *d, const LocalStat *s)
{
    const Var *last = s->vars[s->nvars - 1];
    fputs("local", d->out);
    show_vars(d, s->vars, s->nvars);
    parts(d, s->values, s->nvalues);
    part(d, last->value);
}

static void show_assign(Dump *d, const AssignStat *s)
{
    fputs("assign", d->out);
    parts(d, s->targets, s->ntargets);
    word(d, "values");
    parts(d, s->values, s->nvalues);
}

static void show_label(FILE *out, const char *what, const Label *label)
{
    if (label->name == NULL)
        fputs("break", out);
    else
        fprintf(out, "%s %s", what, label->name->bytes);
}

static void show_stat(Dump *d, const Stat *s)
{
    FILE *out = d->out;
    switch ((StatKind)s->kind) {
    case STAT_LOCAL: show_local(d, AS(const LocalStat, s)); break;
    case STAT_LOCAL_FUNCTION:
        fputs("local", out);
        show_vars(d, &AS(const LocalFunctionStat, s)->var, 1);
        part(d, AS(const LocalFunctionStat, s)->function);
        break;
    case STAT_SET:
        fputs("set", out);
        part(d, AS(const SetStat, s)->target);
        part(d, AS(const SetStat, s)->value);
        break;
    case STAT_ASSIGN: show_assign(d, AS(const AssignStat, s)); break;
    case STAT_CALL:
        fputs("do call", out);
        part(d, AS(const CallStat, s)->call);
        break;
    case STAT_DO:
        fputs("do", out);
        body(d, AS(const DoStat, s)->body, 0);
        break;
    case STAT_WHILE:
        fputs("while", out);
        part(d, AS(const WhileStat, s)->cond);
        word(d, "do");
        body(d, AS(const WhileStat, s)->body, 1);
        break;
    case STAT_REPEAT:
        fputs("repeat", out);
        body(d, AS(const RepeatStat, s)->body, 0);
        word(d, "until");
        part(d, AS(const RepeatStat, s)->cond);
        break;
    case STAT_IF: show_if(d, AS(const IfStat, s)); break;
    case STAT_FOR_NUM: show_for(d, AS(const ForNumStat, s)); break;
    case STAT_FOR_IN: show_for_in(d, AS(const ForInStat, s)); break;
    case STAT_RETURN:
        fputs("return", out);
        parts(d, AS(const ReturnStat, s)->values,
              AS(const ReturnStat, s)->nvalues);
        break;
    case STAT_GOTO:
        show_label(out, "goto", AS(const GotoStat, s)->label);
        break;
    case STAT_LABEL:
        show_label(out, "label", AS(const LabelStat, s)->label);
        break;
    }
}

static void show_func(Dump *d, const Func *f)
{
    fprintf(d->out, "lines %" PRIu32 "..%" PRIu32, f->first_line,
            f->last_line);
    if (f->nparams > 0) {
        fputs(" params", d->out);
        show_vars(d, f->params, f->nparams);
    }
    if (f->is_vararg)
        fputs(" vararg", d->out);
    body(d, f->body, 0);
}

/* What was pushed last stands on top; the parts were pushed in order. */
static void reverse(Item *items, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        Item t = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = t;
    }
}

static void show(Dump *d, Item item)
{
    if (item.indent <= DEEPEST_INDENT)
        fprintf(d->out, "%*s", (int)item.indent * 2, "");
    else
        fprintf(d->out, "%*s(%" PRIu32 ") ", DEEPEST_INDENT * 2, "",
                item.indent);
    d->indent = item.indent;
    size_t base = d->count;
    if (item.expr != NULL)
        show_expr(d, item.expr);
    else if (item.stat != NULL)
        show_stat(d, item.stat);
    else if (item.func != NULL)
        show_func(d, item.func);
    else
        fputs(item.word, d->out);
    putc('\n', d->out);
    if (d->count > base)
        reverse(d->items + base, d->count - base);
}

void ast_dump(FILE *out, const Func *func)
{
    Dump d = {.out = out};
    push(&d, (Item){.func = func});
    while (d.count > 0)
        show(&d, d.items[--d.count]);
    free(d.items);
}
