/*
 * compiler/emit_stat.c -- code of statements and whole functions.
 *
 * The variables in scope lie on em->active as the parser had them on its
 * stack, so a label's `nactive` means the same here. A jump that leaves the
 * scope of a captured variable closes it first.
 *
 * Read     emit_func, statement, leave_scope, jump_out, assign.
 */
#include "compiler/emit_int.h"

/* ---- scopes ------------------------------------------------------------ */

/* The register of the variable that would be active next at this depth. */
static int32_t level_reg(const Emit *em, size_t nactive)
{
    return nactive < em->active.count ? em->active.items[nactive].reg
                                      : em->free_reg;
}

/* Make a variable active in register `reg`. */
static void activate(Emit *em, Var *var, int32_t reg, bool has_info,
                     bool closes)
{
    size_t n = em->active.count;
    Active a = {var, -1, n > 0 ? em->active.items[n - 1].captured : 0,
                (uint8_t)reg};
    if (closes)
        a.captured = (uint32_t)n + 1;
    if (has_info) {
        LocalInfo info = {var->name, (uint32_t)code_count(em), 0,
                          (uint8_t)reg};
        a.info = (int32_t)em->locals.count;
        VEC_PUSH(em->mem, &em->locals, info);
    }
    VEC_PUSH(em->mem, &em->active, a);
}

static void activate_var(Emit *em, Var *var, int32_t reg)
{
    var->reg = (uint8_t)reg;
    activate(em, var, reg, true, var->captured || var->attr == VAR_CLOSE);
}

static void activate_hidden(Emit *em, int32_t reg, bool has_info,
                            bool closes)
{
    activate(em, em->for_state, reg, has_info, closes);
}

/* Is some variable from this depth on captured, or to be closed? */
static bool must_close(const Emit *em, size_t nactive)
{
    size_t n = em->active.count;
    return n > 0 && em->active.items[n - 1].captured > nactive;
}

/* End the scope of the variables from this depth on. */
static void drop_active(Emit *em, size_t nactive)
{
    int32_t reg = level_reg(em, nactive);
    while (em->active.count > nactive) {
        const Active *a = &em->active.items[--em->active.count];
        if (a->info >= 0)
            em->locals.items[a->info].end = (uint32_t)code_count(em);
    }
    em->free_reg = reg;
}

/* Dead code, too, must look to the verifier as if it closed them. */
static void leave_scope(Emit *em, size_t nactive, uint32_t line)
{
    if (must_close(em, nactive)) {
        em->line = line;
        code_put(em, OP_CLOSE, level_reg(em, nactive), 0, 0);
    }
    drop_active(em, nactive);
}

static void statements(Emit *em, Stat *s);

static void block(Emit *em, Stat *body, uint32_t line)
{
    size_t nactive = em->active.count;
    statements(em, body);
    leave_scope(em, nactive, line);
}

/* ---- jumps ------------------------------------------------------------- */

static int32_t label_id(Emit *em, Label *label)
{
    if (label->id < 0)
        label->id = code_new_label(em);
    return label->id;
}

/* Must a jump to the label close variables on its way? */
static bool jump_closes(const Emit *em, const Label *label)
{
    return !label->closes && must_close(em, label->nactive);
}

/* A break leaves it to the loop's end to close variables. */
static void leave_to_exit(const Emit *em, Label *label)
{
    if (label->name == NULL && jump_closes(em, label))
        label->closes = true;
}

static void goto_statement(Emit *em, GotoStat *s)
{
    em->line = s->base.line;
    leave_to_exit(em, s->label);
    if (jump_closes(em, s->label))
        code_put(em, OP_CLOSE, level_reg(em, s->label->nactive), 0, 0);
    code_jump(em, OP_JMP, 0, 0, label_id(em, s->label));
}

/*
 * A label that only jumps behind it reach, in code that is dead until then.
 * The verifier goes by what stands above it, where more registers may be
 * defined or captured than there are when the jump comes; so drop them all.
 * None of this is ever executed.
 */
