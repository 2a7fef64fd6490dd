/*
 * vm/names.c -- names of variables and functions, for messages and for
 * lua_getinfo.
 *
 * They are found by reading the canonical code backwards in spirit: which
 * instruction last set the register, and what does it load?
 *
 * Read     find_setter, name_of_register, name_of_call.
 */
#include "vm/debug_int.h"

#include <string.h>

#include "vm/function.h"
#include "vm/meta.h"
#include "vm/translate.h"

static bool writes_register(const BcInsn *in, unsigned reg)
{
    int64_t a = in->a;
    switch (in->op) {
    case OP_LOADNIL: return reg >= a && reg < a + in->b;
    case OP_TFORCALL: return reg >= a + 4;
    case OP_CALL: case OP_TAILCALL: case OP_TAILCALLC: case OP_VARARG:
        return reg >= a;
    case OP_SELF: return reg == a || reg == a + 2;
    case OP_FORPREP: case OP_FORPREPN: case OP_FORLOOP: case OP_FORLOOPN:
        return reg >= a && reg <= a + 3;
    default: return bc_opinfo[in->op].kind[0] == KIND_DST && reg == a;
    }
}

/*
 * The instruction before `last` that set a register, if that is certain:
 * not if a forward jump may have led around it. False if none.
 */
static bool find_setter(const Proto *p, uint32_t last, unsigned reg,
                        BcInsn *out, uint32_t *out_pc)
{
    const uint8_t *at = p->bc;
    BcInsn in;
    bool found = false;
    uint32_t jumps_to = 0; /* code before this may have been jumped over */
    for (uint32_t pc = 0; pc < last && proto_decode(p, &at, &in); pc++) {
        const OpInfo *info = &bc_opinfo[in.op];
        int64_t jump = info->kind[1] == KIND_LBL   ? in.b
                       : info->kind[2] == KIND_LBL ? in.c
                                                   : 0;
        if (jump > 0) {
            uint32_t to = pc + 1 + (uint32_t)jump;
            if (to <= last && to > jumps_to)
                jumps_to = to;
        }
        if (writes_register(&in, reg)) {
            found = pc >= jumps_to;
            *out = in;
            *out_pc = pc;
        }
    }
    return found;
}

static const char *upvalue_name(const Proto *p, int64_t i)
{
    const char *s = proto_upvalue_name(p, (unsigned)i);
    return s != NULL ? s : "?";
}

static const char *constant_name(const Proto *p, int64_t i)
{
    return is_string(&p->k[i]) ? p->k[i].str->data : "?";
}

static const char *env_kind(const char *table_name)
{
    return table_name != NULL && strcmp(table_name, "_ENV") == 0 ? "global"
                                                                  : "field";
}

/* A register used as a key: its name if it holds a constant string. */
static const char *key_name(const Proto *p, uint32_t pc, unsigned reg)
{
    const char *name;
    const char *kind = name_of_register(p, pc, reg, &name);
    return kind != NULL && *kind == 'c' ? name : "?";
}

const char *name_of_register(const Proto *p, uint32_t pc, unsigned reg,
                             const char **name)
{
    BcInsn in;
    uint32_t at;
    *name = debug_register_name(p, reg, pc);
    if (*name != NULL)
        return "local";
    if (!find_setter(p, pc, reg, &in, &at))
        return NULL;
    switch (in.op) {
    case OP_MOVE:
        return in.b < in.a ? name_of_register(p, at, (unsigned)in.b, name)
                           : NULL;
    case OP_GETTABUP:
        *name = constant_name(p, in.c);
        return env_kind(upvalue_name(p, in.b));
    case OP_GETTABLE:
        *name = key_name(p, at, (unsigned)in.c);
        return "field";
    case OP_GETINDEX: *name = "integer index"; return "field";
    case OP_GETFIELD: {
        const char *table = NULL;
        *name = constant_name(p, in.c);
        const char *kind = name_of_register(p, at, (unsigned)in.b, &table);
        if (kind == NULL || (strcmp(kind, "local") != 0 &&
                             strcmp(kind, "upvalue") != 0))
            table = NULL;
        return env_kind(table);
    }
    case OP_GETUPVAL: *name = upvalue_name(p, in.b); return "upvalue";
    case OP_LOADK:
        if (!is_string(&p->k[in.b]))
            return NULL;
        *name = p->k[in.b].str->data;
        return "constant";
    case OP_SELF:
        if (reg != in.a)
            return NULL;
        *name = constant_name(p, in.c);
        return "method";
    default: return NULL;
    }
}

static bool insn_at(const Proto *p, uint32_t pc, BcInsn *out)
{
    const uint8_t *at = p->bc;
    for (uint32_t i = 0; proto_decode(p, &at, out); i++)
        if (i == pc)
            return true;
    return false;
}

