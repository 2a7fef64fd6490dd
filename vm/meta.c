/*
 * vm/meta.c -- metamethod names and lookup.
 *
 * Read     meta_get.
 */
#include "vm/meta.h"

#include "vm/string.h"
#include "vm/table.h"

const char *const meta_names[NUM_MM] = {
    "__add", "__sub", "__mul", "__mod", "__pow", "__div", "__idiv",
    "__band", "__bor", "__bxor", "__shl", "__shr", "__unm", "__bnot",
    "__index", "__newindex", "__call", "__concat", "__len", "__eq", "__lt",
    "__le", "__gc", "__mode", "__close", "__name", "__tostring",
    "__metatable", "__pairs",
};

static const char *const type_names[] = {
    [TAG_INT] = "number", [TAG_FLOAT] = "number", [TAG_TRUE] = "boolean",
    [TAG_LIGHT] = "userdata", [TAG_CFUNC] = "function",
    [TAG_SSTR] = "string", [TAG_LSTR] = "string", [TAG_TABLE] = "table",
    [TAG_LCL] = "function", [TAG_CCL] = "function", [TAG_UDATA] = "userdata",
    [TAG_THREAD] = "thread",
};

Table *meta_table(VM *vm, const Value *v)
{
    switch (v->tag) {
    case TAG_TABLE: return tab_metatable(vm, v->tab);
    case TAG_UDATA: return v->ud->mt;
    default: break;
    }
    if (v->tag < 0)
        return v->tag == TAG_NIL ? vm->type_mt[TAG_NIL_MT] : vm->type_mt[TAG_TRUE];
    return vm->type_mt[v->tag];
}

const Value *meta_get_mt(VM *vm, Table *mt, MetaEvent e)
{
    return mt == NULL ? &vm->nil_value : tab_get_str(vm, mt, vm->mm_name[e]);
}

const Value *meta_get(VM *vm, const Value *v, MetaEvent e)
{
    return meta_get_mt(vm, meta_table(vm, v), e);
}

const char *meta_typename(VM *vm, const Value *v)
{
    if (v->tag == TAG_TABLE || v->tag == TAG_UDATA) {
        const Value *name = meta_get(vm, v, MM_NAME);
        if (is_string(name))
            return name->str->data;
    }
    return v->tag == TAG_NIL   ? "nil"
           : v->tag == TAG_FALSE ? "boolean"
                                 : type_names[v->tag];
}
