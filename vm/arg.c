/*
 * vm/arg.c -- the functions of the auxiliary library that C functions call
 * most: arguments, and userdata of a class. They look at values directly; the
 * others are in stdlib/auxlib.c. include/lauxlib.h has the contracts.
 *
 * Read     luaL_checkinteger, luaL_testudata.
 */
#include "include/lauxlib.h"
#include "vm/api.h"
#include "vm/meta.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

/* -------------------------------------------------------------- arguments */

COLD static int type_expected(lua_State *L, int arg, int type)
{
    return luaL_typeerror(L, arg, lua_typename(L, type));
}

void luaL_checktype(lua_State *L, int arg, int type)
{
    const Value *v = at(L, arg);
    if (UNLIKELY((is_none(v) ? LUA_TNONE : type_of(v)) != type))
        type_expected(L, arg, type);
}

void luaL_checkany(lua_State *L, int arg)
{
    if (UNLIKELY(is_none(at(L, arg))))
        luaL_argerror(L, arg, "value expected");
}

/* Not an integer as it is: perhaps it converts. */
NOINLINE static lua_Integer convert_integer(lua_State *L, int arg,
                                            const Value *v)
{
    int64_t n;
    if (to_integer(v, &n))
        return n;
    if (lua_isnumber(L, arg))
        return luaL_argerror(L, arg, "number has no integer representation");
    return type_expected(L, arg, LUA_TNUMBER);
}

lua_Integer luaL_checkinteger(lua_State *L, int arg)
{
    const Value *v = at(L, arg);
    return LIKELY(is_int(v)) ? v->i : convert_integer(L, arg, v);
}

lua_Integer luaL_optinteger(lua_State *L, int arg, lua_Integer def)
{
    const Value *v = at(L, arg);
    return is_int(v) ? v->i : is_nil(v) ? def : convert_integer(L, arg, v);
}

NOINLINE static lua_Number convert_number(lua_State *L, int arg, const Value *v)
{
    Value n;
    if (to_number(v, &n))
        return is_int(&n) ? (lua_Number)n.i : n.n;
    return type_expected(L, arg, LUA_TNUMBER);
}

lua_Number luaL_checknumber(lua_State *L, int arg)
{
    const Value *v = at(L, arg);
    return is_float(v) ? v->n
           : is_int(v) ? (lua_Number)v->i
                       : convert_number(L, arg, v);
}

lua_Number luaL_optnumber(lua_State *L, int arg, lua_Number def)
{
    const Value *v = at(L, arg);
    return is_float(v) ? v->n : is_nil(v) ? def : luaL_checknumber(L, arg);
}

static const char *lend_string(const Value *v, size_t *len)
{
    if (len != NULL)
        *len = v->str->nbytes;
    return v->str->data;
}

const char *luaL_checklstring(lua_State *L, int arg, size_t *len)
{
    const Value *v = at(L, arg);
    if (LIKELY(is_string(v)))
        return lend_string(v, len);
    const char *s = lua_tolstring(L, arg, len);
    if (UNLIKELY(s == NULL))
        type_expected(L, arg, LUA_TSTRING);
    return s;
}

const char *luaL_optlstring(lua_State *L, int arg, const char *def, size_t *len)
{
    if (!is_nil(at(L, arg)))
        return luaL_checklstring(L, arg, len);
    if (len != NULL)
        *len = def != NULL ? strlen(def) : 0;
    return def;
}

/* --------------------------------------------------------------- userdata */

/* The metatable that the registry has under a name, or another value. */
static const Value *class_find(lua_State *L, const char *tname)
{
    Table *registry = L->vm->registry.tab;
    String *s = str_name(L->vm, tname);
    Value key, tmp;
    val_obj(&key, s);
    return tab_get(L->vm, registry, &key, &tmp);
}

void luaL_setmetatable(lua_State *L, const char *tname)
{
    api_room(L, 1);
    const Value *mt = class_find(L, tname);
    val_copy(L->top, mt);
    stack_pushed(L);
    lua_setmetatable(L, -2);
}

void *luaL_testudata(lua_State *L, int arg, const char *tname)
{
    const Value *v = at(L, arg);
    if (!is_udata(v) && v->tag != TAG_LIGHT)
        return NULL;
    Table *mt = meta_table(L->vm, v);
    if (mt == NULL)
        return NULL;
    const Value *class = class_find(L, tname);
    if (!is_table(class) || class->tab != mt)
        return NULL;
    v = at(L, arg); /* finding may have made a string, and so collected */
    return is_udata(v) ? v->ud->data : v->p;
}

void *luaL_checkudata(lua_State *L, int arg, const char *tname)
{
    (void)at(L, arg);
    void *block = luaL_testudata(L, arg, tname);
    if (UNLIKELY(block == NULL))
        luaL_typeerror(L, arg, tname);
    return block;
}