static void forget_registers(Emit *em, int32_t reg)
{
    em->free_reg = reg;
    code_reserve(em, 2);
    code_put(em, OP_CLOSE, reg, 0, 0);
    code_put(em, OP_LOADNIL, reg, 1, 0);
    code_put(em, OP_CALL, reg, 1, 1);
    em->free_reg = reg;
}

static void label_statement(Emit *em, LabelStat *s)
{
    int32_t id = label_id(em, s->label), saved = em->free_reg;
    em->line = s->base.line;
    if (em->dead && s->label->back && !code_is_awaited(em, id)) {
        forget_registers(em, level_reg(em, s->label->nactive));
        em->free_reg = saved;
        em->dead = false;
    }
    code_place(em, id);
}

/* The label of a loop's exit, which breaks may know already. */
static int32_t exit_label(Emit *em, Label *exit)
{
    return exit != NULL ? label_id(em, exit) : code_new_label(em);
}

static void place_exit(Emit *em, const Label *exit, int32_t label,
                       uint32_t line)
{
    code_place(em, label);
    if (exit == NULL || !exit->closes)
        return;
    em->line = line;
    code_put(em, OP_CLOSE, level_reg(em, exit->nactive), 0, 0);
}

/* ---- local variables --------------------------------------------------- */

static void local_statement(Emit *em, LocalStat *s)
{
    uint32_t nregs = s->nvars;
    if (s->vars[nregs - 1]->value != NULL)
        nregs--;
    int32_t reg = em->free_reg, closing = -1;
    em->line = s->base.line;
    emit_list(em, s->values, s->nvalues, nregs);
    em->line = s->base.line;
    for (uint32_t i = 0; i < s->nvars; i++) {
        Var *var = s->vars[i];
        if (i == nregs) { /* a compile-time constant */
            activate(em, var, reg, false, false);
            break;
        }
        if (var->attr == VAR_CLOSE)
            closing = reg;
        activate_var(em, var, reg++);
    }
    if (closing >= 0)
        code_put(em, OP_TBC, closing, 0, 0);
}

static void local_function(Emit *em, LocalFunctionStat *s)
{
    int32_t reg = em->free_reg;
    activate_var(em, s->var, reg);
    code_reserve(em, 1);
    emit_to(em, s->function, reg);
    /* For debuggers it begins when it has a value. */
    em->locals.items[em->locals.count - 1].start = (uint32_t)code_count(em);
}

/* ---- assignments ------------------------------------------------------- */

typedef enum TargetKind {
    TARGET_LOCAL, TARGET_UPVALUE, TARGET_UPVALUE_FIELD, TARGET_INDEX,
} TargetKind;

/* Where to store: what its parts evaluate to. */
typedef struct Target {
    TargetKind kind;
    int32_t object; /* register, or upvalue */
    Key key;
} Target;

static Target index_target(Emit *em, Expr *object, Expr *key)
{
    Target t = {TARGET_UPVALUE_FIELD, 0, {KEY_FIELD, 0}};
    if (object->kind == EXPR_UPVALUE && emit_field(em, key, &t.key.at)) {
        t.object = (int32_t)AS(UpvalueExpr, object)->index;
        return t;
    }
    t.kind = TARGET_INDEX;
    t.object = emit_reg(em, object);
    t.key = emit_key(em, key);
    return t;
}

static Target target(Emit *em, Expr *e)
{
    switch (e->kind) {
    case EXPR_LOCAL:
        return (Target){TARGET_LOCAL, AS(LocalExpr, e)->var->reg, {0, 0}};
    case EXPR_UPVALUE:
        return (Target){TARGET_UPVALUE,
                        (int32_t)AS(UpvalueExpr, e)->index, {0, 0}};
    case EXPR_GLOBAL: {
        GlobalExpr *g = AS(GlobalExpr, e);
        StringExpr name = {{EXPR_STRING, 0, e->line}, g->name};
        return index_target(em, g->env, &name.base);
    }
    default:
        return index_target(em, AS(IndexExpr, e)->object,
                            AS(IndexExpr, e)->key);
    }
}

