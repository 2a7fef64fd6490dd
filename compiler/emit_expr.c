/*
 * compiler/emit_expr.c -- code of expressions.
 *
 * Destination-driven: whoever wants a value says where (emit_to), and the
 * last instruction of its computation writes there. A condition is told
 * where to jump and when (emit_branch). In a value like `a and b or c` the
 * two meet: a branch that decides the value takes it along (Goal.set).
 *
 * Source of the idea: R. K. Dybvig, R. Hieb and T. Butler, "Destination-
 * driven code generation", 1990.
 *
 * Operators that group to the left and suffixes make trees as deep as the
 * source is long. They are walked down their left spine onto a stack and
 * back; only what the parser recursed on is recursed on here.
 *
 * Read     emit_to, chain, arith, branch, logic_value.
 */
#include "compiler/emit_int.h"

enum { MAX_KSS = BC_MAX_K16, MAX_INT_KEY = 65535 };

enum { FLUSH = 50 }; /* list items of a constructor that wait in registers */

/* ---- operands ---------------------------------------------------------- */

static bool is_number(const Expr *e)
{
    return e->kind == EXPR_INT || e->kind == EXPR_FLOAT;
}

/* The value as a constant, if instructions may hold its index. */
static bool constant_operand(Emit *em, const Expr *e, Operand *out)
{
    if (!ast_is_constant(e))
        return false;
    *out = (Operand){true, code_const(em, e)};
    return out->at <= BC_MAX_KFAST;
}

int32_t emit_reg(Emit *em, Expr *e)
{
    if (e->kind == EXPR_LOCAL)
        return AS(LocalExpr, e)->var->reg;
    int32_t reg = em->free_reg;
    emit_next(em, e);
    return reg;
}

void emit_next(Emit *em, Expr *e)
{
    emit_to(em, e, em->free_reg);
    code_reserve(em, 1);
}

Operand emit_operand(Emit *em, Expr *e)
{
    Operand o;
    if (!constant_operand(em, e, &o))
        o = (Operand){false, emit_reg(em, e)};
    return o;
}

bool emit_field(Emit *em, const Expr *key, int32_t *index)
{
    if (key->kind != EXPR_STRING)
        return false;
    *index = code_const_string(em, AS(const StringExpr, key)->value);
    return *index <= MAX_KSS;
}

Key emit_key(Emit *em, Expr *e)
{
    Key key = {KEY_FIELD, 0};
    if (emit_field(em, e, &key.at))
        return key;
    if (e->kind == EXPR_INT) {
        int64_t i = AS(IntExpr, e)->value;
        if (i >= 0 && i <= MAX_INT_KEY)
            return (Key){KEY_INT, (int32_t)i};
    }
    return (Key){KEY_REG, emit_reg(em, e)};
}

static void put_get(Emit *em, int32_t dst, int32_t object, Key key)
{
    static const OpCode ops[] = {
        [KEY_REG] = OP_GETTABLE,
        [KEY_FIELD] = OP_GETFIELD,
        [KEY_INT] = OP_GETINDEX,
    };
    code_put(em, ops[key.kind], dst, object, key.at);
}

/* ---- simple values ----------------------------------------------------- */

static void constant_to(Emit *em, const Expr *e, int32_t dst)
{
    int64_t i;
    switch (e->kind) {
    case EXPR_NIL: code_nil(em, dst, 1); return;
    case EXPR_FALSE: code_put(em, OP_LOADFALSE, dst, 0, 0); return;
    case EXPR_TRUE: code_put(em, OP_LOADTRUE, dst, 0, 0); return;
    case EXPR_INT:
        i = AS(const IntExpr, e)->value;
        if (i >= INT32_MIN && i <= INT32_MAX) {
            code_put(em, OP_LOADI, dst, (int32_t)i, 0);
            return;
        }
        break;
    default: break;
    }
    code_put(em, OP_LOADK, dst, code_const(em, e), 0);
}

static void move(Emit *em, int32_t dst, int32_t src)
{
    if (dst != src)
        code_put(em, OP_MOVE, dst, src, 0);
}

