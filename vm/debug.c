/*
 * vm/debug.c -- debug information: frames, names, lines, hooks, and the
 * messages of operator errors, which name variables.
 *
 * Names of variables are found by reading the canonical code backwards in
 * spirit: which instruction last set the register, and what does it load?
 *
 * Read     frame_pc, object_name, lua_getinfo, hook_insn.
 */
#include "vm/debug.h"

#include <stdarg.h>
#include <stdlib.h>

#include "include/lauxlib.h"
#include "vm/api.h"
#include "vm/call.h"
#include "vm/chunk.h"
#include "vm/error.h"
#include "vm/meta.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"
#include "vm/translate.h"

/* ------------------------------------------------------------------- frames */

static bool is_bottom(const lua_State *L, const Value *base)
{
    return base == NULL || base == L->stack + LINK_SLOTS;
}

/* Where the caller of the frame at `base` goes on; NULL if that is in C. */
static const Insn *caller_pc(Value *base)
{
    Value *outer = frame_outer(base), *func = outer - LINK_SLOTS;
    switch (link_kind(outer)) {
    case LINK_C: return link_flags(outer) & LINKF_PC ? func[-1].p : NULL;
    case LINK_META:
        if (link_b(outer) >> 8 == CONT_CLOSE)
            return func[-2].p;
        return link_b(outer) >> 8 >= CONT_UNWIND ? NULL : link_pc(outer);
    case LINK_PCALL: case LINK_SORT: case LINK_BASE: return NULL;
    default: return link_pc(outer);
    }
}

static bool is_unwinding(const Value *base)
{
    return link_kind(base) == LINK_META && link_b(base) >> 8 == CONT_UNWIND;
}

/* pc of the frame at `base`, given the frame it called (NULL: it runs). */
static const Insn *frame_pc(lua_State *L, Value *callee)
{
    return callee == NULL ? L->pc : caller_pc(callee);
}

/* The frame that `base` called, found from the top. */
static Value *callee_of(lua_State *L, const Value *base)
{
    Value *b = L->base, *callee = NULL;
    while (b != NULL && b != base) {
        callee = b;
        b = frame_caller(L, b);
    }
    return callee;
}

static Proto *frame_proto(const Value *base)
{
    return is_lcl(base - LINK_SLOTS) ? base[-LINK_SLOTS].lcl->p : NULL;
}

/* Memory word of the instruction that a Lua frame is in. */
static bool frame_word(lua_State *L, Value *base, uint32_t *word)
{
    Proto *p = frame_proto(base);
    const Insn *pc = frame_pc(L, callee_of(L, base));
    if (p == NULL || pc == NULL || pc <= p->code ||
        pc > p->code + p->ncode)
        return false;
    *word = (uint32_t)(pc - p->code) - 1;
    return true;
}

int debug_line(lua_State *L, Value *base)
{
    uint32_t word;
    return frame_word(L, base, &word)
               ? proto_line(L->vm, frame_proto(base), word)
               : -1;
}

/* ------------------------------------------------------------------- locals */

static const char *local_name(const Proto *p, const LocalVar *v)
{
    size_t nbytes;
    return chunk_name(p->chunk, v->name, &nbytes);
}

/* The n-th (from 1) active local variable at a canonical pc, or NULL. */
static const char *active_local(const Proto *p, int n, uint32_t pc,
                                unsigned *reg)
{
    LocalCursor c = proto_locals(p);
    LocalVar v;
    while (proto_next_local(&c, &v) && v.start <= pc)
        if (pc < v.end && --n == 0) {
            *reg = v.reg;
            return local_name(p, &v);
        }
    return NULL;
}

static const char *register_name(const Proto *p, unsigned reg, uint32_t pc)
{
    const char *name = NULL;
    LocalCursor c = proto_locals(p);
    LocalVar v;
    while (proto_next_local(&c, &v) && v.start <= pc)
        if (pc < v.end && v.reg == reg)
            name = local_name(p, &v);
    return name;
}

/* The instruction that a memory word belongs to. The code up to there is read,
   and for names once or twice again, which is charged. */