const char *name_of_call(lua_State *L, const Proto *p, uint32_t pc,
                         const char **name)
{
    BcInsn in;
    MetaEvent e;
    if (!insn_at(p, pc, &in))
        return NULL;
    switch (in.op) {
    case OP_CALL: case OP_TAILCALL: case OP_TAILCALLC:
        return name_of_register(p, pc, (unsigned)in.a, name);
    case OP_TFORCALL: *name = "for iterator"; return "for iterator";
    case OP_SELF: case OP_GETTABUP: case OP_GETTABLE: case OP_GETINDEX:
    case OP_GETFIELD:
        e = MM_INDEX;
        break;
    case OP_SETTABUP: case OP_SETTABUPK: case OP_SETTABLE: case OP_SETTABLEK:
    case OP_SETINDEX: case OP_SETINDEXK: case OP_SETFIELD: case OP_SETFIELDK:
        e = MM_NEWINDEX;
        break;
    case OP_UNM: e = MM_UNM; break;
    case OP_BNOT: e = MM_BNOT; break;
    case OP_LEN: e = MM_LEN; break;
    case OP_CONCAT: e = MM_CONCAT; break;
    case OP_JEQ: case OP_JNEQ: case OP_JEQK: case OP_JNEQK: e = MM_EQ; break;
    case OP_CLOSE: case OP_RETURNC: e = MM_CLOSE; break;
    default:
        if (in.op >= OP_ADD && in.op < OP_ADDRK)
            e = (MetaEvent)(in.op - OP_ADD);
        else if (in.op >= OP_ADDRK && in.op < OP_ADDKR)
            e = (MetaEvent)(in.op - OP_ADDRK);
        else if (in.op >= OP_ADDKR && in.op <= OP_SHRKR)
            e = (MetaEvent)(in.op - OP_ADDKR);
        else if (in.op >= OP_JLT && in.op <= OP_JNLEKR)
            e = in.op == OP_JLT || in.op == OP_JNLT || in.op == OP_JLTRK ||
                        in.op == OP_JNLTRK || in.op == OP_JLTKR ||
                        in.op == OP_JNLTKR
                    ? MM_LT
                    : MM_LE;
        else
            return NULL;
        break;
    }
    *name = L->vm->mm_name[e]->data + 2;
    return "metamethod";
}

/* A remainder or quotient of numbers calls nothing but a message handler, which
   hears of a zero on the right. */
static bool raised_by_zero(const Proto *p, const Value *base, uint32_t pc)
{
    BcInsn in;
    if (!insn_at(p, pc, &in) || in.op < OP_ADD || in.op > OP_SHRKR)
        return false;
    const OpInfo *info = &bc_opinfo[in.op];
    unsigned e = (in.op - OP_ADD) % (OP_ADDRK - OP_ADD);
    const Value *x = (info->kind[1] == KIND_KNM ? p->k : base) + in.b;
    const Value *y = (info->kind[2] == KIND_KNM ? p->k : base) + in.c;
    return (e == MM_MOD || e == MM_IDIV) && is_number(x) && is_number(y);
}

const char *name_of_function(lua_State *L, Value *base, const char **name)
{
    Value *outer = frame_outer(base);
    unsigned flags = link_flags(outer);
    *name = NULL;
    if (flags & LINKF_FIN) {
        *name = "__gc";
        return "metamethod";
    }
    if (flags & LINKF_TAIL)
        return NULL;
    if (flags & LINKF_HOOK) {
        *name = "?";
        return "hook";
    }
    Value *caller = frame_caller(L, base);
    if (is_bottom(L, caller) || frame_proto(caller) == NULL)
        return NULL;
    const Insn *pc = debug_caller_pc(base);
    if (pc == NULL)
        return NULL;
    Proto *p = frame_proto(caller);
    uint32_t at = debug_canonical_pc(L, p, (uint32_t)(pc - p->code) - 1);
    return raised_by_zero(p, caller, at) ? NULL : name_of_call(L, p, at, name);
}

const char *name_of_value(lua_State *L, const Value *v, const char **name)
{
    uint32_t word;
    Proto *p = frame_proto(L->base);
    if (p == NULL || !debug_word(L, L->base, &word))
        return NULL;
    LClosure *c = L->base[-LINK_SLOTS].lcl;
    for (uint32_t i = 0; i < c->h.aux; i++)
        if (c->upvals[i]->v == v) {
            *name = upvalue_name(p, i);
            return "upvalue";
        }
    if (p->nk > 0 && v >= p->k && v < p->k + p->nk) {
        if (!is_string(v))
            return NULL;
        *name = v->str->data;
        return "constant";
    }
    if (v < L->base || v >= L->base + p->nregs)
        return NULL;
    return name_of_register(p, debug_canonical_pc(L, p, word),
                            (unsigned)(v - L->base), name);
}