static void global_to(Emit *em, GlobalExpr *e, int32_t dst)
{
    StringExpr name = {{EXPR_STRING, 0, e->base.line}, e->name};
    int32_t index, saved = em->free_reg;
    if (e->env->kind == EXPR_UPVALUE &&
        emit_field(em, &name.base, &index)) {
        em->line = e->base.line;
        code_put(em, OP_GETTABUP, dst,
                 (int32_t)AS(UpvalueExpr, e->env)->index, index);
        return;
    }
    int32_t env = emit_reg(em, e->env);
    Key key = emit_key(em, &name.base);
    em->line = e->base.line;
    put_get(em, dst, env, key);
    em->free_reg = saved;
}

static void table_to(Emit *em, TableExpr *t, int32_t dst);
static void chain_to(Emit *em, Expr *e, int32_t dst);
static void unary_to(Emit *em, UnaryExpr *e, int32_t dst);
static void arith(Emit *em, Expr *e, int32_t dst);
static void concat(Emit *em, Expr *e, int32_t dst);
static void logic_value(Emit *em, Expr *e, int32_t dst, uint32_t line);

void emit_to(Emit *em, Expr *e, int32_t dst)
{
    em->line = e->line;
    switch ((ExprKind)e->kind) {
    case EXPR_NIL: case EXPR_FALSE: case EXPR_TRUE: case EXPR_INT:
    case EXPR_FLOAT: case EXPR_STRING: constant_to(em, e, dst); break;
    case EXPR_VARARG: code_put(em, OP_VARARG, dst, 2, 0); break;
    case EXPR_FUNCTION:
        code_put(em, OP_CLOSURE, dst,
                 (int32_t)AS(FunctionExpr, e)->func->child_index, 0);
        break;
    case EXPR_TABLE: table_to(em, AS(TableExpr, e), dst); break;
    case EXPR_PAREN: emit_to(em, AS(ParenExpr, e)->inner, dst); break;
    case EXPR_LOCAL: move(em, dst, AS(LocalExpr, e)->var->reg); break;
    case EXPR_UPVALUE:
        code_put(em, OP_GETUPVAL, dst,
                 (int32_t)AS(UpvalueExpr, e)->index, 0);
        break;
    case EXPR_GLOBAL: global_to(em, AS(GlobalExpr, e), dst); break;
    case EXPR_INDEX: case EXPR_CALL: chain_to(em, e, dst); break;
    case EXPR_UNARY: unary_to(em, AS(UnaryExpr, e), dst); break;
    case EXPR_ARITH: arith(em, e, dst); break;
    case EXPR_CONCAT: concat(em, e, dst); break;
    case EXPR_COMPARE: case EXPR_LOGIC:
        logic_value(em, e, dst, AS(BinaryExpr, e)->value_line);
        break;
    }
}

/* ---- suffixes: a.b[c](d):e(f) ------------------------------------------ */

/* A chain in work. Its value so far is in register `at`, or still upvalue
   `upvalue`; temporaries begin at `base`, the only one kept. */
typedef struct Chain {
    int32_t base, at, upvalue;
} Chain;

/* The value is in `base` now. */
static void chain_hold(Emit *em, Chain *c)
{
    c->at = c->base;
    em->free_reg = c->base;
    code_reserve(em, 1);
}

/* Begin with `head`; `next` is what hangs on it. */
static void chain_begin(Emit *em, Chain *c, Expr *head, const Expr *next)
{
    bool called = next->kind == EXPR_CALL &&
                  AS(const CallExpr, next)->method == NULL;
    int32_t index;
    c->base = em->free_reg;
    c->upvalue = -1;
    if (head->kind == EXPR_LOCAL && !called) {
        c->at = AS(LocalExpr, head)->var->reg;
    } else if (head->kind == EXPR_UPVALUE && next->kind == EXPR_INDEX &&
               emit_field(em, AS(const IndexExpr, next)->key, &index)) {
        c->upvalue = (int32_t)AS(UpvalueExpr, head)->index;
    } else {
        emit_to(em, head, c->base);
        chain_hold(em, c);
    }
}

