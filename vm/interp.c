/*
 * vm/interp.c -- the interpreter: one handler an instruction.
 *
 * Handlers are written once. Macros make of them labels of one function with
 * computed gotos, functions that tail call one another (clang: musttail,
 * preserve_none), or cases of a switch; see vm/config.h. The state is five
 * values: vm (with the dispatch table and the budget), pc (next instruction),
 * base, k (constants) and insn. Everything else is reached from them.
 *
 * A handler's fast path calls nothing. Slow paths are handlers of their own
 * (SLOW), reached by TAIL, which save pc and base in the thread, call into
 * vm/ops.c or vm/call.c, and take up wherever that left the thread (RESUME).
 *
 * Read     the macros, MOVE, ADD, GETFIELD, CALL, RETURN1.
 */
#include <math.h>

#include "vm/api.h"
#include "vm/call.h"
#include "vm/count.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/ops.h"
#include "vm/sort.h"
#include "vm/string.h"
#include "vm/switch.h"
#include "vm/table.h"

#if VM_DISPATCH == DISPATCH_GOTO && defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wpedantic"
#endif

/* --------------------------------------------------------------- dispatch */

#if VM_DISPATCH == DISPATCH_TAIL

#define PARAMS VM *vm, const Insn *pc, Value *base, const Value *k, Insn insn
#define ARGS vm, pc, base, k, insn
#define OPCODE(name)                                                           \
    static __attribute__((preserve_none)) void do_##name(PARAMS)
#define SLOW(name)                                                             \
    static __attribute__((preserve_none, noinline)) void slow_##name(PARAMS)
#define TAIL(name) __attribute__((musttail)) return slow_##name(ARGS)
#define TAIL_OP(name) __attribute__((musttail)) return do_##name(ARGS)
#define NEXT()                                                                 \
    do {                                                                       \
        insn = *pc++;                                                          \
        __attribute__((musttail)) return (                                     \
            (Handler *)vm->dispatch[(uint16_t)insn])(ARGS);                    \
    } while (0)
#define DISPATCH()                                                             \
    __attribute__((musttail)) return (                                         \
        (Handler *)vm->dispatch[(uint16_t)insn])(ARGS)
#define DISPATCH_REAL()                                                        \
    __attribute__((musttail)) return handlers[(uint16_t)insn](ARGS)
#define LEAVE() return
#define END_OPCODE

#define OP(name, format, a, b, c, meaning)                                     \
    static __attribute__((preserve_none)) void do_##name(PARAMS);
#define IOP(name, base, meaning)                                               \
    static __attribute__((preserve_none)) void do_##name(PARAMS);
#include "vm/opcodes.def"
static __attribute__((preserve_none)) void do_hook(PARAMS);
static __attribute__((preserve_none)) void do_count(PARAMS);
static __attribute__((preserve_none)) void do_first(PARAMS);

static Handler *const handlers[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) do_##name,
#define IOP(name, base, meaning) do_##name,
#include "vm/opcodes.def"
};

#define SLOW_DECL(name)                                                        \
    static __attribute__((preserve_none, noinline)) void slow_##name(PARAMS)
SLOW_DECL(arith);
SLOW_DECL(getfield);
SLOW_DECL(gettabup);
SLOW_DECL(self);
SLOW_DECL(setfield);
SLOW_DECL(settabup);
SLOW_DECL(gettable);
SLOW_DECL(gettable_any);
SLOW_DECL(gettable_absent);
SLOW_DECL(gettable_str);
SLOW_DECL(settable);
SLOW_DECL(settable_any);
SLOW_DECL(settable_other);
SLOW_DECL(getindex);
SLOW_DECL(setindex);
SLOW_DECL(call);
SLOW_DECL(call_c);
SLOW_DECL(call_any);
SLOW_DECL(resume);
SLOW_DECL(wrap);
SLOW_DECL(yield);
SLOW_DECL(tailcall);
SLOW_DECL(return);
SLOW_DECL(return_to_c);
SLOW_DECL(return_any);
SLOW_DECL(budget);
SLOW_DECL(less);
SLOW_DECL(less_equal);
SLOW_DECL(equal);
SLOW_DECL(unary);
SLOW_DECL(setupval);
SLOW_DECL(forprep);
SLOW_DECL(newtable);
SLOW_DECL(tforcall);
SLOW_DECL(tforcall_fast);
SLOW_DECL(tforcall_wrap);
SLOW_DECL(tforcall_any);

#define INTERP_BEGIN
#define INTERP_END

