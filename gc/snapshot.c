/*
 * gc/snapshot.c -- the heap as a file that Chromium's developer tools open
 * (.heapsnapshot).
 *
 * The file is one JSON object: nodes as rows of numbers in one array, edges
 * in another, those of the first node first, and the strings that both name.
 * The heap is walked breadth first from the roots; the order in which objects
 * are met is that of the nodes. It is walked again to write the edges.
 *
 * Owner    its own memory, from malloc.
 * Read     vmr_heap_snapshot, node_name, write_edge.
 */
#include "gc/walk.h"
#include "include/vmrun.h"
#include "vm/string.h"

#include <stdarg.h>
#include <stdlib.h>

#define NAME_MAX_NBYTES 1000 /* of a string that is shown */
#define NODE_FIELDS 7

/* Places in the lists of types that write_head writes. */
enum NodeType {
    NODE_HIDDEN = 0,
    NODE_STRING = 2,
    NODE_OBJECT = 3,
    NODE_CODE = 4,
    NODE_CLOSURE = 5,
    NODE_NATIVE = 8,
    NODE_SYNTHETIC = 9,
    NODE_SHAPE = 14,
};
enum EdgeType {
    EDGE_CONTEXT = 0,
    EDGE_ELEMENT = 1,
    EDGE_PROPERTY = 2,
    EDGE_INTERNAL = 3,
    EDGE_WEAK = 6,
};

/* A name in the file: a string of the heap, or text of our own. */
typedef struct Name {
    const String *str;
    char *text;
} Name;

typedef struct Node {
    GCHeader *o;        /* NULL: the root */
    const char *name; /* of the field or variable it was met by */
    size_t nedges;
} Node;

typedef struct Snapshot {
    VM *vm;
    FILE *out;
    AddrMap seen;       /* objects: number in `nodes` */
    AddrMap known;      /* strings of the heap and literals: in `names` */
    Node *nodes;
    size_t n, cap;
    Name *names;
    size_t nnames, names_cap;
    size_t at;          /* the node whose references are looked at */
    size_t nroots;      /* edges of the root written */
    size_t nedges;
    bool failed;        /* no memory */
    bool comma;         /* edges: not the first */
} Snapshot;

/* ------------------------------------------------------------------ names */

static bool room(void **vec, size_t n, size_t *cap, size_t nbytes)
{
    if (n < *cap)
        return true;
    size_t want = *cap == 0 ? 1024 : *cap * 2;
    void *p = realloc(*vec, want * nbytes);
    if (p == NULL)
        return false;
    *vec = p;
    *cap = want;
    return true;
}

static size_t add_name(Snapshot *s, const String *str, char *text)
{
    if (!room((void **)&s->names, s->nnames, &s->names_cap, sizeof *s->names)) {
        s->failed = true;
        free(text);
        return 0;
    }
    s->names[s->nnames] = (Name){str, text};
    return s->nnames++;
}

static size_t formatted(Snapshot *s, const char *fmt, ...) PRINTF_LIKE(2, 3);

static size_t formatted(Snapshot *s, const char *fmt, ...)
{
    char *text = malloc(256);
    va_list args;
    if (text == NULL) {
        s->failed = true;
        return 0;
    }
    va_start(args, fmt);
    vsnprintf(text, 256, fmt, args);
    va_end(args);
    return add_name(s, NULL, text);
}

/* One place for each string of the heap, and for each literal. */
static size_t known_name(Snapshot *s, const void *p, const String *str)
{
    bool fresh;
    size_t *at = addr_map_put(&s->known, p, &fresh);
    if (at == NULL) {
        s->failed = true;
        return 0;
    }
    if (!fresh)
        return *at;
    size_t i = str != NULL ? add_name(s, str, NULL)
                           : formatted(s, "%s", (const char *)p);
    *at = i;
    return i;
}

static size_t string_name(Snapshot *s, const String *str)
{
    return known_name(s, str, str);
}

static size_t literal(Snapshot *s, const char *text)
{
    return known_name(s, text, NULL);
}

/* ------------------------------------------------------------------ nodes */

static const String *type_name(VM *vm, Table *mt)
{
    String *key = str_lookup(vm, "__name", 6);
    const Value *v = mt != NULL && key != NULL ? tab_get_str(vm, mt, key)
                                               : NULL;
    return v != NULL && is_string(v) ? v->str : NULL;
}

