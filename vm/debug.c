/*
 * vm/debug.c -- debug information: frames, their lines and their variables,
 * and the part of the C API that shows them.
 *
 * Read     frame_pc, find_local, lua_getinfo.
 */
#include "vm/debug_int.h"

#include <string.h>

#include "vm/api.h"
#include "vm/chunk.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/string.h"
#include "vm/translate.h"

/* ------------------------------------------------------------------- frames */

const Insn *debug_caller_pc(Value *base)
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
    return callee == NULL ? L->pc : debug_caller_pc(callee);
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

bool debug_word(lua_State *L, Value *base, uint32_t *word)
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
    return debug_word(L, base, &word)
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

const char *debug_register_name(const Proto *p, unsigned reg, uint32_t pc)
{
    const char *name = NULL;
    LocalCursor c = proto_locals(p);
    LocalVar v;
    while (proto_next_local(&c, &v) && v.start <= pc)
        if (pc < v.end && v.reg == reg)
            name = local_name(p, &v);
    return name;
}

uint32_t debug_canonical_pc(lua_State *L, const Proto *p, uint32_t word)
{
    uint32_t pc = proto_canonical_pc(p, word);
    budget_take(L->vm, pc / 4);
    return pc;
}

const char *debug_local_name(lua_State *L, const Value *slot)
{
    uint32_t word;
    Proto *p = frame_proto(L->base);
    if (p == NULL || !debug_word(L, L->base, &word))
        return NULL;
    /* a variable just being declared is active from the next instruction */
    uint32_t pc = debug_canonical_pc(L, p, word);
    unsigned reg = (unsigned)(slot - L->base);
    const char *name = debug_register_name(p, reg, pc);
    return name != NULL ? name : debug_register_name(p, reg, pc + 1);
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
    if (p != NULL && debug_word(L, base, &word)) {
        unsigned reg;
        uint32_t pc = debug_canonical_pc(L, p, word);
        const char *name = active_local(p, n, pc, &reg);
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
    if (p == NULL || !debug_word(L, base, &word))
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
                base != NULL ? name_of_function(L, base, &ar->name) : NULL;
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