#else /* one function: labels or cases */

#if VM_DISPATCH == DISPATCH_GOTO
#define OPCODE(name) do_##name:
#define NEXT()                                                                 \
    do {                                                                       \
        insn = *pc++;                                                          \
        goto * vm->dispatch[(uint16_t)insn];                                   \
    } while (0)
#define DISPATCH() goto * vm->dispatch[(uint16_t)insn]
#define DISPATCH_REAL() goto *handlers[(uint16_t)insn]
#else
#define OPCODE(name)                                                           \
    case OP_##name: do_##name:
#define NEXT()                                                                 \
    do {                                                                       \
        insn = *pc++;                                                          \
        goto dispatch;                                                         \
    } while (0)
#define DISPATCH() goto dispatch
#define DISPATCH_REAL() goto dispatch_real
#endif
#define SLOW(name) slow_##name:
#define TAIL(name) goto slow_##name
#define TAIL_OP(name) goto do_##name
#define LEAVE() return

#endif

/* --------------------------------------------------------------- operands */

#define OPERAND_A ((uint16_t)(insn >> 16))
#define OPERAND_B ((uint16_t)(insn >> 32))
#define OPERAND_C ((uint16_t)(insn >> 48))
#define OPERAND_SB ((int32_t)(uint32_t)(insn >> 32))
#define OPERAND_SC ((int16_t)(uint16_t)(insn >> 48))
#define AT(p, off) ((Value *)(void *)((char *)(p) + (off)))
#define KAT(off) ((const Value *)(const void *)((const char *)k + (off)))
#define RA AT(base, OPERAND_A)
#define RB AT(base, OPERAND_B)
#define RC AT(base, OPERAND_C)
#define KB KAT(OPERAND_B)
#define KC KAT(OPERAND_C)
#define REG_A (OPERAND_A / (unsigned)sizeof(Value))

#define CLOSURE_OF_FRAME (base[-2].lcl)
#define UPVAL(off)                                                             \
    (*(Upval **)(void *)((char *)CLOSURE_OF_FRAME->upvals + (off)))

/* The frame as others may need it: errors, collections, callees. */
#define SAVE()                                                                 \
    lua_State *L = vm->cur;                                                    \
    L->pc = pc;                                                                \
    L->base = base
/* Go on where the thread stands now. */
#define RESUME()                                                               \
    do {                                                                       \
        lua_State *now = vm->cur;                                              \
        pc = now->pc;                                                          \
        base = now->base;                                                      \
        k = is_lcl(base - 2) ? base[-2].lcl->p->k : NULL;                      \
        NEXT();                                                                \
    } while (0)
/* The same, when the frame is still the running one (the stack may have
   moved). */
#define RELOAD()                                                               \
    do {                                                                       \
        base = L->base;                                                        \
    } while (0)

#define CHARGE(n)                                                              \
    do {                                                                       \
        if (UNLIKELY((vm->budget -= (n)) < 0))                                 \
            TAIL(budget);                                                      \
    } while (0)

/* The tag of values that the cached access must leave to the slow path: nil,
   or none when there is no metatable to ask. */
#define CACHE_STOP(c) ((int8_t)((c) >> 48))
#define CACHE_OFF(c) ((uint16_t)((c) >> 32))
#define WRITABLE(p) ((Insn *)(uintptr_t)(p))
#define SET_OPCODE(p, op) (*WRITABLE(p) = (*(p) & ~UINT64_C(0xFFFF)) | (op))

/* A real branch: a select would make the next instruction's address wait for
   the values compared. */
#if defined(__GNUC__)
#define NO_SELECT() __asm__ volatile("")
#else
#define NO_SELECT() ((void)0)
#endif
#define BRANCH_IF(cond, distance)                                              \
    do {                                                                       \
        if (cond) {                                                            \
            NO_SELECT();                                                       \
            pc += (distance);                                                  \
            NEXT();                                                            \
        }                                                                      \
        NEXT();                                                                \
    } while (0)

#define BOTH_INT(x, y) (((x)->tag | (y)->tag) == 0)
#define BOTH_FLOAT(x, y) (((x)->tag == TAG_FLOAT) & ((y)->tag == TAG_FLOAT))

#define IADD(x, y) ((int64_t)((uint64_t)(x) + (uint64_t)(y)))
#define ISUB(x, y) ((int64_t)((uint64_t)(x) - (uint64_t)(y)))
#define IMUL(x, y) ((int64_t)((uint64_t)(x) * (uint64_t)(y)))
#define FADD(x, y) ((x) + (y))
#define FSUB(x, y) ((x) - (y))
#define FMUL(x, y) ((x) * (y))
/* Without a literal integer: as the reference does it, which matters for
   -0.0 - 0. `y` is the operand. */