static size_t typed(Snapshot *s, Table *mt, const char *otherwise)
{
    const String *name = type_name(s->vm, mt);
    return name != NULL ? string_name(s, name) : literal(s, otherwise);
}

static size_t code_name(Snapshot *s, const char *what, const char *name,
                        const Proto *p)
{
    const char *source = p->source != NULL ? p->source->data : "=?";
    size_t nbytes = p->source != NULL ? p->source->nbytes : 2;
    char id[LUA_IDSIZE];
    chunk_id(id, source, nbytes);
    if (p->linedefined == 0)
        return formatted(s, "main chunk (%s)", id);
    if (name == NULL)
        return formatted(s, "%s (%s:%d)", what, id, (int)p->linedefined);
    return formatted(s, "%.100s (%s:%d)", name, id, (int)p->linedefined);
}

static size_t node_name(Snapshot *s, const Node *n)
{
    GCHeader *o = n->o;
    switch (o->type) {
    case TAG_SSTR:
    case TAG_LSTR: return string_name(s, (const String *)o);
    case TAG_TABLE: return typed(s, tab_metatable(s->vm, (Table *)o), "table");
    case TAG_UDATA: return typed(s, ((Udata *)o)->mt, "userdata");
    case TAG_LCL: return code_name(s, "function", n->name, ((LClosure *)o)->p);
    case TAG_CCL:
        return n->name != NULL ? literal(s, n->name)
                               : literal(s, "C function");
    case TAG_THREAD: return literal(s, "thread");
    case TAG_PROTO: return code_name(s, "prototype", NULL, (Proto *)o);
    case TAG_SHAPE: return literal(s, "shape");
    case TAG_CHUNK: return literal(s, "bytecode");
    default:
        return n->name != NULL ? literal(s, n->name)
                               : literal(s, "variable");
    }
}

static int node_type(const GCHeader *o)
{
    switch (o->type) {
    case TAG_SSTR:
    case TAG_LSTR: return NODE_STRING;
    case TAG_TABLE: return NODE_OBJECT;
    case TAG_LCL:
    case TAG_CCL: return NODE_CLOSURE;
    case TAG_UDATA:
    case TAG_THREAD: return NODE_NATIVE;
    case TAG_PROTO:
    case TAG_CHUNK: return NODE_CODE;
    case TAG_SHAPE: return NODE_SHAPE;
    default: return NODE_HIDDEN;
    }
}

static void write_node(Snapshot *s, size_t i)
{
    const Node *n = &s->nodes[i];
    int type = n->o != NULL ? node_type(n->o) : NODE_SYNTHETIC;
    size_t name = n->o != NULL ? node_name(s, n) : literal(s, "");
    size_t size = n->o != NULL ? gc_size_of(s->vm, n->o) : 0;
    fprintf(s->out, "%s%d,%zu,%zu,%zu,%zu,0,0", i == 0 ? "" : ",\n", type, name,
            i * 2 + 1, size, n->nedges);
}

/* ------------------------------------------------------------------ edges */

/* Weak for the reader: values of weak keys have nobody else to keep them. */
static bool is_weak(const Snapshot *s, const GCRef *r)
{
    const GCHeader *o = s->nodes[s->at].o;
    return r->weak &&
           (o == NULL || r->kind != REF_VALUE || (o->flags & TABF_WEAK_VALUES));
}

static size_t key_name(Snapshot *s, const DictEntry *e)
{
    switch (e->ktag) {
    case TAG_SSTR:
    case TAG_LSTR: return string_name(s, (const String *)(uintptr_t)e->k);
    case TAG_INT: return formatted(s, "%lld", (long long)e->k);
    case TAG_FLOAT: {
        double n;
        memcpy(&n, &e->k, sizeof n);
        return formatted(s, "%.14g", n);
    }
    case TAG_FALSE: return literal(s, "[false]");
    case TAG_TRUE: return literal(s, "[true]");
    default: return formatted(s, "[key %u]", (unsigned)e->ktag);
    }
}

/* The root refers to each object once: the reader takes all that it refers to
   for places where to begin, and counts them. Those met so have the first
   numbers. */