static void store(Emit *em, Target t, Operand value)
{
    static const OpCode index_ops[][2] = {
        [KEY_REG] = {OP_SETTABLE, OP_SETTABLEK},
        [KEY_FIELD] = {OP_SETFIELD, OP_SETFIELDK},
        [KEY_INT] = {OP_SETINDEX, OP_SETINDEXK},
    };
    bool k = value.is_const;
    switch (t.kind) {
    case TARGET_LOCAL:
        if (value.at != t.object)
            code_put(em, OP_MOVE, t.object, value.at, 0);
        break;
    case TARGET_UPVALUE:
        code_put(em, k ? OP_SETUPVALK : OP_SETUPVAL, t.object, value.at, 0);
        break;
    case TARGET_UPVALUE_FIELD:
        code_put(em, k ? OP_SETTABUPK : OP_SETTABUP, t.object, t.key.at,
                 value.at);
        break;
    case TARGET_INDEX:
        code_put(em, index_ops[t.key.kind][k], t.object, t.key.at, value.at);
        break;
    }
}

/* Evaluate e and store it, as the last instruction. */
static void set_target(Emit *em, Target t, Expr *e, uint32_t line)
{
    bool moves = e->line != line && /* at another line */
                 (e->kind == EXPR_CALL || e->kind == EXPR_FUNCTION);
    if (t.kind == TARGET_LOCAL && !moves) {
        emit_to(em, e, t.object);
        return;
    }
    Operand value = emit_operand(em, e);
    em->line = line;
    store(em, t, value);
}

static void set_statement(Emit *em, SetStat *s)
{
    int32_t base = em->free_reg;
    Target t = target(em, s->target);
    set_target(em, t, s->value, s->base.line);
    em->free_reg = base;
}

/* Targets of one assignment. The reference allows no more of them. */
enum { MAX_TARGETS = 256 };

typedef struct Targets {
    uint32_t n;
    Target at[MAX_TARGETS];
} Targets;

/* The variable `t` is about to be a target behind others, and will be
   assigned before them: those that go through it need its old value. */
static void keep_old_value(Emit *em, Targets *targets, Target t)
{
    int32_t copy = em->free_reg;
    bool used = false;
    for (uint32_t i = 0; i < targets->n; i++) {
        Target *before = &targets->at[i];
        if (t.kind == TARGET_UPVALUE) {
            if (before->kind != TARGET_UPVALUE_FIELD ||
                before->object != t.object)
                continue;
            before->kind = TARGET_INDEX;
            before->object = copy;
            used = true;
        } else if (before->kind == TARGET_INDEX) {
            if (before->object == t.object) {
                before->object = copy;
                used = true;
            }
            if (before->key.kind == KEY_REG && before->key.at == t.object) {
                before->key.at = copy;
                used = true;
            }
        }
    }
    if (used) {
        code_put(em, t.kind == TARGET_UPVALUE ? OP_GETUPVAL : OP_MOVE, copy,
                 t.object, 0);
        code_reserve(em, 1);
    }
}

static void assign_statement(Emit *em, AssignStat *s)
{
    int32_t base = em->free_reg;
    Targets targets = {.n = 0};
    while (targets.n < s->ntargets) {
        Expr *e = s->targets[targets.n];
        em->line = e->line;
        Target t = target(em, e);
        if (t.kind == TARGET_LOCAL || t.kind == TARGET_UPVALUE)
            keep_old_value(em, &targets, t);
        targets.at[targets.n++] = t;
    }
    int32_t first = em->free_reg;
    uint32_t n = s->ntargets;
    if (s->nvalues == n) { /* the last value needs no register */
        n--;
        emit_list(em, s->values, n, n);
        set_target(em, targets.at[n], s->values[n], s->base.line);
    } else {
        emit_list(em, s->values, s->nvalues, n);
    }
    em->line = s->base.line;
    while (n-- > 0)
        store(em, targets.at[n], (Operand){false, first + (int32_t)n});
    em->free_reg = base;
}

