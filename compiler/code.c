/*
 * compiler/code.c -- instructions of a function in the making: labels,
 * constants, registers, and their encoding in the end.
 *
 * A jump to a place that is still to come holds the jump before it to the
 * same label, so that a label is two numbers however many lead there.
 *
 * Raises   a frame that gets too large.
 * Read     code_put, code_place, code_jump, code_end.
 */
#include "compiler/emit_int.h"

#include <string.h>

#include "compiler/leb_int.h"

/* ---- instructions ------------------------------------------------------ */

static void encode_upto(Emit *em, int32_t end);

/*
 * Code that nothing can change any more is encoded when there is much of it:
 * when no jump waits, it is all but the newest, which others look at. So a
 * constructor of a million items takes little memory here.
 */
enum { MANY = 4096, NEWEST = 16 };

static void encode_some(Emit *em)
{
    int32_t end = code_count(em) - NEWEST;
    if (em->nwaiting == 0 && em->last_target < end)
        encode_upto(em, end);
}

int32_t code_put(Emit *em, OpCode op, int32_t a, int32_t b, int32_t c)
{
    if (em->code.count >= MANY)
        encode_some(em);
    if (em->code.count >= INT32_MAX - (size_t)em->nencoded)
        mem_throw(em->mem, COMPILE_MEMORY);
    Insn insn = {(uint8_t)op, (uint16_t)a, em->line, b, c};
    VEC_PUSH(em->mem, &em->code, insn);
    if (op == OP_JMP || op == OP_RETURN || op == OP_RETURNC ||
        op == OP_TAILCALL || op == OP_TAILCALLC)
        em->dead = true; /* until a label that some jump leads to */
    return code_count(em) - 1;
}

void code_nil(Emit *em, int32_t reg, int32_t n)
{
    int32_t here = code_count(em);
    if (here > 0 && em->last_target != here) {
        Insn *before = code_at(em, here - 1);
        if (before->op == OP_LOADNIL && before->a + before->b == reg) {
            before->b += n;
            return;
        }
    }
    code_put(em, OP_LOADNIL, reg, n, 0);
}

void code_reserve(Emit *em, int32_t n)
{
    if (em->free_reg + n > BC_MAX_REGS)
        lex_error_at(em->lex, em->line,
                     "function or expression needs too many registers");
    em->free_reg += n;
    if (em->free_reg > em->max_reg)
        em->max_reg = em->free_reg;
}

/* ---- labels ------------------------------------------------------------ */

int32_t code_new_label(Emit *em)
{
    CodeLabel label = {-1, -1};
    VEC_PUSH(em->mem, &em->labels, label);
    return (int32_t)em->labels.count - 1;
}

bool code_is_awaited(const Emit *em, int32_t label)
{
    return em->labels.items[label].jumps >= 0;
}

static int32_t *jump_target(Insn *insn)
{
    return bc_opinfo[insn->op].format == FMT_AJ ? &insn->b : &insn->c;
}

void code_place(Emit *em, int32_t label)
{
    CodeLabel *l = &em->labels.items[label];
    int32_t here = code_count(em);
    if (l->jumps >= 0)
        em->dead = false;
    for (; l->jumps >= 0; em->nwaiting--) {
        int32_t *target = jump_target(code_at(em, l->jumps));
        l->jumps = *target;
        *target = here;
    }
    l->at = em->last_target = here;
}

int32_t code_jump(Emit *em, OpCode op, int32_t a, int32_t b, int32_t label)
{
    int32_t at = code_put(em, op, a, b, 0);
    CodeLabel *l = &em->labels.items[label];
    int32_t *target = jump_target(code_at(em, at));
    if (l->at >= 0) {
        *target = l->at;
    } else {
        *target = l->jumps;
        l->jumps = at;
        em->nwaiting++;
    }
    return at;
}

/* ---- constants --------------------------------------------------------- */