static void chain_index(Emit *em, Chain *c, const IndexExpr *e,
                        int32_t dst)
{
    Key key = emit_key(em, e->key);
    em->line = e->base.line;
    if (c->upvalue >= 0)
        code_put(em, OP_GETTABUP, dst, c->upvalue, key.at);
    else
        put_get(em, dst, c->at, key);
    c->upvalue = -1;
    c->at = dst;
    em->free_reg = c->base;
}

/* Function and self into their registers. */
static void chain_method(Emit *em, Chain *c, const CallExpr *e)
{
    int32_t key = code_const_string(em, e->method);
    em->free_reg = c->base;
    code_reserve(em, 3);
    em->line = e->method_line;
    if (key <= MAX_KSS) {
        code_put(em, OP_SELF, c->base, c->at, key);
        return;
    }
    code_put(em, OP_MOVE, c->base + 2, c->at, 0);
    code_put(em, OP_LOADK, c->base + 1, key, 0);
    code_put(em, OP_GETTABLE, c->base, c->base + 2, c->base + 1);
}

/* The call's operands: function at base, then the link, then arguments.
   Returns B of the call. */
static int32_t chain_args(Emit *em, Chain *c, const CallExpr *e)
{
    int32_t self = 0;
    if (e->method != NULL) {
        chain_method(em, c, e);
        self = 1;
    } else {
        code_reserve(em, 1); /* the link */
    }
    int32_t n = emit_open_list(em, e->args, e->nargs);
    em->line = e->base.line;
    return n == 0 ? 0 : n + self;
}

static void chain_call(Emit *em, Chain *c, const CallExpr *e,
                       int32_t nresults)
{
    int32_t b = chain_args(em, c, e);
    code_put(em, OP_CALL, c->base, b, nresults + 1);
    c->at = c->base;
    em->free_reg = c->base;
}

/* Push the chain's parts. Returns its head. */
static Expr *push_chain(Emit *em, Expr *e)
{
    while (e->kind == EXPR_INDEX || e->kind == EXPR_CALL) {
        VEC_PUSH(em->mem, &em->spine, e);
        e = e->kind == EXPR_INDEX ? AS(IndexExpr, e)->object
                                  : AS(CallExpr, e)->callee;
    }
    return e;
}

/* All of a chain but its last part, which `e` is. */
static Chain chain_prefix(Emit *em, Expr *e)
{
    Chain c;
    size_t start = em->spine.count;
    Expr *head = push_chain(em, e);
    chain_begin(em, &c, head, em->spine.items[em->spine.count - 1]);
    while (em->spine.count > start + 1) {
        Expr *part = em->spine.items[--em->spine.count];
        if (part->kind == EXPR_INDEX)
            chain_index(em, &c, AS(IndexExpr, part), c.base);
        else
            chain_call(em, &c, AS(CallExpr, part), 1);
        chain_hold(em, &c);
    }
    em->spine.count = start;
    return c;
}

static void chain_to(Emit *em, Expr *e, int32_t dst)
{
    Chain c = chain_prefix(em, e);
    if (e->kind == EXPR_INDEX) {
        chain_index(em, &c, AS(IndexExpr, e), dst);
    } else {
        chain_call(em, &c, AS(CallExpr, e), 1);
        move(em, dst, c.at);
    }
}

void emit_multi(Emit *em, Expr *e, int32_t n)
{
    if (e->kind == EXPR_CALL) {
        Chain c = chain_prefix(em, e);
        chain_call(em, &c, AS(CallExpr, e), n);
    } else if (n != 0) {
        em->line = e->line;
        code_put(em, OP_VARARG, em->free_reg, n + 1, 0);
        code_reserve(em, 1); /* even if there are none */
        em->free_reg--;
    }
}

void emit_tail_call(Emit *em, Expr *call)
{
    Chain c = chain_prefix(em, call);
    int32_t b = chain_args(em, &c, AS(CallExpr, call));
    code_put(em, em->func->closes ? OP_TAILCALLC : OP_TAILCALL, c.base, b, 0);
    em->free_reg = c.base;
}