/* ---- control ----------------------------------------------------------- */

/* The line of a condition's last test, which is on `line` unless it is a
   comparison. */
static uint32_t test_line(const Expr *e, uint32_t line)
{
    for (;;) {
        if (e->kind == EXPR_LOGIC)
            e = AS(const BinaryExpr, e)->right;
        else if (e->kind == EXPR_UNARY && e->op == UN_NOT)
            e = AS(const UnaryExpr, e)->operand;
        else
            return e->kind == EXPR_COMPARE ? e->line : line;
    }
}

/* A body that is one goto with nothing to close: the condition jumps. But
   debuggers want to stop at a goto that has a line of its own. */
static GotoStat *plain_goto(const Emit *em, const IfClause *c)
{
    Stat *body = c->body;
    if (body == NULL || body->next != NULL || body->kind != STAT_GOTO)
        return NULL;
    GotoStat *s = AS(GotoStat, body);
    if (s->label->name != NULL &&
        (body->line != test_line(c->cond, c->then_line) ||
         ast_is_constant(c->cond)))
        return NULL;
    leave_to_exit(em, s->label);
    return jump_closes(em, s->label) ? NULL : s;
}

static void if_clause(Emit *em, IfClause *c, bool last, int32_t end)
{
    GotoStat *s = plain_goto(em, c);
    if (s != NULL) {
        emit_branch(em, c->cond, true, label_id(em, s->label), c->then_line);
        return;
    }
    int32_t next = last ? end : code_new_label(em);
    emit_branch(em, c->cond, false, next, c->then_line);
    block(em, c->body, c->end_line);
    if (last)
        return;
    em->line = c->end_line;
    if (!em->dead)
        code_jump(em, OP_JMP, 0, 0, end);
    code_place(em, next);
}

static void if_statement(Emit *em, IfStat *s)
{
    int32_t end = code_new_label(em);
    for (uint32_t i = 0; i < s->nclauses; i++) {
        bool last = i == s->nclauses - 1 && !s->has_else;
        if_clause(em, &s->clauses[i], last, end);
    }
    block(em, s->otherwise, s->base.line);
    code_place(em, end);
}

/* The instruction at `place` is the newest: the whole condition of a loop,
   if it is a jump that its negation can repeat at the loop's end. */
static bool is_short_condition(const Emit *em, int32_t place, int32_t exit)
{
    if (code_count(em) != place + 1 ||
        em->labels.items[exit].jumps != place)
        return false;
    uint8_t op = code_at(em, place)->op;
    return op == OP_JT || op == OP_JF || (op >= OP_JEQ && op <= OP_JNLEKR);
}

/* Append the negation of the condition at `place`, leading to `label`. */
static void put_negation(Emit *em, int32_t place, int32_t label)
{
    Insn insn = *code_at(em, place);
    int op = insn.op <= OP_JF ? OP_JT + OP_JF - insn.op
                              : OP_JEQ + ((insn.op - OP_JEQ) ^ 1);
    em->line = insn.line;
    code_jump(em, (OpCode)op, insn.a, insn.b, label);
}

/* The line of the newest instruction. Line hooks want to see the line where
   a loop's body ends; if none is there, a jump must be. */
static uint32_t last_line(const Emit *em)
{
    return code_at(em, code_count(em) - 1)->line;
}

static void jump_back(Emit *em, uint32_t line, int32_t head)
{
    em->line = line;
    code_jump(em, OP_JMP, 0, 0, head);
}