#define FSUB_INT(p, q) (is_int(y) ? (p) + (0.0 - (q)) : (p) - (q))

/* Elements: t an object, i an index from 0 by array base. */
#define INDEX_IN(t, key) ((uint64_t)(key)->i - (t)->abase)

static const uint16_t base_ops[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) OP_##name,
#define IOP(name, base, meaning) OP_##base,
#include "vm/opcodes.def"
};

static unsigned op_base(unsigned op) { return base_ops[op]; }

/* The first instruction alone of fused ones. */
static unsigned unfused(unsigned op)
{
    return op >= OP_MOVE_CALL && op < OP_HALT ? base_ops[op] : op;
}

/* ... and before it was quickened. Forms chosen when code is loaded stay. */
static unsigned first_form(unsigned op)
{
    return op >= OP_ADD_II && op < OP_HALT && op != OP_FORLOOPN_S ? base_ops[op]
                                                                  : op;
}

/*
 * The form of an instruction (base op `first`, destination offset a) that gives
 * a float, when `next` follows: fused if it takes that float, else `alone`.
 */
static unsigned float_form(unsigned first, uint16_t a, Insn next,
                           unsigned alone)
{
    static const struct {
        uint16_t first, second, fused;
        char side;
    } rows[] = {
#define FUSED_FLOAT(first, second, side)                                       \
    {OP_##first, OP_##second, OP_##first##_##second##side, #side[0]},
#include "vm/opcodes.def"
    };
    unsigned second = base_ops[(uint16_t)next];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned shift = rows[i].side == 'L' ? 32 : 48;
        if (rows[i].first == first && rows[i].second == second &&
            (uint16_t)(next >> shift) == a)
            return rows[i].fused;
    }
    return alone;
}

/* The form of an instruction when `next` follows: fused if it ends a loop. */
static unsigned loop_form(unsigned op, Insn next)
{
    static const uint16_t rows[][2] = {
#define FUSED_LOOP(first, base) {OP_##first, OP_##first##_LOOP},
#include "vm/opcodes.def"
    };
    if (base_ops[(uint16_t)next] != OP_FORLOOPN)
        return op;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i][0] == op)
            return rows[i][1];
    return op;
}

/* ... of an element's load into the register at offset a: fused if that is
   tested. */
static unsigned test_form(unsigned op, uint16_t a, Insn next)
{
    if (op != OP_GETTABLE_A || (uint16_t)(next >> 16) != a)
        return op;
    return (uint16_t)next == OP_JF   ? OP_GETTABLE_A_JF
           : (uint16_t)next == OP_JT ? OP_GETTABLE_A_JT
                                     : op;
}

/*
 * ... of a GETTABLE of integers, whose three operands `in` has, before pc:
 * fused if what it loads is changed by a constant and stored where it was, with
 * table and key in registers that neither writes.
 */
static unsigned update_form(unsigned op, Insn in, const Insn *pc)
{
    uint16_t a = (uint16_t)(in >> 16), t = (uint16_t)(in >> 32);
    uint16_t key = (uint16_t)(in >> 48);
    Insn change = pc[0];
    unsigned how = base_ops[(uint16_t)change];
    uint16_t sum = (uint16_t)(change >> 16);
    if ((how != OP_ADDRK && how != OP_SUBRK) || (uint16_t)(change >> 32) != a)
        return op;
    Insn store = pc[1];
    if (base_ops[(uint16_t)store] != OP_SETTABLE ||
        (uint16_t)(store >> 16) != t || (uint16_t)(store >> 32) != key ||
        (uint16_t)(store >> 48) != sum || a == t || a == key || sum == t ||
        sum == key)
        return op;
    return how == OP_ADDRK ? OP_GETTABLE_N_ADDRK : OP_GETTABLE_N_SUBRK;
}

#define DISPATCH_FIRST()                                                       \
    do {                                                                       \
        insn = (insn & ~UINT64_C(0xFFFF)) | unfused((uint16_t)insn);           \
        DISPATCH_REAL();                                                       \
    } while (0)

/*
 * Where element i is not there yet or is nil: append, or fill in, if there is
 * room and no metatable that may care. Never the first, whose kind is not
 * known.
 */