static uint32_t canonical_pc(lua_State *L, const Proto *p, uint32_t word)
{
    uint32_t pc = proto_canonical_pc(p, word);
    budget_take(L->vm, pc / 4);
    return pc;
}

const char *debug_local_name(lua_State *L, const Value *slot)
{
    uint32_t word;
    Proto *p = frame_proto(L->base);
    if (p == NULL || !frame_word(L, L->base, &word))
        return NULL;
    /* a variable just being declared is active from the next instruction */
    uint32_t pc = canonical_pc(L, p, word);
    unsigned reg = (unsigned)(slot - L->base);
    const char *name = register_name(p, reg, pc);
    return name != NULL ? name : register_name(p, reg, pc + 1);
}

/* ------------------------------------------------------- names of registers */

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

static const char *object_name(const Proto *p, uint32_t pc, unsigned reg,
                               const char **name);

/* A register used as a key: its name if it holds a constant string. */
static const char *key_name(const Proto *p, uint32_t pc, unsigned reg)
{
    const char *name;
    const char *kind = object_name(p, pc, reg, &name);
    return kind != NULL && *kind == 'c' ? name : "?";
}

/* What kind of thing ("local", "global", ...) the register holds, and its
   name; NULL if unknown. */
static const char *object_name(const Proto *p, uint32_t pc, unsigned reg,
                               const char **name)
{
    BcInsn in;
    uint32_t at;
    *name = register_name(p, reg, pc);
    if (*name != NULL)
        return "local";
    if (!find_setter(p, pc, reg, &in, &at))
        return NULL;
    switch (in.op) {
    case OP_MOVE:
        return in.b < in.a ? object_name(p, at, (unsigned)in.b, name) : NULL;
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
        const char *kind = object_name(p, at, (unsigned)in.b, &table);
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

/* What the instruction calls: a variable's kind and name, or a metamethod. */
static const char *called_name(lua_State *L, const Proto *p, uint32_t pc,
                               const char **name)
{
    BcInsn in;
    MetaEvent e;
    if (!insn_at(p, pc, &in))
        return NULL;
    switch (in.op) {
    case OP_CALL: case OP_TAILCALL: case OP_TAILCALLC:
        return object_name(p, pc, (unsigned)in.a, name);
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

/* How the frame at `base` was called. */
static const char *function_name(lua_State *L, Value *base, const char **name)
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
    const Insn *pc = caller_pc(base);
    if (pc == NULL)
        return NULL;
    Proto *p = frame_proto(caller);
    uint32_t at = canonical_pc(L, p, (uint32_t)(pc - p->code) - 1);
    return raised_by_zero(p, caller, at) ? NULL : called_name(L, p, at, name);
}

/* ------------------------------------------------------------ error messages */

/* "local 'x'" and the like for a value of the running Lua function. */
static const char *value_name(lua_State *L, const Value *v, const char **name)
{
    uint32_t word;
    Proto *p = frame_proto(L->base);
    if (p == NULL || !frame_word(L, L->base, &word))
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
    return object_name(p, canonical_pc(L, p, word),
                       (unsigned)(v - L->base), name);
}

static const char *var_info(lua_State *L, const char *kind, const char *name)
{
    return kind == NULL ? ""
                        : lua_pushfstring(L, " (%s '%s')", kind, name);
}

/* Values above the running Lua frame must not be overwritten. */
static void protect_frame(lua_State *L)
{
    Proto *p = frame_proto(L->base);
    if (p != NULL && L->top < L->base + p->nregs + 6)
        L->top = L->base + p->nregs + 6;
    stack_ensure_error(L);
    api_reserve(L, LUA_MINSTACK); /* a C function may have used up its own */
}

static void add_position(lua_State *L)
{
    Proto *p = frame_proto(L->base);
    if (p == NULL)
        return;
    char id[LUA_IDSIZE] = "?";
    if (p->source != NULL)
        chunk_id(id, p->source->data, p->source->nbytes);
    lua_pushfstring(L, "%s:%d: %s", id, debug_line(L, L->base),
                    L->top[-1].str->data);
}

_Noreturn void err_raisef(lua_State *L, const char *fmt, ...)
{
    va_list ap;
    protect_frame(L);
    va_start(ap, fmt);
    lua_pushvfstring(L, fmt, ap);
    va_end(ap);
    add_position(L);
    err_raise_top(L);
}

_Noreturn static void type_error(lua_State *L, const Value *v,
                                 const char *what, const char *kind,
                                 const char *name)
{
    const char *t = meta_typename(L->vm, v);
    protect_frame(L);
    err_raisef(L, "attempt to %s a %s value%s", what, t,
               var_info(L, kind, name));
}

_Noreturn void err_type(lua_State *L, const Value *v, const char *what)
{
    const char *name = NULL;
    const char *kind = value_name(L, v, &name);
    type_error(L, v, what, kind, name);
}

_Noreturn void err_call(lua_State *L, const Value *v)
{
    const char *name = NULL, *kind = NULL;
    uint32_t word;
    Proto *p = frame_proto(L->base);
    if (p != NULL && frame_word(L, L->base, &word))
        kind = called_name(L, p, canonical_pc(L, p, word), &name);
    if (kind == NULL)
        kind = value_name(L, v, &name);
    type_error(L, v, "call", kind, name);
}

_Noreturn void err_arith(lua_State *L, const Value *a, const Value *b,
                         bool bitwise)
{
    int64_t i;
    if (bitwise && is_number(a) && is_number(b)) {
        const Value *v = to_integer_ns(a, &i) ? b : a;
        const char *name = NULL, *kind = value_name(L, v, &name);
        protect_frame(L);
        err_raisef(L, "number%s has no integer representation",
                   var_info(L, kind, name));
    }
    err_type(L, is_number(a) ? b : a,
             bitwise ? "perform bitwise operation on"
                     : "perform arithmetic on");
}

_Noreturn void err_concat(lua_State *L, const Value *a, const Value *b)
{
    err_type(L, is_string(a) || is_number(a) ? b : a, "concatenate");
}

_Noreturn void err_compare(lua_State *L, const Value *a, const Value *b)
{
    const char *x = meta_typename(L->vm, a), *y = meta_typename(L->vm, b);
    if (strcmp(x, y) == 0)
        err_raisef(L, "attempt to compare two %s values", x);
    err_raisef(L, "attempt to compare %s with %s", x, y);
}

_Noreturn void err_for(lua_State *L, const Value *v, const char *what)
{
    err_raisef(L, "bad 'for' %s (number expected, got %s)", what,
               meta_typename(L->vm, v));
}

/* ------------------------------------------------------------------ the API */

/* What pcall was to call and could not is no frame. */
static Value *caller_shown(lua_State *L, Value *base)
{
    base = frame_caller(L, base);
    if (!is_bottom(L, base) && link_kind(base) == LINK_PCALL &&
        !is_function(base - LINK_SLOTS))
        base = frame_caller(L, base);
    return base;
}

int lua_getstack(lua_State *L, int level, lua_Debug *ar)
{
    api_thread(L);
    if (level < 0)
        return 0;
    Value *base = L->base;
    int from = level;
    while (level > 0 && !is_bottom(L, base)) {
        bool unwinding = is_unwinding(base);
        if (unwinding) /* called for pcall, not for the function that failed */
            base = frame_caller(L, frame_caller(L, base));
        else
            base = caller_shown(L, base);
        level--;
    }
    budget_take(L->vm, (size_t)(from - level) / 4);
    if (is_bottom(L, base))
        return 0;
    ar->i_ci = (void *)(base - L->stack);
    return 1;
}

static Value *debug_base(lua_State *L, const lua_Debug *ar)
{
    return L->stack + (ptrdiff_t)ar->i_ci;
}

/* A slot of a frame that has no name: temporaries and varargs. */
static const char *slot_name(lua_State *L, Value *base, int n, Value **pos)
{
    Value *callee = callee_of(L, base);
    Value *end = callee == NULL
                     ? L->top
                     : frame_outer(callee) - LINK_SLOTS;
    Proto *p = frame_proto(base);
    if (p != NULL && callee == NULL && end < base + p->nregs)
        end = base + p->nregs;
    if (n < 1 || end - base < n)
        return NULL;
    *pos = base + n - 1;
    return p != NULL ? "(temporary)" : "(C temporary)";
}

static const char *find_local(lua_State *L, Value *base, int n, Value **pos)
{
    Proto *p = frame_proto(base);
    uint32_t word;
    if (p != NULL && n < 0) {
        if (!frame_is_vararg(base))
            return NULL;
        Value *outer = vararg_base(base);
        ptrdiff_t have = base - outer - LINK_SLOTS - p->nparams;
        if (-(ptrdiff_t)n > have)
            return NULL;
        *pos = outer + p->nparams + (-n - 1);
        return "(vararg)";
    }
    if (p != NULL && frame_word(L, base, &word)) {
        unsigned reg;
        const char *name =
            active_local(p, n, canonical_pc(L, p, word), &reg);
        if (name != NULL) {
            *pos = base + reg;
            return name;
        }
    }
    return slot_name(L, base, n, pos);
}

const char *lua_getlocal(lua_State *L, const lua_Debug *ar, int n)
{
    if (ar == NULL) { /* a parameter of the function on top, which stays */
        api_count(L, 1);
        const Value *f = L->top - 1;
        unsigned reg;
        return is_lcl(f) ? active_local(f->lcl->p, n, 0, &reg) : NULL;
    }
    Value *pos;
    api_room(L, 1);
    const char *name = find_local(L, debug_base(L, ar), n, &pos);
    if (name != NULL) {
        val_copy(L->top, pos);
        stack_pushed(L);
    }
    return name;
}

/* Control registers of a running loop keep their type: see docs/bytecode.md. */
static void set_state(Value *pos, const Value *v)
{
    if (pos->tag == v->tag)
        pos->bits = v->bits;
}

/* The register is a variable and a loop's index: then the loop gets that from
   elsewhere before it goes on. */
static bool set_variable_of_loop(lua_State *L, Value *base, Value *pos,
                                 const Value *v)
{
    uint32_t word;
    Proto *p = frame_proto(base);
    if (p == NULL || !frame_word(L, base, &word))
        return false;
    Insn *loop = proto_loop_around(p, word, (unsigned)(pos - base));
    if (loop == NULL)
        return false;
    *loop = (*loop & ~UINT64_C(0xFFFF)) | OP_FORLOOPN_S;
    for_keep_index(pos - 2);
    val_copy(pos, v);
    return true;
}

static void set_slot(lua_State *L, Value *base, const char *name, Value *pos,
                     const Value *v)
{
    if (strcmp(name, "(for state)") == 0)
        set_state(pos, v);
    else if (!set_variable_of_loop(L, base, pos, v))
        val_copy(pos, v);
}

const char *lua_setlocal(lua_State *L, const lua_Debug *ar, int n)
{
    api_count(L, 1);
    Value *pos, *base = debug_base(L, ar);
    const char *name = find_local(L, base, n, &pos);
    if (name == NULL)
        return NULL; /* the value stays, as in the reference */
    gc_unmark_stack(L); /* not the running frame, perhaps */
    set_slot(L, base, name, pos, L->top - 1);
    L->top--;
    return name;
}

static void info_source(lua_Debug *ar, const Value *f)
{
    if (!is_lcl(f)) {
        ar->source = "=[C]";
        ar->srclen = 4;
        ar->linedefined = ar->lastlinedefined = -1;
        ar->what = "C";
    } else {
        const Proto *p = f->lcl->p;
        ar->source = p->source != NULL ? p->source->data : "=?";
        ar->srclen = p->source != NULL ? p->source->nbytes : 2;
        ar->linedefined = p->linedefined;
        ar->lastlinedefined = p->lastlinedefined;
        ar->what = p->linedefined == 0 ? "main" : "Lua";
    }
    chunk_id(ar->short_src, ar->source, ar->srclen);
}

static void info_upvalues(lua_Debug *ar, const Value *f)
{
    if (is_lcl(f)) {
        const Proto *p = f->lcl->p;
        ar->nups = p->nupvals;
        ar->nparams = p->nparams;
        ar->isvararg = (p->fnflags & BC_FN_VARARG) != 0;
    } else {
        ar->nups = f->tag == TAG_CCL ? (unsigned char)f->ccl->h.aux : 0;
        ar->nparams = 0;
        ar->isvararg = 1;
    }
}

/* Push a table whose keys are the lines with code. */
static void push_lines(lua_State *L, const Value *f)
{
    if (!is_lcl(f)) {
        lua_pushnil(L);
        return;
    }
    Proto *p = f->lcl->p;
    budget_take(L->vm, p->nlines / 4);
    const LineRun *lines = proto_lines(L->vm, p);
    if (lines == NULL && p->nlines > 0)
        err_memory(L->vm);
    lua_createtable(L, 0, 0);
    for (uint32_t i = 0; i < p->nlines; i++) {
        if (lines[i].line == p->linedefined && i == 0 &&
            (p->fnflags & BC_FN_VARARG) && p->nlines > 1 &&
            lines[1].pc <= 1)
            continue;
        lua_pushboolean(L, 1);
        lua_rawseti(L, -2, lines[i].line);
    }
}

static int info(lua_State *L, const char *what, lua_Debug *ar, const Value *f,
                Value *base)
{
    int ok = 1;
    for (; *what != '\0'; what++) {
        switch (*what) {
        case 'S': info_source(ar, f); break;
        case 'l':
            ar->currentline = base != NULL ? debug_line(L, base) : -1;
            break;
        case 'u': info_upvalues(ar, f); break;
        case 't':
            ar->istailcall =
                base != NULL &&
                (link_flags(frame_outer(base)) & LINKF_TAIL) != 0;
            break;
        case 'n':
            ar->namewhat =
                base != NULL ? function_name(L, base, &ar->name) : NULL;
            if (ar->namewhat == NULL) {
                ar->namewhat = "";
                ar->name = NULL;
            }
            break;
        case 'r':
            ar->ftransfer = (unsigned short)L->ftransfer;
            ar->ntransfer = (unsigned short)L->ntransfer;
            if (base == NULL || !L->in_hook || L->ntransfer == 0 ||
                base - L->stack != L->transfer_base)
                ar->ftransfer = ar->ntransfer = 0;
            break;
        case 'L': case 'f': break;
        default: ok = 0; break;
        }
    }
    return ok;
}

int lua_getinfo(lua_State *L, const char *what, lua_Debug *ar)
{
    Value f, *base = NULL;
    api_thread(L);
    if (*what == '>') {
        api_count(L, 1);
        api_is(L, L->top - 1, is_function, "a function on the top");
        what++;
        L->top--;
        val_copy(&f, L->top);
    } else {
        base = debug_base(L, ar);
        val_copy(&f, base - LINK_SLOTS);
    }
    api_room(L, (strchr(what, 'f') != NULL) + (strchr(what, 'L') != NULL));
    int ok = info(L, what, ar, &f, base);
    val_copy(L->top, &f); /* asked for or not: so it lives on */
    stack_pushed(L);
    if (strchr(what, 'L') != NULL)
        push_lines(L, &f);
    if (strchr(what, 'f') == NULL) {
        if (strchr(what, 'L') != NULL)
            val_copy(L->top - 2, L->top - 1);
        L->top--;
    }
    return ok;
}

/* -------------------------------------------------------------------- hooks */

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
    Value *outer = frame_outer(L->base);
    if (!(link_flags(outer) & LINKF_HOOKED)) {
        outer[-1].priv8 |= LINKF_HOOKED;
        if (word == 0)
            hook_call(L);
    }
    Insn in = p->code[word];
    if (is_hidden(L, p, word)) {
        if ((uint16_t)in == OP_TFORLOOP)
            hook_at(L, p, word - 1);
        return;
    }
    if ((L->hook_mask & LUA_MASKCOUNT) && --L->hook_left <= 0) {
        L->hook_left = L->hook_count;
        call_plain_hook(L, LUA_HOOKCOUNT, -1);
    }
    if ((L->hook_mask & LUA_MASKLINE) && (uint16_t)in != OP_VARARGPREP)
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