static bool is_second_root(Snapshot *s, const GCHeader *to)
{
    if (s->at != 0)
        return false;
    const size_t *at = addr_map_get(&s->seen, to);
    if (at == NULL || *at <= s->nroots)
        return true;
    s->nroots++;
    return false;
}

static void edge(Snapshot *s, int type, size_t name, const GCHeader *to)
{
    size_t *at = addr_map_get(&s->seen, to);
    fprintf(s->out, "%s%d,%zu,%zu", s->comma ? ",\n" : "", type, name,
            at != NULL ? *at * NODE_FIELDS : 0);
    s->comma = true;
}

static void write_edge(void *ud, const GCRef *r)
{
    Snapshot *s = ud;
    int weak = is_weak(s, r) ? EDGE_WEAK : EDGE_PROPERTY;
    if (is_second_root(s, r->to))
        return;
    switch (r->kind) {
    case REF_FIELD: edge(s, weak, string_name(s, r->key), r->to); break;
    case REF_ELEMENT:
        if (weak == EDGE_WEAK)
            edge(s, weak, formatted(s, "%lld", (long long)r->index), r->to);
        else
            edge(s, EDGE_ELEMENT, (size_t)r->index, r->to);
        break;
    case REF_KEY:
        edge(s, weak == EDGE_WEAK ? weak : EDGE_INTERNAL, literal(s, "key"),
             r->to);
        break;
    case REF_VALUE:
        if (r->entry->ktag == TAG_INT && weak != EDGE_WEAK &&
            r->entry->k <= UINT32_MAX)
            edge(s, EDGE_ELEMENT, (size_t)r->entry->k, r->to);
        else
            edge(s, weak, key_name(s, r->entry), r->to);
        break;
    case REF_UPVALUE:
        edge(s, EDGE_CONTEXT,
             r->name != NULL ? literal(s, r->name)
                            : formatted(s, "%lld", (long long)r->index),
             r->to);
        break;
    case REF_STACK:
        edge(s, EDGE_CONTEXT, formatted(s, "slot %lld", (long long)r->index),
             r->to);
        break;
    case REF_CONSTANT:
        edge(s, EDGE_INTERNAL,
             formatted(s, "constant %lld", (long long)r->index), r->to);
        break;
    case REF_SHAPE: edge(s, EDGE_INTERNAL, literal(s, "shape"), r->to); break;
    default:
        edge(s, weak == EDGE_WEAK ? weak : EDGE_INTERNAL, literal(s, r->name),
             r->to);
        break;
    }
}

/* ---------------------------------------------------------------- walking */

/* Tables have their metatable by their shape: show it as theirs, too. */
static void each_edge(Snapshot *s, GCRefFn *fn)
{
    GCHeader *o = s->nodes[s->at].o;
    if (o == NULL) {
        gc_each_root(s->vm, fn, s);
        return;
    }
    gc_each_ref(s->vm, o, fn, s);
    if (o->type == TAG_TABLE) {
        Table *mt = tab_metatable(s->vm, (Table *)o);
        if (mt == NULL)
            return;
        GCRef r = {.to = &mt->h, .kind = REF_INTERNAL, .name = "metatable"};
        fn(s, &r);
    }
}

static bool add_node(Snapshot *s, GCHeader *o, const char *name)
{
    if (!room((void **)&s->nodes, s->n, &s->cap, sizeof *s->nodes))
        return false;
    s->nodes[s->n++] = (Node){o, name, 0};
    return true;
}

static void meet(void *ud, const GCRef *r)
{
    Snapshot *s = ud;
    bool fresh;
    size_t *at = addr_map_put(&s->seen, r->to, &fresh);
    if (at == NULL) {
        s->failed = true;
        return;
    }
    if (!fresh && s->at == 0)
        return;
    s->nodes[s->at].nedges++;
    s->nedges++;
    if (!fresh)
        return;
    *at = s->n;
    const char *name = r->kind == REF_FIELD     ? r->key->data
                       : r->kind == REF_UPVALUE ? r->name
                       : r->kind == REF_VALUE && r->entry->ktag == TAG_SSTR
                           ? ((const String *)(uintptr_t)r->entry->k)->data
                       : s->at != 0 && s->nodes[s->at].o->type == TAG_UPVAL
                           ? s->nodes[s->at].name
                           : NULL;
    s->failed |= !add_node(s, r->to, name);
}