static int32_t add_const(Emit *em, Const k)
{
    if (em->consts.count >= INT32_MAX)
        mem_throw(em->mem, COMPILE_MEMORY);
    VEC_PUSH(em->mem, &em->consts, k);
    return (int32_t)em->consts.count - 1;
}

int32_t code_const_string(Emit *em, Str *s)
{
    if (s->const_stamp != em->stamp) {
        Const k = {.type = BC_CONST_STRING, .as.s = s};
        s->const_stamp = em->stamp;
        s->const_index = (uint32_t)add_const(em, k);
    }
    return (int32_t)s->const_index;
}

static int32_t const_simple(Emit *em, uint8_t type)
{
    int32_t *index = &em->simple_consts[type];
    if (*index < 0)
        *index = add_const(em, (Const){.type = type});
    return *index;
}

static uint64_t const_bits(const Const *k)
{
    uint64_t bits;
    if (k->type == BC_CONST_INT)
        memcpy(&bits, &k->as.i, sizeof bits);
    else
        memcpy(&bits, &k->as.n, sizeof bits);
    return bits;
}

/* The slot of a number, or the free one where it belongs. */
static ConstSlot *find_slot(Emit *em, const Const *k)
{
    uint64_t bits = const_bits(k);
    uint64_t h = (bits ^ k->type) * UINT64_C(0x9E3779B97F4A7C15);
    h ^= h >> 32;
    h *= UINT64_C(0xD6E8FEB86659FD93);
    size_t mask = em->nslots - 1;
    for (size_t i = (size_t)(h >> 32) & mask;; i = (i + 1) & mask) {
        ConstSlot *slot = &em->slots[i];
        if (slot->stamp != em->stamp)
            return slot;
        const Const *other = &em->consts.items[slot->index];
        if (other->type == k->type && const_bits(other) == bits)
            return slot;
    }
}

/* Double the slots and put the function's numbers in again. */
static void grow_slots(Emit *em)
{
    size_t n = em->nslots == 0 ? 64 : em->nslots * 2;
    if (n > SIZE_MAX / sizeof(ConstSlot))
        mem_throw(em->mem, COMPILE_MEMORY);
    ConstSlot *slots = mem_resize(em->mem, NULL, 0, n * sizeof *slots);
    memset(slots, 0, n * sizeof *slots);
    mem_resize(em->mem, em->slots, em->nslots * sizeof *slots, 0);
    em->slots = slots;
    em->nslots = n;
    for (size_t i = 0; i < em->consts.count; i++) {
        const Const *k = &em->consts.items[i];
        if (k->type == BC_CONST_INT || k->type == BC_CONST_FLOAT)
            *find_slot(em, k) = (ConstSlot){em->stamp, (uint32_t)i};
    }
}

static int32_t const_number(Emit *em, Const k)
{
    if (em->consts.count >= em->nslots / 2)
        grow_slots(em);
    ConstSlot *slot = find_slot(em, &k);
    if (slot->stamp != em->stamp)
        *slot = (ConstSlot){em->stamp, (uint32_t)add_const(em, k)};
    return (int32_t)slot->index;
}

int32_t code_const(Emit *em, const Expr *e)
{
    switch (e->kind) {
    case EXPR_NIL: return const_simple(em, BC_CONST_NIL);
    case EXPR_FALSE: return const_simple(em, BC_CONST_FALSE);
    case EXPR_TRUE: return const_simple(em, BC_CONST_TRUE);
    case EXPR_INT:
        return const_number(em, (Const){.type = BC_CONST_INT,
                                .as.i = AS(const IntExpr, e)->value});
    case EXPR_FLOAT:
        return const_number(em, (Const){.type = BC_CONST_FLOAT,
                                .as.n = AS(const FloatExpr, e)->value});
    default:
        return code_const_string(em, AS(const StringExpr, e)->value);
    }
}

/* ---- encoding ---------------------------------------------------------- */