/* ---- lists ------------------------------------------------------------- */

int32_t emit_open_list(Emit *em, Expr **values, uint32_t nvalues)
{
    for (uint32_t i = 0; i < nvalues; i++) {
        if (i == nvalues - 1 && ast_is_multi(values[i])) {
            emit_multi(em, values[i], -1);
            return 0;
        }
        emit_next(em, values[i]);
    }
    return (int32_t)nvalues + 1;
}

void emit_list(Emit *em, Expr **values, uint32_t nvalues, uint32_t want)
{
    int32_t base = em->free_reg;
    for (uint32_t i = 0; i < nvalues; i++) {
        Expr *e = values[i];
        if (i == nvalues - 1 && ast_is_multi(e)) {
            int32_t rest = want > i ? (int32_t)(want - i) : 0;
            emit_multi(em, e, rest);
            code_reserve(em, rest);
            nvalues += rest > 0 ? (uint32_t)rest - 1 : 0;
            break;
        }
        emit_next(em, e); /* one too many is evaluated nevertheless */
        if (i >= want)
            em->free_reg--;
    }
    if (nvalues < want) {
        code_nil(em, base + (int32_t)nvalues, (int32_t)(want - nvalues));
        code_reserve(em, (int32_t)(want - nvalues));
    }
}

/* ---- constructors ------------------------------------------------------ */

static void set_field(Emit *em, int32_t table, const TableItem *item)
{
    static const OpCode ops[][2] = {
        [KEY_REG] = {OP_SETTABLE, OP_SETTABLEK},
        [KEY_FIELD] = {OP_SETFIELD, OP_SETFIELDK},
        [KEY_INT] = {OP_SETINDEX, OP_SETINDEXK},
    };
    int32_t base = em->free_reg;
    Key key = emit_key(em, item->key);
    Operand value = emit_operand(em, item->value);
    em->line = item->line;
    code_put(em, ops[key.kind][value.is_const], table, key.at, value.at);
    em->free_reg = base;
}

/* The items of a constructor into the table, which is below the first free
   register. Returns how many of the list are stored by then; the others
   wait in registers, the last maybe open. */
static int32_t table_items(Emit *em, const TableExpr *t)
{
    int32_t table = em->free_reg - 1, stored = 0;
    ItemCursor c = ast_items(t);
    TableItem item;
    for (uint32_t left = t->nitems; ast_next_item(&c, &item); left--) {
        if (item.key != NULL) {
            set_field(em, table, &item);
            continue;
        }
        if (left == 1 && t->open) {
            emit_multi(em, item.value, -1);
            break;
        }
        if (em->free_reg - table > FLUSH) {
            code_put(em, OP_SETLIST, table, stored, FLUSH + 1);
            stored += FLUSH;
            em->free_reg = table + 1;
        }
        emit_next(em, item.value);
    }
    return stored;
}

static int32_t hint(uint32_t n)
{
    return n < BC_MAX_K16 ? (int32_t)n : BC_MAX_K16;
}

static void table_to(Emit *em, TableExpr *t, int32_t dst)
{
    int32_t table = em->free_reg;
    if (t->nitems == 0) {
        code_put(em, OP_NEWTABLE, dst, 0, 0);
        return;
    }
    code_reserve(em, 1);
    code_put(em, OP_NEWTABLE, table, hint(t->nlist - t->open),
             hint(t->nitems - t->nlist));
    int32_t stored = table_items(em, t);
    int32_t waiting = em->free_reg - table - 1;
    em->line = t->end_line;
    if (t->open || waiting > 0)
        code_put(em, OP_SETLIST, table, stored, t->open ? 0 : waiting + 1);
    em->free_reg = table;
    move(em, dst, table);
}

/* ---- operators --------------------------------------------------------- */

/* An instruction of an operator with at most one constant operand. The
   forms stand in the order of the operators, see below. */
static void put_arith(Emit *em, BinOp op, int32_t dst, Operand l,
                      Operand r)
{
    int base = r.is_const ? OP_ADDRK : l.is_const ? OP_ADDKR : OP_ADD;
    code_put(em, (OpCode)(base + (int)op), dst, l.at, r.at);
}