/* ------------------------------------------------------------------- file */

static void write_head(const Snapshot *s)
{
    fprintf(s->out,
            "{\"snapshot\":{\"meta\":{\n"
            "\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\","
            "\"edge_count\",\"trace_node_id\",\"detachedness\"],\n"
            "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\","
            "\"code\",\"closure\",\"regexp\",\"number\",\"native\","
            "\"synthetic\",\"concatenated string\",\"sliced string\","
            "\"symbol\",\"bigint\",\"object shape\"],"
            "\"string\",\"number\",\"number\",\"number\",\"number\","
            "\"number\"],\n"
            "\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],\n"
            "\"edge_types\":[[\"context\",\"element\",\"property\","
            "\"internal\",\"hidden\",\"shortcut\",\"weak\"],"
            "\"string_or_number\",\"node\"],\n"
            "\"trace_function_info_fields\":[\"function_id\",\"name\","
            "\"script_name\",\"script_id\",\"line\",\"column\"],"
            "\"trace_node_fields\":[\"id\",\"function_info_index\","
            "\"count\",\"size\",\"children\"],"
            "\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"],"
            "\"location_fields\":[\"object_index\",\"script_id\","
            "\"line\",\"column\"]},\n"
            "\"node_count\":%zu,\"edge_count\":%zu,"
            "\"trace_function_count\":0},\n",
            s->n, s->nedges);
}

/* Length of a well-formed UTF-8 sequence at p, or 0. */
static size_t utf8_nbytes(const unsigned char *p, size_t n)
{
    size_t len = p[0] < 0x80                   ? 1
                 : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
                 : (p[0] & 0xF0) == 0xE0       ? 3
                 : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                                               : 0;
    if (len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    if (len == 3 &&
        ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)))
        return 0; /* too long, or half of a pair */
    if (len == 4 &&
        ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)))
        return 0;
    return len;
}

/* Bytes that are no UTF-8 become the characters of their numbers. */
static void write_json(FILE *out, const char *text, size_t nbytes)
{
    const unsigned char *p = (const unsigned char *)text;
    if (nbytes > NAME_MAX_NBYTES)
        nbytes = NAME_MAX_NBYTES;
    putc('"', out);
    while (nbytes > 0) {
        size_t len = utf8_nbytes(p, nbytes);
        if (len == 0 || *p < 0x20)
            fprintf(out, "\\u%04x", *p);
        else if (*p == '"' || *p == '\\')
            fprintf(out, "\\%c", *p);
        else
            fwrite(p, 1, len, out);
        len += len == 0;
        p += len;
        nbytes -= len;
    }
    putc('"', out);
}

static void write_file(Snapshot *s)
{
    write_head(s);
    fputs("\"nodes\":[", s->out);
    for (size_t i = 0; i < s->n; i++)
        write_node(s, i);
    fputs("],\n\"edges\":[", s->out);
    for (s->at = 0; s->at < s->n; s->at++)
        each_edge(s, write_edge);
    fputs("],\n\"trace_function_infos\":[],\"trace_tree\":[],"
          "\"samples\":[],\"locations\":[],\n\"strings\":[",
          s->out);
    for (size_t i = 0; i < s->nnames; i++) {
        const Name *n = &s->names[i];
        fputs(i == 0 ? "" : ",\n", s->out);
        if (n->str != NULL)
            write_json(s->out, n->str->data, n->str->nbytes);
        else
            write_json(s->out, n->text, strlen(n->text));
    }
    fputs("]}\n", s->out);
}

int vmr_heap_snapshot(lua_State *L, FILE *out)
{
    Snapshot s = {.vm = L->vm, .out = out};
    gc_full(L->vm, true);
    s.failed = !add_node(&s, NULL, NULL);
    for (s.at = 0; !s.failed && s.at < s.n; s.at++)
        each_edge(&s, meet);
    if (!s.failed)
        write_file(&s);
    for (size_t i = 0; i < s.nnames; i++)
        free(s.names[i].text);
    free(s.names);
    free(s.nodes);
    addr_map_free(&s.seen);
    addr_map_free(&s.known);
    return !s.failed && fflush(out) == 0 && !ferror(out);
}
