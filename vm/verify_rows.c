/*
 * vm/verify_rows.c -- the part of the verifier that reads functions, but for
 * their code: their place in the tree, upvalues, constants.
 *
 * Raises   no.
 * Read     read_function, place_in_tree.
 */
#include <string.h>

#include "vm/verify_read_int.h"

/* A function whose children are being read. */
typedef struct Level {
    uint32_t function, nleft;
    uint32_t next; /* place in Verify.children for its next child */
} Level;

typedef struct Tree {
    unsigned depth;
    uint32_t nlisted; /* of Verify.children */
    const uint8_t *module, *modules_end; /* those not yet begun */
    uint32_t root;    /* where the next module begins */
    uint32_t nused;   /* of STRINGS */
    Level level[BC_MAX_DEPTH]; /* most of it is never touched */
} Tree;

/* Look at the next module's function; NO_FUNCTION behind the last. The
   section has been checked. */
static void next_module(Tree *t)
{
    uint64_t name, function;

    t->root = NO_FUNCTION;
    if (bc_uleb(&t->module, t->modules_end, &name) &&
        bc_uleb(&t->module, t->modules_end, &function))
        t->root = (uint32_t)function;
}

/* Give the function its parent, or see that it is a module's. */
static bool place_in_tree(Verify *v, Tree *t, uint32_t f)
{
    Level *top;

    while (t->depth > 0 && t->level[t->depth - 1].nleft == 0)
        t->depth--;
    if (t->depth == 0) {
        v->functions[f].parent = NO_FUNCTION;
        if (t->root != f)
            return verify_fail(v, "tree", "belongs to no function and no "
                               "module begins with it");
        next_module(t);
        return true;
    }
    if (t->root == f)
        return verify_fail(v, "tree", "a module begins within function %lu",
                           (unsigned long)t->level[0].function);
    if (t->depth == BC_MAX_DEPTH)
        return verify_fail(v, "tree", "nested deeper than %d functions",
                           BC_MAX_DEPTH);
    top = &t->level[t->depth - 1];
    v->functions[f].parent = top->function;
    v->children[top->next++] = f;
    top->nleft--;
    return true;
}

static bool read_upvalue(Verify *v, FunctionRow *row, unsigned n)
{
    const FunctionRow *parent;
    uint8_t flags, index;

    if (!get_byte(v, &flags, "upvalue") || !get_byte(v, &index, "upvalue"))
        return false;
    if (flags & ~(BC_UP_INSTACK | BC_UP_CONST))
        return verify_fail(v, "canonical", "upvalue %u has unknown flags %u",
                           n, flags);
    if (row->parent == NO_FUNCTION) {
        if (v->file.flags & BC_BUNDLE &&
            (n > 0 || !(flags & BC_UP_INSTACK) || index != 0))
            return verify_fail(v, "tree", "upvalue %u is not a main "
                               "function's _ENV", n);
        return true;
    }
    parent = &v->functions[row->parent];
    if (flags & BC_UP_INSTACK) {
        if (index >= parent->nregs)
            return verify_fail(v, "upvalue", "upvalue %u is register %u of "
                               "%u", n, index, parent->nregs);
        regset_add(flags & BC_UP_CONST ? &row->constant : &row->variable,
                   index);
        return true;
    }
    if (index >= parent->nupvalues)
        return verify_fail(v, "upvalue", "upvalue %u is upvalue %u of %u",
                           n, index, parent->nupvalues);
    if ((flags ^ v->file.bytes[parent->upvalues + 2 * index]) & BC_UP_CONST)
        return verify_fail(v, "upvalue", "upvalue %u and the enclosing "
                           "function's disagree on being constant", n);
    return true;
}

static bool read_upvalues(Verify *v, FunctionRow *row)
{
    uint32_t n;

    if (!get_number(v, BC_MAX_UPVALS, &n, "number of upvalues", "limits"))
        return false;
    row->nupvalues = (uint8_t)n;
    row->upvalues = offset(v);
    for (unsigned i = 0; i < n; i++)
        if (!read_upvalue(v, row, i))
            return false;
    for (unsigned w = 0; w < REGSET_WORDS; w++)
        if (row->variable.word[w] & row->constant.word[w])
            return verify_fail(v, "upvalue", "one register is captured as "
                               "constant and as not");
    return true;
}

static bool is_nan(const uint8_t f64[8])
{
    uint64_t high = bc_u32le(f64 + 4), bits = high << 32 | bc_u32le(f64);

    return (bits & INT64_MAX) > UINT64_C(0x7FF0000000000000);
}

/* What was seen of a function's constants that may not be there twice. */
typedef struct Seen {
    Item *numbers;
    uint32_t nnumbers;
    uint8_t simple[3]; /* nil, false, true */
} Seen;

static bool is_twice(Verify *v, uint32_t i)
{
    return verify_fail(v, "canonical", "constant %lu is there twice",
                       (unsigned long)i);
}

/* No two strings are alike: it is enough that none is used twice. */
static bool read_string_constant(Verify *v, Tree *t, uint32_t i)
{
    uint32_t string, *user = v->users.p;

    if (!get_number(v, VERIFY_MAX_FILE, &string, "string of a constant",
                    "canonical") ||
        !use_string(v, string, v->file.nstrings, &t->nused, "canonical"))
        return false;
    if (user[string] == v->function + 1)
        return is_twice(v, i);
    user[string] = v->function + 1;
    return true;
}

