/*
 * vm/hook.c -- hooks: calls of what the host has set, and before which
 * instructions.
 *
 * Hooks see the canonical code: what translation added or moved is hidden.
 *
 * Read     hook_insn, is_hidden, hook_line.
 */
#include <string.h>

#include "vm/call.h"
#include "vm/chunk.h"
#include "vm/debug_int.h"

void lua_sethook(lua_State *L, lua_Hook f, int mask, int count)
{
    if (f == NULL || mask == 0) {
        f = NULL;
        mask = 0;
    }
    L->hook = f;
    L->hook_mask = (uint8_t)mask;
    L->hook_count = L->hook_left = count;
    L->hook_pc = NULL;
    L->vm->interrupted = 1; /* may be in a signal handler: soon, not now */
    if (L->vm->cur == L)
        hooks_update(L);
}

lua_Hook lua_gethook(lua_State *L) { return L->hook; }
int lua_gethookmask(lua_State *L) { return L->hook_mask; }
int lua_gethookcount(lua_State *L) { return L->hook_count; }

/* Call the hook; the frame's registers, and what open results lie above them,
   are kept. */
static void call_hook(lua_State *L, int event, int line)
{
    if (L->hook == NULL || !L->allow_hook)
        return;
    lua_Debug ar;
    memset(&ar, 0, sizeof ar);
    ar.event = event;
    ar.currentline = line;
    ar.i_ci = (void *)(L->base - L->stack);
    ptrdiff_t top = L->top - L->stack, base = L->base - L->stack;
    const Insn *pc = L->pc;
    uint32_t wide = L->wide_nargs;
    Proto *p = frame_proto(L->base);
    if (p != NULL && L->top < L->base + p->nregs)
        L->top = L->base + p->nregs;
    stack_ensure(L, LUA_MINSTACK);
    L->allow_hook = 0;
    L->transfer_base = base;
    L->in_hook = 1;
    hooks_update(L);
    L->hook(L, &ar);
    L->in_hook = 0;
    L->allow_hook = 1;
    L->top = L->stack + top;
    L->base = L->stack + base;
    L->pc = pc;
    L->wide_nargs = wide;
    hooks_update(L);
}

/* Of an event that hands no values over. */
static void call_plain_hook(lua_State *L, int event, int line)
{
    L->ntransfer = 0;
    call_hook(L, event, line);
}

void hook_call(lua_State *L)
{
    if (!(L->hook_mask & LUA_MASKCALL) || !L->allow_hook)
        return;
    bool tail = (link_flags(frame_outer(L->base)) & LINKF_TAIL) != 0;
    L->ftransfer = 1;
    Proto *p = frame_proto(L->base);
    L->ntransfer = p != NULL ? p->nparams : (uint32_t)(L->top - L->base);
    call_hook(L, tail ? LUA_HOOKTAILCALL : LUA_HOOKCALL, -1);
}

void hook_return(lua_State *L, Value *res, size_t n)
{
    if (!(L->hook_mask & LUA_MASKRET) || !L->allow_hook)
        return;
    L->ftransfer = (uint32_t)(res - L->base) + 1;
    L->ntransfer = (uint32_t)n;
    call_hook(L, LUA_HOOKRET, -1);
}

static bool is_return(unsigned op)
{
    switch (op) {
    case OP_RETURN: case OP_RETURN0: case OP_RETURN1: case OP_RETURNV:
    case OP_RETURNX:
        return true;
    default: return false;
    }
}

static void hook_before_return(lua_State *L, Insn in)
{
    unsigned op = (uint16_t)in;
    Value *ra = L->base + (uint16_t)(in >> 16) / sizeof(Value);
    size_t n = (uint16_t)(in >> 32);
    if (op == OP_RETURN0)
        n = 0;
    if (op == OP_RETURNV || n == 0xFFFF)
        n = (size_t)(L->top - ra);
    hook_return(L, ra, n);
}

/* The second word of a conditional jump back: behind its inverse, which jumps
   over it. */
static bool is_jump_part(const Proto *p, uint32_t word)
{
    Insn in = p->code[word];
    return (uint16_t)in == OP_JMPB && (uint16_t)(in >> 16) != 0;
}

/* The condition at the head of a loop, where the one at `word` repeats it;
   else `word`. */