static void while_statement(Emit *em, WhileStat *s)
{
    int32_t head = code_new_label(em), exit = exit_label(em, s->exit);
    int32_t body = code_new_label(em), place = code_count(em);
    code_place(em, head);
    emit_branch(em, s->cond, false, exit, s->base.line);
    bool is_short = is_short_condition(em, place, exit);
    code_place(em, body);
    block(em, s->body, s->body_end);
    if (em->dead)
        ; /* it never gets there */
    else if (is_short && last_line(em) == s->body_end)
        put_negation(em, place, body);
    else
        jump_back(em, s->body_end, head);
    place_exit(em, s->exit, exit, s->end_line);
}

static void repeat_statement(Emit *em, RepeatStat *s)
{
    int32_t head = code_new_label(em), exit = exit_label(em, s->exit);
    size_t nactive = em->active.count;
    code_place(em, head);
    statements(em, s->body);
    if (must_close(em, nactive)) {
        int32_t done = code_new_label(em);
        emit_branch(em, s->cond, true, done, s->base.line);
        em->line = s->base.line;
        code_put(em, OP_CLOSE, level_reg(em, nactive), 0, 0);
        code_jump(em, OP_JMP, 0, 0, head);
        code_place(em, done);
    } else {
        emit_branch(em, s->cond, false, head, s->base.line);
    }
    leave_scope(em, nactive, s->base.line);
    place_exit(em, s->exit, exit, s->base.line);
}

/* Append FORPREP or the like, whose jump leads to `label`. */
static void put_prep(Emit *em, OpCode op, int32_t reg, int32_t label,
                     uint32_t line)
{
    em->line = line;
    code_jump(em, op, reg, 0, label);
}

/* Debuggers find index, count and step in this order. */
static void order_states(Emit *em, int32_t reg)
{
    LocalInfo *info = &em->locals.items[em->locals.count - 3];
    info[0].reg = (uint8_t)(reg + 2);
    info[1].reg = (uint8_t)reg;
    info[2].reg = (uint8_t)(reg + 1);
}

static void for_number(Emit *em, ForNumStat *s)
{
    size_t nactive = em->active.count;
    int32_t reg = em->free_reg, exit = exit_label(em, s->exit);
    int32_t past = code_new_label(em), body = code_new_label(em);
    IntExpr one = {{EXPR_INT, 0, 0}, 1};
    /* Who neither assigns nor captures the variable sees the index itself. */
    bool shared = !s->var->captured && !s->var->assigned;
    emit_next(em, s->start);
    emit_next(em, s->limit);
    one.base.line = em->line;
    emit_next(em, s->step != NULL ? s->step : &one.base);
    for (int32_t i = 0; i < 3; i++)
        activate_hidden(em, reg + i, true, false);
    order_states(em, reg);
    put_prep(em, shared ? OP_FORPREPN : OP_FORPREP, reg, past, s->do_line);
    if (!shared)
        code_reserve(em, 1);
    activate_var(em, s->var, shared ? reg + 2 : reg + 3);
    code_place(em, body);
    statements(em, s->body);
    leave_scope(em, nactive + (shared ? 4 : 3), s->body_end);
    drop_active(em, nactive + 3);
    em->line = s->base.line;
    code_jump(em, shared ? OP_FORLOOPN : OP_FORLOOP, reg, 0, body);
    code_place(em, past);
    drop_active(em, nactive);
    place_exit(em, s->exit, exit, s->end_line);
}

static void for_in(Emit *em, ForInStat *s)
{
    size_t nactive = em->active.count;
    int32_t reg = em->free_reg, exit = exit_label(em, s->exit);
    int32_t call = code_new_label(em), body = code_new_label(em);
    if (s->exit != NULL)
        s->exit->closes = true;
    emit_list(em, s->values, s->nvalues, 4);
    for (int32_t i = 0; i < 4; i++)
        activate_hidden(em, reg + i, true, i == 3);
    put_prep(em, OP_TFORPREP, reg, call, s->do_line);
    code_reserve(em, 4); /* TFORCALL makes its call from R[reg+4] on */
    em->free_reg = reg + 4;
    code_reserve(em, (int32_t)s->nvars);
    for (uint32_t i = 0; i < s->nvars; i++)
        activate_var(em, s->vars[i], reg + 4 + (int32_t)i);
    code_place(em, body);
    statements(em, s->body);
    leave_scope(em, nactive + 4, s->body_end);
    code_place(em, call);
    em->line = s->base.line;
    code_put(em, OP_TFORCALL, reg, (int32_t)s->nvars, 0);
    code_jump(em, OP_TFORLOOP, reg, 0, body);
    code_place(em, exit);
    leave_scope(em, nactive, s->end_line);
}