static bool read_number_constant(Verify *v, Seen *seen, uint32_t i,
                                 uint8_t type)
{
    Item *item = &seen->numbers[seen->nnumbers++];
    int64_t integer;

    item->offset = offset(v) - 1;
    if (type == BC_CONST_INT) {
        if (!bc_sleb(&v->p, v->end, &integer))
            return verify_fail(v, "canonical", "constant %lu is not a "
                               "number in shortest form", (unsigned long)i);
    } else {
        if (remaining(v) < 8)
            return verify_fail(v, "canonical", "constant %lu is cut off",
                               (unsigned long)i);
        if (is_nan(v->p))
            return verify_fail(v, "canonical", "constant %lu is NaN",
                               (unsigned long)i);
        v->p += 8;
    }
    item->nbytes = offset(v) - item->offset;
    return true;
}

static bool read_constant(Verify *v, Tree *t, Seen *seen, uint32_t i)
{
    uint8_t type;

    if (!get_byte(v, &type, "constant"))
        return false;
    switch (type) {
    case BC_CONST_NIL: case BC_CONST_FALSE: case BC_CONST_TRUE:
        return seen->simple[type]++ == 0 || is_twice(v, i);
    case BC_CONST_INT: case BC_CONST_FLOAT:
        return read_number_constant(v, seen, i, type);
    case BC_CONST_STRING:
        return read_string_constant(v, t, i);
    default:
        return verify_fail(v, "canonical", "constant %lu has unknown type "
                           "%u", (unsigned long)i, type);
    }
}

static bool read_constants(Verify *v, Tree *t, FunctionRow *row)
{
    Seen seen = {0};

    if (!get_count(v, 1, &row->nconstants, "number of constants"))
        return false;
    row->constants = offset(v);
    seen.numbers = verify_scratch(v, &v->items, row->nconstants,
                                  sizeof *seen.numbers);
    if (seen.numbers == NULL)
        return false;
    for (uint32_t i = 0; i < row->nconstants; i++)
        if (!read_constant(v, t, &seen, i))
            return false;
    return verify_unique(v, seen.numbers, seen.nnumbers, row);
}

static bool read_children(Verify *v, Tree *t, uint32_t f)
{
    FunctionRow *row = &v->functions[f];

    if (!get_number(v, VERIFY_MAX_FILE, &row->nchildren, "number of children",
                    "tree"))
        return false;
    if (row->nchildren > v->file.nfunctions - 1 - t->nlisted)
        return verify_fail(v, "tree", "has %lu children, more than there "
                           "are functions", (unsigned long)row->nchildren);
    row->first_child = t->nlisted;
    t->nlisted += row->nchildren;
    t->level[t->depth++] = (Level){f, row->nchildren, row->first_child};
    return true;
}

static bool read_frame(Verify *v, FunctionRow *row)
{
    if (!get_byte(v, &row->nparams, "number of parameters") ||
        !get_byte(v, &row->flags, "flags") ||
        !get_byte(v, &row->nregs, "number of registers"))
        return false;
    if (row->nparams > BC_MAX_PARAMS || row->nparams > row->nregs)
        return verify_fail(v, "limits", "%u parameters in %u registers",
                           row->nparams, row->nregs);
    if (row->flags & ~(BC_FN_VARARG | BC_FN_CLOSES))
        return verify_fail(v, "canonical", "unknown flags %u", row->flags);
    if (row->nregs == 0)
        return verify_fail(v, "limits", "no registers");
    if (row->parent == NO_FUNCTION && v->file.flags & BC_BUNDLE &&
        !(row->flags & BC_FN_VARARG))
        return verify_fail(v, "tree", "is a module's main function, but "
                           "not vararg");
    return true;
}

/* Fill the row of function f, whose code is left for later. */
static bool read_function(Verify *v, Tree *t, uint32_t f)
{
    FunctionRow *row = &v->functions[f];
    const uint8_t *section_end = v->end;
    uint32_t nbytes;

    memset(row, 0, sizeof *row);
    v->function = f;
    v->nread = f + 1;
    if (!place_in_tree(v, t, f) ||
        !get_count(v, 1, &nbytes, "length of a function"))
        return false;
    v->end = v->p + nbytes;
    if (!read_frame(v, row) || !read_upvalues(v, row) ||
        !read_constants(v, t, row) || !read_children(v, t, f) ||
        !get_count(v, 1, &row->ninsns, "number of instructions"))
        return false;
    if (row->ninsns == 0)
        return verify_fail(v, "canonical", "no instructions");
    row->code = offset(v);
    v->p = v->end;
    row->end = offset(v);
    v->end = section_end;
    return true;
}

static bool tree_complete(Verify *v, const Tree *t)
{
    for (unsigned i = 0; i < t->depth; i++)
        if (t->level[i].nleft > 0) {
            v->function = t->level[i].function;
            return verify_fail(v, "tree", "lacks %lu of its children",
                               (unsigned long)t->level[i].nleft);
        }
    v->function = NO_FUNCTION;
    if (t->root != NO_FUNCTION)
        return verify_fail(v, "tree", "a module begins at function %lu of "
                           "%lu", (unsigned long)t->root,
                           (unsigned long)v->file.nfunctions);
    return true;
}

bool verify_rows(Verify *v)
{
    Tree t;
    uint64_t nmodules;
    void *users = verify_scratch(v, &v->users, v->file.nstrings,
                                 sizeof(uint32_t));

    if (users == NULL)
        return false;
    memset(users, 0, v->file.nstrings * sizeof(uint32_t));
    memset(&t, 0, offsetof(Tree, level));
    t.module = v->file.modules;
    t.modules_end = v->file.modules_end;
    t.nused = v->file.nmodules;
    bc_uleb(&t.module, t.modules_end, &nmodules);
    next_module(&t);
    for (uint32_t f = 0; f < v->file.nfunctions; f++)
        if (!read_function(v, &t, f))
            return false;
    return tree_complete(v, &t) && verify_at_end(v, "FUNCTIONS") &&
           verify_all_used(v, v->file.nstrings, t.nused, "STRINGS");
}
