/*
 * vm/proto.c -- what prototypes hold: for the collector, and the caches of
 * their instructions.
 *
 * Raises   no.
 * Read     proto_visit_refs, proto_flush_caches, proto_method_cache.
 */
#include <string.h>

#include "vm/function.h"
#include "vm/table.h"
#include "vm/translate.h"

void proto_visit_memory(Proto *p, VM *vm, ProtoMemFn mem)
{
    if (p->ncode > 0)
        mem(vm, p->code, p->ncode * sizeof *p->code);
    if (p->k != NULL)
        mem(vm, p->k, p->nk * sizeof *p->k);
    if (p->children != NULL)
        mem(vm, p->children, p->nchildren * sizeof *p->children);
}

void proto_visit_refs(Proto *p, VM *vm, ProtoObjFn obj)
{
    for (uint32_t i = 0; i < p->nk; i++)
        if (is_collectable(&p->k[i]))
            obj(vm, p->k[i].gc);
    for (uint32_t i = 0; i < p->nchildren; i++)
        if (p->children[i] != NULL)
            obj(vm, p->children[i]);
    if (p->source != NULL)
        obj(vm, p->source);
    obj(vm, p->chunk);
}

Insn *proto_loop_around(const Proto *p, uint32_t word, unsigned reg)
{
    for (uint32_t w = 0; w < word; w += op_words((uint16_t)p->code[w])) {
        Insn in = p->code[w];
        uint32_t loop = w + (uint32_t)(in >> 32); /* at whose end it jumps to */
        if ((uint16_t)in == OP_FORPREPN && word < loop &&
            (uint16_t)(in >> 16) == (reg - 2) * sizeof(Value))
            return &p->code[loop];
    }
    return NULL;
}

static bool is_cached_op(unsigned op)
{
    unsigned base = op_base(op);
    return op >= NUM_CANONICAL_OPS && op_cache_words(op) > 0 &&
           base != OP_NEWTABLE && base != OP_CALL;
}

void proto_flush_caches(Proto *p, VM *vm)
{
    (void)vm;
    for (uint32_t w = 0; w < p->ncode; w += op_words((uint16_t)p->code[w])) {
        unsigned op = (uint16_t)p->code[w];
        if (is_cached_op(op))
            p->code[w] = (p->code[w] & ~UINT64_C(0xFFFF)) | op_base(op);
    }
    for (MethodCache *c = p->caches; c != NULL; c = c->next)
        for (unsigned i = 0; i < CACHE_WAYS; i++)
            c->way[i].shape = 0;
}

MethodCache *proto_method_cache(VM *vm, Proto *p, Insn *site)
{
    for (MethodCache *c = p->caches; c != NULL; c = c->next)
        if (c->site == site)
            return c;
    MethodCache *c = gc_try_realloc(vm, NULL, 0, sizeof *c);
    if (c == NULL)
        return NULL;
    memset(c, 0, sizeof *c);
    c->site = site;
    c->next = p->caches;
    p->caches = c;
    return c;
}

static void release_sites(VM *vm, const Proto *p)
{
    for (uint32_t w = 0; w < p->ncode; w += op_words((uint16_t)p->code[w]))
        if ((uint16_t)p->code[w] == OP_NEWTABLE) {
            SiteWord s = {.word = p->code[w + 1]};
            if (s.site != 0)
                site_free(vm, s.site);
        }
}

void proto_release(VM *vm, Proto *p)
{
    if (p->has_sites)
        release_sites(vm, p);
    while (p->caches != NULL) {
        MethodCache *c = p->caches;
        p->caches = c->next;
        gc_realloc(vm, c, sizeof *c, 0);
    }
    if (p->lines != NULL)
        gc_realloc(vm, p->lines, p->nlines * sizeof *p->lines, 0);
    p->lines = NULL;
}