static uint32_t loop_condition(const Proto *p, uint32_t word)
{
    if (word + 1 >= p->ncode || !is_jump_part(p, word + 1))
        return word;
    Insn in = p->code[word];
    Insn inverse = in - (uint16_t)in + (((uint16_t)in - OP_JT) ^ 1) + OP_JT;
    unsigned operands = (uint16_t)in >= OP_JEQ ? 16 : 32;
    uint32_t body = word + 2 + (uint32_t)(p->code[word + 1] >> 32);
    if (body >= 2 && is_jump_part(p, body - 1))
        return p->code[body - 2] == inverse ? body - 2 : word;
    return body >= 1 && ((p->code[body - 1] ^ in) << operands) == 0 ? body - 1
                                                                    : word;
}

/* A jump that the loop before it could have made when it ended. */
static bool is_after_loop(const Proto *p, uint32_t word)
{
    return word >= 2 && loop_condition(p, word - 2) != word - 2;
}

/* What hooks do not see: the second word of an instruction; an iterator's
   first call, which its TFORPREP leads to, and what follows on the call; a
   jump that others jump over. */
static bool is_hidden(lua_State *L, const Proto *p, uint32_t word)
{
    switch ((uint16_t)p->code[word]) {
    case OP_JMP: return is_after_loop(p, word);
    case OP_JMPB: return is_jump_part(p, word) || is_after_loop(p, word);
    case OP_TFORLOOP: return true;
    case OP_TFORCALL:
        return L->hook_proto == p && L->hook_base == L->base - L->stack &&
               L->hook_pc != NULL && (uint16_t)*L->hook_pc == OP_TFORPREP;
    default: return false;
    }
}

/* The last instruction that counts for line hooks. */
static void hook_at(lua_State *L, Proto *p, uint32_t word)
{
    L->hook_base = L->base - L->stack;
    L->hook_proto = p;
    L->hook_pc = p->code + word;
}

static void hook_line(lua_State *L, Proto *p, uint32_t word)
{
    int line = proto_line(L->vm, p, word);
    ptrdiff_t base = L->base - L->stack;
    bool fire;
    if (L->hook_base == base && L->hook_pc != NULL && L->hook_proto == p) {
        uint32_t last = (uint32_t)(L->hook_pc - p->code);
        fire = word <= last || line != proto_line(L->vm, p, last);
    } else { /* another frame: its beginning, or back from a call */
        uint32_t first = p->fnflags & BC_FN_VARARG ? 1 : 0;
        fire = word <= first || line != proto_line(L->vm, p, word - 1);
    }
    hook_at(L, p, word);
    if (fire)
        call_plain_hook(L, LUA_HOOKLINE, line);
}

static void yield_from_hook(lua_State *L)
{
    L->pc--; /* the instruction is done when the coroutine goes on */
    L->hook_skip = 1;
    hook_yield(L);
}

void hook_insn(lua_State *L)
{
    Proto *p = frame_proto(L->base);
    if (p == NULL || L->pc <= p->code || L->pc > p->code + p->ncode)
        return;
    uint32_t word = (uint32_t)(L->pc - p->code) - 1;
    if (L->hook_skip) {
        L->hook_skip = 0;
        return;
    }
    Insn in = p->code[word];
    if ((uint16_t)in == OP_VARARGPREP)
        return; /* there may be arguments above the registers yet */
    Value *outer = frame_outer(L->base);
    if (!(link_flags(outer) & LINKF_HOOKED)) {
        outer[-1].priv8 |= LINKF_HOOKED;
        if (word == ((uint16_t)p->code[0] == OP_VARARGPREP))
            hook_call(L);
    }
    if (is_hidden(L, p, word)) {
        if ((uint16_t)in == OP_TFORLOOP)
            hook_at(L, p, word - 1);
        return;
    }
    if ((L->hook_mask & LUA_MASKCOUNT) && --L->hook_left <= 0) {
        L->hook_left = L->hook_count;
        call_plain_hook(L, LUA_HOOKCOUNT, -1);
    }
    if (L->hook_mask & LUA_MASKLINE)
        hook_line(L, p, loop_condition(p, word));
    if (L->hook_yielded)
        yield_from_hook(L);
    if ((L->hook_mask & LUA_MASKRET) && is_return((uint16_t)in))
        hook_before_return(L, in);
}

void hook_count_charge(lua_State *L, int n)
{
    if (!(L->hook_mask & LUA_MASKCOUNT) || !L->allow_hook)
        return;
    if ((L->hook_left -= n) <= 0) {
        L->hook_left = L->hook_count;
        call_plain_hook(L, LUA_HOOKCOUNT, -1);
    }
}