static ALWAYS_INLINE bool store_absent(VM *vm, Table *t, uint64_t i,
                                       const Value *v)
{
    if (i > t->acount || i == 0 || is_nil(v) || tab_metatable(vm, t) != NULL)
        return false;
    bool any = t->h.kind == KIND_ANY;
    if (!any && (t->h.kind != KIND_I64 || !is_int(v)) &&
        (t->h.kind != KIND_F64 || !is_float(v)))
        return false;
    if (any && gc_must_tell(&vm->gc, &t->h, v))
        return false;
    if (i == t->acount) {
        if (i >= arr_head(t)->cap || tab_dict_has_ints(t))
            return false;
        t->acount++;
    }
    if (any)
        val_copy(&t->av[i], v);
    else
        t->ai[i] = v->i;
    return true;
}

#ifdef VM_DEBUG
#define COUNTED(vm) ((vm)->pairs != NULL)
#else
#define COUNTED(vm) false
#define count_insn(vm, insn) ((void)(vm), (void)(insn))
#endif

/*
 * A site settles for what it sees: arrays of a kind, or dictionaries. One that
 * sees other things changes with them, up to a few times (shared with other
 * sites, by address), and then settles for _G, which takes all.
 */
#define FLIPS_MAX 24

static bool may_flip(VM *vm, const Insn *pc)
{
    uint8_t *n = &vm->flips[((uintptr_t)pc >> 3) % sizeof vm->flips];
    return *n < FLIPS_MAX && ++*n != 0;
}

static bool is_map(VM *vm, const Table *t)
{
    return tab_has_ext(t) && (tab_shape(vm, t)->h.kind & SHAPE_DICT) != 0;
}

/* A key of t that its dictionary has, if the table has it at all. */
static bool is_dict_int(const Table *t, const Value *key)
{
    uint64_t i = INDEX_IN(t, key);
    return t->abase == 1 && i > t->acount && tab_dict_has_ints(t);
}

/* Remainder of integers, rounded down; d is neither 0 nor -1. */
static ALWAYS_INLINE int64_t mod_ints(int64_t x, int64_t d)
{
    if ((((uint64_t)x | (uint64_t)d) >> 32) == 0)
        return (int64_t)((uint32_t)x % (uint32_t)d);
    int64_t r = x % d;
    return r != 0 && (r ^ d) < 0 ? r + d : r;
}

/* Remainder of floats that are whole, positive and exact as integers: what
   fmod gives, sooner. */
static ALWAYS_INLINE bool mod_whole(double x, double y, double *r)
{
    if (!(x > 0 && x < 0x1p53 && y > 0 && y < 0x1p53))
        return false;
    int64_t p = (int64_t)x, q = (int64_t)y;
    if ((double)p != x || (double)q != y)
        return false;
    *r = (double)(p % q);
    return true;
}

#include "vm/interp_handlers.h"

/* ---------------------------------------------------------------- the doors */

#if VM_DISPATCH == DISPATCH_TAIL

void interp_run(VM *vm)
{
    lua_State *L = vm->cur;
    const Insn *pc = L->pc;
    Value *base = L->base;
    const Value *k = is_lcl(base - 2) ? base[-2].lcl->p->k : NULL;
    Insn insn = *pc++;
    ((Handler *)vm->dispatch[(uint16_t)insn])(ARGS);
}

void interp_set_hooks(VM *vm, bool on)
{
    vm->hooks_on = on;
    for (unsigned i = 0; i < NUM_OPS; i++)
        vm->dispatch[i] = on                ? (const void *)do_hook
                          : COUNTED(vm)     ? (const void *)do_count
                          : vm->first_forms ? (const void *)do_first
                                            : (const void *)handlers[i];
}

#else

void interp_run(VM *vm) { interp_loop(vm, NULL); }

void interp_run_lua(VM *vm, const Insn *pc, Value *base, const Value *k)
{
    (void)pc;
    (void)base;
    (void)k;
    interp_loop(vm, NULL);
}

void interp_set_hooks(VM *vm, bool on)
{
    vm->hooks_on = on;
#if VM_DISPATCH == DISPATCH_GOTO
    const void *const *table[2];
    interp_loop(vm, table);
    for (unsigned i = 0; i < NUM_OPS; i++)
        vm->dispatch[i] = on                ? table[1][0]
                          : COUNTED(vm)     ? table[1][1]
                          : vm->first_forms ? table[1][2]
                                            : table[0][i];
#endif
}

#endif

void interp_init(VM *vm) { interp_set_hooks(vm, false); }
