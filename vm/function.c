/*
 * vm/function.c -- making closures and userdata.
 */
#include "vm/function.h"

#include "vm/table.h"

LClosure *lclosure_new(VM *vm, Proto *p)
{
    uint32_t n = p->nupvals;
    LClosure *c =
        gc_alloc_in(&vm->gc, vm, sizeof *c + n * sizeof *c->upvals);
    gc_header_init(c, TAG_LCL);
    c->h.aux = n;
    c->p = p;
    c->code = p->code;
    for (uint32_t i = 0; i < n; i++)
        c->upvals[i] = NULL;
    return c;
}

void lclosure_fresh_upvalues(lua_State *L, LClosure *c)
{
    for (uint32_t i = 0; i < c->h.aux; i++) {
        Upval *u = gc_new(L->vm, sizeof *u, TAG_UPVAL);
        val_nil(&u->closed);
        u->v = &u->closed;
        c->upvals[i] = u;
        gc_barrier_obj(L->vm, c, u);
    }
}

void closure_set_env(lua_State *L, LClosure *c)
{
    Value tmp;
    const Value *g =
        tab_get_int(L->vm, L->vm->registry.tab, LUA_RIDX_GLOBALS, &tmp);
    Upval *u = c->upvals[0];
    val_copy(u->v, g);
    gc_barrier(L->vm, u, g);
}

CClosure *cclosure_new(VM *vm, const CFunc *cf, uint32_t n)
{
    CClosure *c = gc_new(vm, sizeof *c + n * sizeof *c->upvals, TAG_CCL);
    c->h.aux = n;
    c->cf = cf;
    for (uint32_t i = 0; i < n; i++)
        val_nil(&c->upvals[i]);
    return c;
}

Udata *udata_new(VM *vm, size_t nbytes, uint32_t nuser)
{
    Udata *u = gc_new(vm, udata_nbytes(nbytes, nuser), TAG_UDATA);
    u->h.aux = nuser;
    u->nbytes = nbytes;
    u->mt = NULL;
    u->uservals =
        (Value *)(void *)(u->data + ((nbytes + 15) & ~(size_t)15));
    for (uint32_t i = 0; i < nuser; i++)
        val_nil(&u->uservals[i]);
    return u;
}