_Static_assert(OP_SHR - OP_ADD == BIN_SHR && OP_SHRRK - OP_ADDRK == BIN_SHR &&
                   OP_SHRKR - OP_ADDKR == BIN_SHR,
               "operators and instructions in one order");

/* A number as constant, anything else in a register. */
static Operand number_operand(Emit *em, Expr *e)
{
    Operand o;
    if (!is_number(e) || !constant_operand(em, e, &o))
        o = (Operand){false, emit_reg(em, e)};
    return o;
}

static void arith(Emit *em, Expr *e, int32_t dst)
{
    size_t start = em->spine.count;
    int32_t base = em->free_reg;
    for (; e->kind == EXPR_ARITH; e = AS(BinaryExpr, e)->left)
        VEC_PUSH(em->mem, &em->spine, e);
    /* Of two constants, the left one goes to a register. */
    Expr *first = em->spine.items[em->spine.count - 1];
    bool both = is_number(AS(BinaryExpr, first)->right);
    Operand l = both ? (Operand){false, emit_reg(em, e)}
                     : number_operand(em, e);
    while (em->spine.count > start) {
        BinaryExpr *node =
            AS(BinaryExpr, em->spine.items[--em->spine.count]);
        Operand r = number_operand(em, node->right);
        bool last = em->spine.count == start;
        em->line = node->base.line;
        em->free_reg = base;
        put_arith(em, node->base.op, last ? dst : base, l, r);
        if (!last)
            code_reserve(em, 1);
        l = (Operand){false, base};
    }
}

/* A run of `..` is one instruction. */
static void concat(Emit *em, Expr *e, int32_t dst)
{
    int32_t base = em->free_reg;
    uint32_t line = e->line;
    for (; e->kind == EXPR_CONCAT; e = AS(BinaryExpr, e)->right) {
        line = e->line;
        emit_next(em, AS(BinaryExpr, e)->left);
    }
    emit_next(em, e);
    em->line = line;
    code_put(em, OP_CONCAT, dst, base, em->free_reg - base);
    em->free_reg = base;
}

static void unary_to(Emit *em, UnaryExpr *e, int32_t dst)
{
    static const OpCode ops[] = {
        [UN_MINUS] = OP_UNM, [UN_BNOT] = OP_BNOT,
        [UN_NOT] = OP_NOT, [UN_LEN] = OP_LEN,
    };
    if (e->base.op == UN_NOT && ast_is_condition(e->operand)) {
        logic_value(em, &e->base, dst, e->base.line);
        return;
    }
    int32_t base = em->free_reg;
    int32_t operand = emit_reg(em, e->operand);
    em->line = e->base.line;
    em->free_reg = base;
    code_put(em, ops[e->base.op], dst, operand, 0);
}

/* ---- comparisons ------------------------------------------------------- */

/* The forms of a comparison, each followed by its negation. */
typedef struct CompareOps {
    OpCode rr, rk, kr;
} CompareOps;

_Static_assert(OP_JNEQ == OP_JEQ + 1 && OP_JNLT == OP_JLT + 1 &&
                   OP_JNLE == OP_JLE + 1 && OP_JNEQK == OP_JEQK + 1 &&
                   OP_JNLTRK == OP_JLTRK + 1 && OP_JNLERK == OP_JLERK + 1 &&
                   OP_JNLTKR == OP_JLTKR + 1 && OP_JNLEKR == OP_JLEKR + 1,
               "a negation stands behind its comparison");

/* The jump for l op r; `op` is BIN_EQ to BIN_GE. */
static void put_compare(Emit *em, BinOp op, Operand l, Operand r, bool sense,
                        int32_t label)
{
    static const CompareOps equal = {OP_JEQ, OP_JEQK, OP_JEQK};
    static const CompareOps less = {OP_JLT, OP_JLTRK, OP_JLTKR};
    static const CompareOps less_equal = {OP_JLE, OP_JLERK, OP_JLEKR};
    const CompareOps *ops = &equal;
    bool is_equality = op == BIN_EQ || op == BIN_NE;
    if (!is_equality)
        ops = op == BIN_LT || op == BIN_GT ? &less : &less_equal;
    if (op == BIN_GT || op == BIN_GE || (is_equality && l.is_const)) {
        Operand t = l; /* a > b is b < a */
        l = r;
        r = t;
    }
    OpCode code = r.is_const ? ops->rk : l.is_const ? ops->kr : ops->rr;
    if (sense == (op == BIN_NE))
        code = (OpCode)(code + 1);
    code_jump(em, code, l.at, r.at, label);
}

