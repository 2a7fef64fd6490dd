/*
 * vm/debug_int.h -- what the files of debug information share: debug.c,
 * names.c, error.c, hook.c.
 */
#ifndef VM_DEBUG_INT_H
#define VM_DEBUG_INT_H

#include "vm/debug.h"

static inline bool is_bottom(const lua_State *L, const Value *base)
{
    return base == NULL || base == L->stack + LINK_SLOTS;
}

static inline Proto *frame_proto(const Value *base)
{
    return is_lcl(base - LINK_SLOTS) ? base[-LINK_SLOTS].lcl->p : NULL;
}

/* vm/debug.c */
/* Where the caller of the frame at `base` goes on; NULL if that is in C. */
const Insn *debug_caller_pc(Value *base);
/* Memory word of the instruction that a Lua frame is in. */
bool debug_word(lua_State *L, Value *base, uint32_t *word);
/* The instruction that a memory word belongs to. The code up to there is read,
   and for names once or twice again, which is charged. */
uint32_t debug_canonical_pc(lua_State *L, const Proto *p, uint32_t word);
/* Name of the local variable that is active in a register at a canonical pc,
   or NULL. */
const char *debug_register_name(const Proto *p, unsigned reg, uint32_t pc);

/* vm/names.c: a kind ("local", "global", ...) and a name; NULL if unknown. */
/* What the register holds at a canonical pc. */
const char *name_of_register(const Proto *p, uint32_t pc, unsigned reg,
                             const char **name);
/* What the instruction calls: a variable's kind and name, or a metamethod. */
const char *name_of_call(lua_State *L, const Proto *p, uint32_t pc,
                         const char **name);
/* How the frame at `base` was called. */
const char *name_of_function(lua_State *L, Value *base, const char **name);
/* A value of the running Lua function. */
const char *name_of_value(lua_State *L, const Value *v, const char **name);

#endif