static void put_return(Emit *em, int32_t reg, int32_t b)
{
    code_put(em, em->func->closes ? OP_RETURNC : OP_RETURN, reg, b, 0);
}

static void return_statement(Emit *em, ReturnStat *s)
{
    int32_t base = em->free_reg;
    if (s->nvalues == 0) {
        em->line = s->base.line;
        put_return(em, 0, 1);
    } else if (s->nvalues > 1 || ast_is_multi(s->values[0])) {
        if (s->nvalues == 1 && s->values[0]->kind == EXPR_CALL &&
            !s->in_close) {
            emit_tail_call(em, s->values[0]);
            return;
        }
        int32_t b = emit_open_list(em, s->values, s->nvalues);
        em->line = s->base.line;
        put_return(em, base, b);
    } else {
        int32_t reg = emit_reg(em, s->values[0]);
        em->line = s->base.line;
        put_return(em, reg, 2);
    }
    em->free_reg = base;
}

static void call_statement(Emit *em, CallStat *s)
{
    emit_multi(em, s->call, 0);
}

/* ---- functions --------------------------------------------------------- */

static void statements(Emit *em, Stat *s)
{
    for (; s != NULL; s = s->next) {
        switch ((StatKind)s->kind) {
        case STAT_LOCAL: local_statement(em, AS(LocalStat, s)); break;
        case STAT_LOCAL_FUNCTION:
            local_function(em, AS(LocalFunctionStat, s));
            break;
        case STAT_SET: set_statement(em, AS(SetStat, s)); break;
        case STAT_ASSIGN: assign_statement(em, AS(AssignStat, s)); break;
        case STAT_CALL: call_statement(em, AS(CallStat, s)); break;
        case STAT_DO: block(em, AS(DoStat, s)->body, s->line); break;
        case STAT_WHILE: while_statement(em, AS(WhileStat, s)); break;
        case STAT_REPEAT: repeat_statement(em, AS(RepeatStat, s)); break;
        case STAT_IF: if_statement(em, AS(IfStat, s)); break;
        case STAT_FOR_NUM: for_number(em, AS(ForNumStat, s)); break;
        case STAT_FOR_IN: for_in(em, AS(ForInStat, s)); break;
        case STAT_RETURN: return_statement(em, AS(ReturnStat, s)); break;
        case STAT_GOTO: goto_statement(em, AS(GotoStat, s)); break;
        case STAT_LABEL: label_statement(em, AS(LabelStat, s)); break;
        }
    }
}

/* The functions within know now where their upvalues are. */
static void settle_upvalues(Func *f)
{
    for (Func *child = f->children; child != NULL; child = child->next) {
        for (uint32_t i = 0; i < child->nupvals; i++) {
            Upval *up = &child->upvals[i];
            if (!up->in_stack)
                continue;
            up->index = up->var->reg;
            up->assigned = up->var->assigned;
            up->var = NULL;
        }
    }
}

void emit_func(Emit *em, Func *f)
{
    code_begin(em, f);
    em->line = f->first_line;
    code_reserve(em, (int32_t)f->nparams);
    for (uint32_t i = 0; i < f->nparams; i++)
        activate_var(em, f->params[i], (int32_t)i);
    statements(em, f->body);
    em->line = f->end_line;
    put_return(em, 0, 1);
    drop_active(em, 0);
    code_end(em);
    settle_upvalues(f);
}