/* May a comparison of this kind have e as its constant operand? */
static Operand compare_operand(Emit *em, BinOp op, Expr *e)
{
    if (op == BIN_EQ || op == BIN_NE)
        return emit_operand(em, e);
    return number_operand(em, e);
}

/* One comparison, the left side of which is known. */
static void compare_with(Emit *em, BinaryExpr *e, Operand l, bool sense,
                         int32_t label)
{
    Operand r = compare_operand(em, e->base.op, e->right);
    em->line = e->base.line;
    put_compare(em, e->base.op, l, r, sense, label);
}

static Operand compare_left(Emit *em, BinaryExpr *e)
{
    if (ast_is_constant(e->right))
        return (Operand){false, emit_reg(em, e->left)};
    return compare_operand(em, e->base.op, e->left);
}

/* The truth of a comparison, as a value in dst. */
static void put_truth(Emit *em, int32_t dst, int32_t if_true)
{
    int32_t end = code_new_label(em);
    code_put(em, OP_LOADFALSE, dst, 0, 0);
    code_jump(em, OP_JMP, 0, 0, end);
    code_place(em, if_true);
    code_put(em, OP_LOADTRUE, dst, 0, 0);
    code_place(em, end);
}

/* Jump on a comparison; comparisons on its left are values. */
static void compare(Emit *em, Expr *e, bool sense, int32_t label)
{
    size_t start = em->spine.count;
    int32_t base = em->free_reg;
    for (; e->kind == EXPR_COMPARE; e = AS(BinaryExpr, e)->left)
        VEC_PUSH(em->mem, &em->spine, e);
    BinaryExpr *node = AS(BinaryExpr, em->spine.items[--em->spine.count]);
    Operand l = compare_left(em, node);
    while (em->spine.count > start) {
        int32_t if_true = code_new_label(em);
        compare_with(em, node, l, true, if_true);
        em->line = node->value_line;
        em->free_reg = base;
        put_truth(em, base, if_true);
        code_reserve(em, 1);
        l = (Operand){false, base};
        node = AS(BinaryExpr, em->spine.items[--em->spine.count]);
    }
    compare_with(em, node, l, sense, label);
    em->free_reg = base;
}

/* ---- conditions -------------------------------------------------------- */

/* A value that is decided by jumps. */
typedef struct Decision {
    int32_t dst;
    int32_t end;      /* dst has the value */
    int32_t truth[2]; /* dst is to become false, true; NO_LABEL: unused */
    uint32_t line;    /* of what makes it so */
} Decision;

static int32_t truth_label(Emit *em, Decision *d, bool sense)
{
    if (d->truth[sense] == NO_LABEL)
        d->truth[sense] = code_new_label(em);
    return d->truth[sense];
}

static bool truth_of(const Expr *constant)
{
    return constant->kind > EXPR_FALSE;
}

/* Take the value of e along if its truth is `sense`. */
static void leaf_set(Emit *em, Expr *e, Goal g, Decision *d)
{
    if (e->kind != EXPR_LOCAL && d->dst == em->free_reg) {
        emit_to(em, e, d->dst);
        em->line = g.line;
        code_jump(em, g.sense ? OP_JT : OP_JF, d->dst, 0, g.label);
        return;
    }
    int32_t base = em->free_reg;
    int32_t reg = emit_reg(em, e);
    em->free_reg = base;
    em->line = g.line;
    if (reg == d->dst)
        code_jump(em, g.sense ? OP_JT : OP_JF, reg, 0, g.label);
    else
        code_jump(em, g.sense ? OP_JTSET : OP_JFSET, d->dst, reg, g.label);
}

