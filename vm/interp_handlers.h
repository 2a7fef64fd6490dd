/*
 * vm/interp_handlers.h -- the handlers, one an instruction; included by
 * vm/interp.c alone, whose macros make of them functions that jump to each
 * other, labels of one function, or the cases of a switch.
 *
 * Read     interp_table.h and interp_call.h, where most of the time goes.
 */

#if VM_DISPATCH != DISPATCH_TAIL
static void interp_loop(VM *vm, const void *const **table)
{
    const Insn *pc;
    Value *base;
    const Value *k;
    Insn insn;
#if VM_DISPATCH == DISPATCH_GOTO
    static const void *const handlers[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) &&do_##name,
#define IOP(name, base, meaning) &&do_##name,
#include "vm/opcodes.def"
    };
    static const void *const hook[] = {&&do_hook, &&do_count, &&do_first};
    if (UNLIKELY(table != NULL)) {
        table[0] = handlers;
        table[1] = hook;
        return;
    }
    RESUME();
#else
    (void)table;
    RESUME();
dispatch:
    if (UNLIKELY(vm->hooks_on))
        goto do_hook;
    if (UNLIKELY(COUNTED(vm)))
        goto do_count;
    if (UNLIKELY(vm->first_forms))
        goto do_first;
dispatch_real:
    switch ((uint16_t)insn) {
#endif
#endif

/* R[A] = iterations left, R[A+1] = step, R[A+2] = index. */
#define FOR_LOOP_INT(copies)                                                   \
    Value *ra = RA;                                                            \
    uint64_t left = ra[0].bits;                                                \
    if (left > 0) {                                                            \
        CHARGE(1);                                                             \
        ra[0].bits = left - 1;                                                 \
        int64_t index = IADD(ra[2].i, ra[1].i);                                \
        ra[2].i = index;                                                       \
        if (copies)                                                            \
            val_int(ra + 3, index);                                            \
        pc += OPERAND_SB;                                                      \
    }                                                                          \
    NEXT()

/* The next one is a FORLOOPN, most likely of integers. */
#define NEXT_LOOP()                                                            \
    do {                                                                       \
        insn = *pc++;                                                          \
        if (UNLIKELY((uint16_t)insn != OP_FORLOOPN_I || !is_int(RA + 2)))      \
            DISPATCH();                                                        \
        FOR_LOOP_INT(false);                                                   \
    } while (0)

#include "vm/interp_load.h"
#include "vm/interp_table.h"
#include "vm/interp_arith.h"
#include "vm/interp_flow.h"
#include "vm/interp_call.h"
#include "vm/interp_fused.h"

/* ---------------------------------------------------------- places to go on */

OPCODE(HALT)
{
    (void)base;
    (void)k;
    (void)vm;
    (void)pc;
    (void)insn;
    LEAVE();
}

OPCODE(FIRSTCALL)
{
    SAVE();
    call_first(L);
    base = L->base;
    LClosure *c = CLOSURE_OF_FRAME;
    c->code = c->p->code;
    k = c->p->k;
    pc = c->code;
    NEXT();
}

OPCODE(CLOSEMORE)
{
    SAVE();
    call_close_more(L);
    RESUME();
}

OPCODE(UNWIND)
{
    SAVE();
    call_unwind(L);
    RESUME();
}

OPCODE(CCONTINUE)
{
    SAVE();
    call_c_continue(L);
    RESUME();
}

/* The slice is used up: then do the instruction again, uncharged. */
SLOW(budget)
{
    SAVE();
    L->pc = pc;
    vm_budget_slow(L);
    base = L->base;
    vm->budget++; /* it will charge once more */
    DISPATCH_REAL();
}

/* Hooks are on: every instruction comes through here. */
#if VM_DISPATCH == DISPATCH_TAIL
static __attribute__((preserve_none)) void do_hook(PARAMS)
#else
do_hook:
#endif
{
    if ((uint16_t)insn < OP_HALT) {
        SAVE();
        hook_insn(L);
        if (vm->cur != L || L->pc != pc)
            RESUME();
        base = L->base;
    }
    DISPATCH_FIRST();
}

/* Pairs are counted: every instruction comes through here. */
#if VM_DISPATCH == DISPATCH_TAIL
static __attribute__((preserve_none)) void do_count(PARAMS)
#else
do_count:
#endif
{
    insn = (insn & ~UINT64_C(0xFFFF)) | unfused((uint16_t)insn);
    count_insn(vm, insn);
    DISPATCH_REAL();
}

/* Under stress: every instruction comes through here. */
#if VM_DISPATCH == DISPATCH_TAIL
static __attribute__((preserve_none)) void do_first(PARAMS)
#else
do_first:
#endif
{
    insn = (insn & ~UINT64_C(0xFFFF)) | first_form((uint16_t)insn);
    DISPATCH_REAL();
}

#if VM_DISPATCH != DISPATCH_TAIL
#if VM_DISPATCH == DISPATCH_SWITCH
    default: LEAVE();
    }
#endif
}
#endif