/* Where a jump to `target` ends when jumps it meets are followed. */
static int32_t final_target(const Emit *em, int32_t target)
{
    for (int hops = 0; hops < 16 && target >= em->nencoded; hops++) {
        const Insn *insn = code_at(em, target);
        if (insn->op != OP_JMP)
            break;
        target = insn->b;
    }
    return target;
}

static uint8_t *encode_operand(uint8_t *p, uint8_t kind, int64_t value)
{
    if (kind == KIND____)
        return p;
    if (kind == KIND_INT || kind == KIND_LBL)
        return leb_signed(p, value);
    return leb_unsigned(p, (uint64_t)value);
}

static void encode_insn(Emit *em, int32_t at)
{
    Insn insn = *code_at(em, at);
    const OpInfo *info = &bc_opinfo[insn.op];
    if (info->format == FMT_AJ || info->format == FMT_ABJ) {
        int32_t *target = jump_target(&insn);
        if (insn.op >= OP_JMP && insn.op <= OP_JNLEKR)
            *target = final_target(em, *target);
        *target -= at + 1;
    }
    VEC_RESERVE(em->mem, &em->bytes, 1 + 3 * LEB_MAX);
    uint8_t *p = em->bytes.items + em->bytes.count;
    *p++ = insn.op;
    p = encode_operand(p, info->kind[0], insn.a);
    p = encode_operand(p, info->kind[1], insn.b);
    p = encode_operand(p, info->kind[2], insn.c);
    em->bytes.count = (size_t)(p - em->bytes.items);
}

/* Lines are runs of instructions. */
static void end_run(Emit *em)
{
    VEC_RESERVE(em->mem, &em->lines, 2 * LEB_MAX);
    uint8_t *p = em->lines.items + em->lines.count;
    p = leb_unsigned(p, em->run);
    p = leb_signed(p, (int64_t)em->run_line - em->line_before);
    em->lines.count = (size_t)(p - em->lines.items);
    em->line_before = em->run_line;
    em->nruns++;
    em->run = 0;
}

static void encode_line(Emit *em, uint32_t line)
{
    if (em->run > 0 && line != em->run_line)
        end_run(em);
    em->run_line = line;
    em->run++;
}

static void encode_upto(Emit *em, int32_t end)
{
    size_t n = (size_t)(end - em->nencoded);
    for (int32_t i = em->nencoded; i < end; i++) {
        encode_insn(em, i);
        encode_line(em, code_at(em, i)->line);
    }
    em->code.count -= n;
    if (em->code.count > 0)
        memmove(em->code.items, em->code.items + n,
                em->code.count * sizeof *em->code.items);
    em->nencoded = end;
}

/* ---- packing ----------------------------------------------------------- */

/* What a function leaves for the writer takes as few bytes as in the file,
   but for strings, whose numbers are not known yet. */

static uint8_t *pack_room(Emit *em, size_t nbytes)
{
    VEC_RESERVE(em->mem, &em->bytes, nbytes);
    return em->bytes.items + em->bytes.count;
}

static void pack_consts(Emit *em)
{
    for (size_t i = 0; i < em->consts.count; i++) {
        const Const *k = &em->consts.items[i];
        uint8_t *p = pack_room(em, 1 + LEB_MAX);
        *p++ = k->type;
        if (k->type == BC_CONST_INT)
            p = leb_signed(p, k->as.i);
        else if (k->type == BC_CONST_FLOAT)
            p = (uint8_t *)memcpy(p, &k->as.n, sizeof k->as.n) +
                sizeof k->as.n;
        else if (k->type == BC_CONST_STRING)
            p = (uint8_t *)memcpy(p, &k->as.s, sizeof k->as.s) +
                sizeof k->as.s;
        em->bytes.count = (size_t)(p - em->bytes.items);
    }
}