static void leaf(Emit *em, Expr *e, Goal g, Decision *d)
{
    if (e->kind == EXPR_COMPARE) {
        if (g.set)
            g.label = truth_label(em, d, g.sense);
        compare(em, e, g.sense, g.label);
        return;
    }
    if (ast_is_constant(e)) {
        if (truth_of(e) != g.sense)
            return;
        if (g.set)
            emit_to(em, e, d->dst);
        em->line = g.line;
        code_jump(em, OP_JMP, 0, 0, g.label);
        return;
    }
    if (g.set) {
        leaf_set(em, e, g, d);
        return;
    }
    int32_t base = em->free_reg;
    int32_t reg = emit_reg(em, e);
    em->free_reg = base;
    em->line = g.line;
    code_jump(em, g.sense ? OP_JT : OP_JF, reg, 0, g.label);
}

/* The goal of the left side of `and` (or `or`) whose own goal is g: what
   decides the whole goes where the whole goes; what does not decide it
   either falls through to the right side or skips it. */
static Goal left_goal(Emit *em, const Expr *e, Goal g, int32_t *skip)
{
    bool deciding = e->op == BIN_OR;
    *skip = NO_LABEL;
    g.line = e->line;
    if (g.sense == deciding)
        return g;
    *skip = code_new_label(em);
    return (Goal){deciding, false, *skip, e->line};
}

static void branch(Emit *em, Expr *e, Goal g, Decision *d)
{
    size_t start = em->pending.count;
    for (;;) {
        if (e->kind == EXPR_UNARY && e->op == UN_NOT) {
            int32_t label = g.set ? truth_label(em, d, g.sense) : g.label;
            g = (Goal){!g.sense, false, label, g.line};
            e = AS(UnaryExpr, e)->operand;
        } else if (e->kind == EXPR_LOGIC) {
            Pending p = {AS(BinaryExpr, e)->right, g, NO_LABEL};
            g = left_goal(em, e, g, &p.skip);
            VEC_PUSH(em->mem, &em->pending, p);
            e = AS(BinaryExpr, e)->left;
        } else {
            break;
        }
    }
    leaf(em, e, g, d);
    while (em->pending.count > start) {
        Pending p = em->pending.items[--em->pending.count];
        branch(em, p.right, p.goal, d);
        if (p.skip != NO_LABEL)
            code_place(em, p.skip);
    }
}

void emit_branch(Emit *em, Expr *e, bool sense, int32_t label,
                 uint32_t line)
{
    branch(em, e, (Goal){sense, false, label, line}, NULL);
}

/* Values that are no operand's: false, then true. Falling in from above
   means false if `falls`, else that dst has its value. */
static void put_decision(Emit *em, Decision *d, bool falls)
{
    int32_t f = d->truth[false], t = d->truth[true];
    em->line = d->line;
    if (f != NO_LABEL || falls) {
        if (!falls)
            code_jump(em, OP_JMP, 0, 0, d->end);
        if (f != NO_LABEL)
            code_place(em, f);
        code_put(em, OP_LOADFALSE, d->dst, 0, 0);
    }
    if (t != NO_LABEL) {
        code_jump(em, OP_JMP, 0, 0, d->end);
        code_place(em, t);
        code_put(em, OP_LOADTRUE, d->dst, 0, 0);
    }
    code_place(em, d->end);
}

static void logic_value(Emit *em, Expr *e, int32_t dst, uint32_t line)
{
    Decision d = {dst, code_new_label(em), {NO_LABEL, NO_LABEL}, line};
    while (e->kind == EXPR_LOGIC) {
        Goal g = {e->op == BIN_OR, true, d.end, e->line};
        branch(em, AS(BinaryExpr, e)->left, g, &d);
        e = AS(BinaryExpr, e)->right;
    }
    bool falls = ast_is_condition(e);
    if (falls)
        branch(em, e, (Goal){true, false, truth_label(em, &d, true), line}, &d);
    else
        emit_to(em, e, dst);
    put_decision(em, &d, falls);
}