const uint8_t *code_next_const(const uint8_t *p, Const *k)
{
    k->type = *p++;
    switch (k->type) {
    case BC_CONST_INT:
        return leb_read_signed(p, &k->as.i);
    case BC_CONST_FLOAT:
        memcpy(&k->as.n, p, sizeof k->as.n);
        return p + sizeof k->as.n;
    case BC_CONST_STRING:
        memcpy(&k->as.s, p, sizeof k->as.s);
        return p + sizeof k->as.s;
    default: return p;
    }
}

static void pack_locals(Emit *em)
{
    for (size_t i = 0; i < em->locals.count; i++) {
        const LocalInfo *local = &em->locals.items[i];
        uint8_t *p = pack_room(em, sizeof local->name + 2 * LEB_MAX + 1);
        memcpy(p, &local->name, sizeof local->name);
        p = leb_unsigned(p + sizeof local->name, local->start);
        p = leb_unsigned(p, local->end - local->start);
        *p++ = local->reg;
        em->bytes.count = (size_t)(p - em->bytes.items);
    }
}

static const uint8_t *next_number(const uint8_t *p, uint32_t *out)
{
    uint64_t n;
    p = leb_read_unsigned(p, &n);
    *out = (uint32_t)n;
    return p;
}

const uint8_t *code_next_local(const uint8_t *p, LocalInfo *local)
{
    memcpy(&local->name, p, sizeof local->name);
    p = next_number(p + sizeof local->name, &local->start);
    p = next_number(p, &local->end);
    local->end += local->start;
    local->reg = *p++;
    return p;
}

/* What was encoded since the last call, in memory that lasts. */
static const uint8_t *keep(Emit *em, size_t *nbytes)
{
    size_t n = em->bytes.count;
    em->bytes.count = 0;
    if (nbytes != NULL)
        *nbytes = n;
    return n > 0 ? memcpy(arena_alloc(em->lasting, n), em->bytes.items, n)
                 : NULL;
}

void code_begin(Emit *em, Func *f)
{
    em->func = f;
    em->code.count = em->labels.count = em->consts.count = 0;
    em->locals.count = em->active.count = 0;
    em->bytes.count = em->lines.count = 0;
    em->run = em->nruns = 0;
    em->line_before = f->first_line;
    em->nencoded = em->nwaiting = 0;
    em->stamp++;
    for (int i = 0; i < 3; i++)
        em->simple_consts[i] = -1;
    em->free_reg = 0;
    em->max_reg = 1;
    em->last_target = -1;
    em->dead = false;
}

void code_end(Emit *em)
{
    Proto *p = arena_alloc(em->lasting, sizeof *p);
    *p = (Proto){.nregs = (uint8_t)em->max_reg,
                 .ninsns = (uint32_t)code_count(em),
                 .nconsts = (uint32_t)em->consts.count,
                 .nlocals = (uint32_t)em->locals.count};
    encode_upto(em, code_count(em));
    end_run(em);
    p->code = keep(em, &p->code_nbytes);
    p->nruns = em->nruns;
    p->lines_nbytes = em->lines.count;
    p->lines = memcpy(arena_alloc(em->lasting, em->lines.count),
                      em->lines.items, em->lines.count);
    pack_consts(em);
    p->consts = keep(em, NULL);
    pack_locals(em);
    p->locals = keep(em, NULL);
    em->func->code = p;
}

void emit_free(Emit *em)
{
    VEC_FREE(em->mem, &em->code);
    VEC_FREE(em->mem, &em->labels);
    VEC_FREE(em->mem, &em->consts);
    VEC_FREE(em->mem, &em->locals);
    VEC_FREE(em->mem, &em->active);
    VEC_FREE(em->mem, &em->bytes);
    VEC_FREE(em->mem, &em->lines);
    VEC_FREE(em->mem, &em->spine);
    VEC_FREE(em->mem, &em->pending);
    mem_resize(em->mem, em->slots, em->nslots * sizeof *em->slots, 0);
    em->slots = NULL;
    em->nslots = 0;
}
