/*
 * tests/asm.c -- the text assembler; see tests/asm.h for its language.
 *
 * Lines are read into a tree of functions; then the file is written, when
 * all labels are known and strings can be numbered by their first use.
 *
 * Read     asm_assemble, function_line, write_function.
 */
#include "tests/asm.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/bytecode.h"

enum { MAX_TOKENS = 64, MAX_FUNCTIONS = 4096 };

/* Lists that grow: n items at p. */
#define PUSH(list, n) \
    ((list) = xrealloc((list), ((n) + 1) * sizeof *(list)), &(list)[(n)++])

/* -- what is read -------------------------------------------------------- */

/* A number and how many bytes too long it is written. */
typedef struct Num {
    uint64_t value; /* two's complement */
    unsigned pad;
} Num;

typedef struct Text {
    char *s;
    size_t nbytes;
} Text;

/* Something that may replace a count or a length. */
typedef struct Override {
    Num num;
    bool on;
} Override;

enum What {
    W_STRINGS, W_MODULES, W_FUNCTIONS, W_DEBUG, W_DEBUGSTRINGS, W_FILE,
    W_UPVALUES, W_CONSTANTS, W_CHILDREN, W_CODE, W_RUNS, W_LOCALS, NUM_WHATS,
};

static const char *const what_names[NUM_WHATS] = {
    "strings", "modules", "functions", "debug", "debugstrings", "file",
    "upvalues", "constants", "children", "code", "runs", "locals",
};

typedef struct Overrides {
    Override count[NUM_WHATS], length[NUM_WHATS];
    Buf tail[NUM_WHATS];
} Overrides;

typedef struct Constant {
    Buf bytes;    /* unless it is a string */
    bool is_text;
    Text text;
} Constant;

typedef struct Operand {
    Num num;
    char *label; /* or NULL */
    bool is_signed;
} Operand;

typedef struct Line {
    Buf raw; /* or opcode and operands: */
    int op;
    Operand operand[3];
    unsigned noperands;
    int number; /* of the text */
} Line;

typedef struct Run {
    Num ninsns, delta;
    bool growing; /* by the instructions that follow */
} Run;

typedef struct Local {
    Text name;
    Num start, length;
    uint8_t reg;
} Local;

typedef struct Label {
    char *name;
    uint64_t insn;
} Label;

typedef struct Function {
    struct Function *outer;
    uint8_t nparams, flags, nregs;
    Buf upvalues;
    Constant *constants;
    Line *code;
    Label *labels;
    Run *runs;
    Local *locals;
    Text *upvalnames;
    Text source;
    bool has_source;
    Num linedefined, lastline;
    int64_t line; /* of the last run */
    size_t nupvalues, nconstants, ncode, nlabels, nruns, nlocals, nnames;
    size_t nchildren;
    Overrides over;
} Function;

typedef struct Module {
    Text name;
    size_t function;
    Override name_index, function_index;
} Module;

typedef struct Asm {
    jmp_buf failed;
    char *error;
    size_t error_size;
    int line;

    char *token[MAX_TOKENS]; /* of the line; a quoted one keeps its quote */
    size_t token_size[MAX_TOKENS];
    unsigned ntokens;

    Text *strings, *debug_strings;
    size_t nstrings, ndebug_strings;
    Module *modules;
    size_t nmodules;
    Function *functions[MAX_FUNCTIONS];
    size_t nfunctions;
    Function *current;
    bool bundle, debug;
    uint8_t magic[4], version;
    Override flags, checksum;
    uint8_t order_id[MAX_TOKENS], order_section[MAX_TOKENS];
    unsigned norder;
    size_t cut;
    Overrides over;
    char *expect;
} Asm;

static _Noreturn void fail(Asm *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static _Noreturn void fail(Asm *a, const char *fmt, ...)
{
    char text[200];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    snprintf(a->error, a->error_size, "%d: %s", a->line, text);
    longjmp(a->failed, 1);
}

/* -- writing numbers ----------------------------------------------------- */

static void put(Buf *b, unsigned byte)
{
    char c = (char)byte;

    buf_add(b, &c, 1);
}

static void put_uleb(Buf *b, Num n)
{
    for (; n.value >= 0x80; n.value >>= 7)
        put(b, (n.value & 0x7f) | 0x80);
    put(b, (unsigned)n.value | (n.pad > 0 ? 0x80 : 0));
    for (unsigned i = 0; i < n.pad; i++)
        put(b, i + 1 < n.pad ? 0x80 : 0);
}

static void put_sleb(Buf *b, Num n)
{
    bool negative = n.value >> 63;
    uint64_t fill = negative ? ~(uint64_t)0 : 0, rest = n.value;

    for (;;) {
        unsigned byte = rest & 0x7f;

        rest = rest >> 7 | (fill & ~(UINT64_MAX >> 7));
        if (rest == fill && (byte >> 6 & 1) == negative) {
            put(b, byte | (n.pad > 0 ? 0x80 : 0));
            break;
        }
        put(b, byte | 0x80);
    }
    for (unsigned i = 0; i < n.pad; i++)
        put(b, (fill & 0x7f) | (i + 1 < n.pad ? 0x80 : 0));
}

static void put_count(Buf *b, const Override *o, size_t n)
{
    put_uleb(b, o->on ? o->num : (Num){n, 0});
}

static void put_buf(Buf *b, const Buf *from)
{
    buf_add(b, from->s ? from->s : "", from->n);
}

/* -- tokens -------------------------------------------------------------- */

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = tolower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A quoted token; escapes are \n \\ \" and \xHH. Returns its end. */
static char *unquote(Asm *a, char *s, size_t *nbytes)
{
    char *out = s + 1, *begin = s;

    for (s++; *s != '"'; s++) {
        if (*s == '\0')
            fail(a, "string without end");
        if (*s != '\\') {
            *out++ = *s;
            continue;
        }
        s++;
        if (*s == 'x' && hex_digit(s[1]) >= 0 && hex_digit(s[2]) >= 0) {
            *out++ = (char)(hex_digit(s[1]) * 16 + hex_digit(s[2]));
            s += 2;
        } else if (*s != '\0')
            *out++ = *s == 'n' ? '\n' : *s;
        else
            fail(a, "string without end");
    }
    *nbytes = (size_t)(out - begin);
    return s + 1;
}

static void tokenize(Asm *a, char *s)
{
    a->ntokens = 0;
    for (;;) {
        char *end;

        s += strspn(s, " \t\r");
        if (*s == '\0' || *s == ';')
            return;
        if (a->ntokens == MAX_TOKENS)
            fail(a, "too many words");
        a->token[a->ntokens] = s;
        if (*s == '"')
            end = unquote(a, s, &a->token_size[a->ntokens]);
        else {
            end = s + strcspn(s, " \t\r;");
            a->token_size[a->ntokens] = (size_t)(end - s);
        }
        a->ntokens++;
        if (*end == '\0' || *end == ';') {
            *end = '\0';
            return;
        }
        if (*s != '"')
            *end = '\0';
        s = end + 1;
    }
}

static const char *word(Asm *a, unsigned i)
{
    if (i >= a->ntokens)
        fail(a, "something is missing");
    return a->token[i];
}

static Text text(Asm *a, unsigned i)
{
    Text t;

    if (*word(a, i) != '"')
        fail(a, "'%s' is not a string", word(a, i));
    t.nbytes = a->token_size[i] - 1;
    t.s = xrealloc(NULL, t.nbytes);
    memcpy(t.s, a->token[i] + 1, t.nbytes);
    return t;
}

static bool read_num(const char *s, Num *out)
{
    char *end;

    out->pad = 0;
    out->value = *s == '-' ? (uint64_t)strtoll(s, &end, 0)
                           : (uint64_t)strtoull(s, &end, 0);
    if (end == s)
        return false;
    if (*end == '!')
        out->pad = (unsigned)strtoul(end + 1, &end, 10);
    return *end == '\0';
}

static Num num(Asm *a, const char *s)
{
    Num n;

    if (!read_num(s, &n))
        fail(a, "'%s' is not a number", s);
    return n;
}

static uint8_t byte_of(Asm *a, const char *s)
{
    Num n = num(a, s);

    if (n.value > 255)
        fail(a, "'%s' is not a byte", s);
    return (uint8_t)n.value;
}

static void hex_bytes(Asm *a, unsigned from, Buf *out)
{
    for (unsigned i = from; i < a->ntokens; i++) {
        const char *s = a->token[i];

        if (strlen(s) != 2 || hex_digit(s[0]) < 0 || hex_digit(s[1]) < 0)
            fail(a, "'%s' is not a byte in hexadecimal", s);
        put(out, (unsigned)(hex_digit(s[0]) * 16 + hex_digit(s[1])));
    }
}

static enum What what(Asm *a, const char *s)
{
    for (int w = 0; w < NUM_WHATS; w++)
        if (strcmp(s, what_names[w]) == 0)
            return (enum What)w;
    fail(a, "'%s' has no count, length or tail", s);
}

/* -- constants ----------------------------------------------------------- */

static void constant_float(Buf *b, double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    put(b, BC_CONST_FLOAT);
    for (int i = 0; i < 8; i++)
        put(b, bits >> 8 * i & 0xff);
}

/* The constant whose value stands alone in token i, if it does. */
static bool literal(Asm *a, unsigned i, Constant *k)
{
    const char *s = word(a, i);
    char *end;
    Num n;

    memset(k, 0, sizeof *k);
    if (*s == '"') {
        k->is_text = true;
        k->text = text(a, i);
    } else if (strcmp(s, "nil") == 0)
        put(&k->bytes, BC_CONST_NIL);
    else if (strcmp(s, "false") == 0)
        put(&k->bytes, BC_CONST_FALSE);
    else if (strcmp(s, "true") == 0)
        put(&k->bytes, BC_CONST_TRUE);
    else if (read_num(s, &n)) {
        put(&k->bytes, BC_CONST_INT);
        put_sleb(&k->bytes, n);
    } else {
        double x = strtod(s, &end);

        if (end == s || *end != '\0')
            return false;
        constant_float(&k->bytes, x);
    }
    return true;
}

static void constant_line(Asm *a, Function *f)
{
    const char *type = word(a, 1);
    Constant k = {0};

    if (strcmp(type, "raw") == 0)
        hex_bytes(a, 2, &k.bytes);
    else if (strcmp(type, "string") == 0) {
        put(&k.bytes, BC_CONST_STRING);
        put_uleb(&k.bytes, num(a, word(a, 2)));
    } else if (strcmp(type, "float") == 0)
        constant_float(&k.bytes, strtod(word(a, 2), NULL));
    else if (!literal(a, strcmp(type, "int") == 0 ? 2 : 1, &k))
        fail(a, "'%s' is not a constant", type);
    *PUSH(f->constants, f->nconstants) = k;
}

static bool same_constant(const Constant *a, const Constant *b)
{
    if (a->is_text != b->is_text)
        return false;
    if (a->is_text)
        return a->text.nbytes == b->text.nbytes &&
               memcmp(a->text.s, b->text.s, a->text.nbytes) == 0;
    return a->bytes.n == b->bytes.n &&
           memcmp(a->bytes.s, b->bytes.s, a->bytes.n) == 0;
}

/* The index of a constant that an operand gives by its value. */
static size_t add_constant(Function *f, Constant k)
{
    for (size_t i = 0; i < f->nconstants; i++)
        if (same_constant(&f->constants[i], &k)) {
            free(k.text.s);
            buf_free(&k.bytes);
            return i;
        }
    *PUSH(f->constants, f->nconstants) = k;
    return f->nconstants - 1;
}

/* -- instructions -------------------------------------------------------- */

static int find_op(const char *name)
{
    for (int i = 0; i < NUM_CANONICAL_OPS; i++)
        if (strcmp(bc_opinfo[i].name, name) == 0)
            return i;
    return -1;
}

static bool is_constant_kind(uint8_t kind)
{
    return kind == KIND_KST || kind == KIND_KNM || kind == KIND_KSS;
}

static char *copy(const char *s)
{
    size_t n = strlen(s) + 1;

    return memcpy(xrealloc(NULL, n), s, n);
}

static Operand operand(Asm *a, Function *f, unsigned i, uint8_t kind)
{
    Operand o = {.is_signed = kind == KIND_INT || kind == KIND_LBL};
    const char *s = word(a, i);
    Constant k;

    if (strchr("RUKP", *s) != NULL && isdigit((unsigned char)s[1]))
        o.num = num(a, s + 1);
    else if (is_constant_kind(kind) && literal(a, i, &k))
        o.num.value = add_constant(f, k);
    else if (kind == KIND_LBL && !read_num(s, &o.num))
        o.label = copy(s);
    else
        o.num = num(a, s);
    return o;
}

static void instruction(Asm *a, Function *f)
{
    int op = find_op(a->token[0]);
    Line line = {.op = op, .number = a->line};

    if (op < 0)
        fail(a, "'%s' is not an instruction", a->token[0]);
    for (unsigned j = 0, i = 1; j < 3; j++)
        if (bc_opinfo[op].kind[j] != KIND____)
            line.operand[line.noperands++] =
                operand(a, f, i++, bc_opinfo[op].kind[j]);
    if (line.noperands + 1 < a->ntokens)
        fail(a, "too many operands");
    *PUSH(f->code, f->ncode) = line;
    if (f->nruns > 0 && f->runs[f->nruns - 1].growing)
        f->runs[f->nruns - 1].ninsns.value++;
}

static void raw_instruction(Asm *a, Function *f)
{
    Line line = {.op = -1, .number = a->line};

    hex_bytes(a, 1, &line.raw);
    *PUSH(f->code, f->ncode) = line;
}

/* -- lines --------------------------------------------------------------- */

static bool is(const Asm *a, const char *s)
{
    return strcmp(a->token[0], s) == 0;
}

static void override_line(Asm *a, Overrides *o)
{
    enum What w = what(a, word(a, 1));

    if (is(a, "tail"))
        hex_bytes(a, 2, &o->tail[w]);
    else {
        Override *one = is(a, "count") ? &o->count[w] : &o->length[w];

        *one = (Override){num(a, word(a, 2)), true};
    }
}

static bool is_override(const Asm *a)
{
    return is(a, "count") || is(a, "length") || is(a, "tail");
}

/* The value of an attribute `name=`, if token i is one. */
static const char *attribute(const Asm *a, unsigned i, const char *name)
{
    size_t n = strlen(name);

    return strncmp(a->token[i], name, n) == 0 ? a->token[i] + n : NULL;
}

static void begin_function(Asm *a)
{
    Function *f = xrealloc(NULL, sizeof *f);

    memset(f, 0, sizeof *f);
    f->nregs = 4;
    for (unsigned i = 1; i < a->ntokens; i++) {
        const char *s;

        if ((s = attribute(a, i, "params=")) != NULL)
            f->nparams = byte_of(a, s);
        else if ((s = attribute(a, i, "regs=")) != NULL)
            f->nregs = byte_of(a, s);
        else if ((s = attribute(a, i, "flags=")) != NULL)
            f->flags = byte_of(a, s);
        else if (strcmp(a->token[i], "vararg") == 0)
            f->flags |= BC_FN_VARARG;
        else if (strcmp(a->token[i], "closes") == 0)
            f->flags |= BC_FN_CLOSES;
        else
            fail(a, "'%s' is not of a function", a->token[i]);
    }
    if (a->nfunctions == MAX_FUNCTIONS)
        fail(a, "too many functions");
    a->functions[a->nfunctions++] = f;
    f->outer = a->current;
    if (f->outer != NULL)
        f->outer->nchildren++;
    a->current = f;
}

static void upvalue_line(Asm *a, Function *f)
{
    const char *s = word(a, 1), *flags = attribute(a, 1, "flags=");
    uint8_t n = flags != NULL            ? byte_of(a, flags)
                : strcmp(s, "stack") == 0 ? BC_UP_INSTACK
                                          : 0;

    if (a->ntokens > 3 && strcmp(a->token[3], "constant") == 0)
        n |= BC_UP_CONST;
    put(&f->upvalues, n);
    put(&f->upvalues, byte_of(a, word(a, 2)));
    f->nupvalues++;
}

static void add_label(Asm *a, Function *f)
{
    Label *label = PUSH(f->labels, f->nlabels);

    label->name = copy(a->token[0]);
    label->name[strlen(label->name) - 1] = '\0';
    label->insn = f->ncode;
}

static void local_line(Asm *a, Function *f)
{
    Local *local = PUSH(f->locals, f->nlocals);

    memset(local, 0, sizeof *local);
    local->name = text(a, 1);
    local->start = num(a, word(a, 2));
    local->length = num(a, word(a, 3));
    local->reg = byte_of(a, word(a, 4));
}

/* Debug information; false if the line is about something else. */
static bool debug_line(Asm *a, Function *f)
{
    if (is(a, "source")) {
        f->source = text(a, 1);
        f->has_source = true;
    } else if (is(a, "lines")) {
        f->linedefined = num(a, word(a, 1));
        f->lastline = num(a, word(a, 2));
        f->line = (int64_t)f->linedefined.value;
    } else if (is(a, "line")) {
        Num n = num(a, word(a, 1));
        Run *run = PUSH(f->runs, f->nruns);

        *run = (Run){{0, 0}, {n.value - (uint64_t)f->line, n.pad}, true};
        f->line = (int64_t)n.value;
    } else if (is(a, "run")) {
        Num ninsns = num(a, word(a, 1)), delta = num(a, word(a, 2));

        *PUSH(f->runs, f->nruns) = (Run){ninsns, delta, false};
    } else if (is(a, "local"))
        local_line(a, f);
    else if (is(a, "upvalname"))
        *PUSH(f->upvalnames, f->nnames) = text(a, 1);
    else
        return false;
    return true;
}

static void function_line(Asm *a)
{
    Function *f = a->current;

    if (is(a, "end"))
        a->current = f->outer;
    else if (is(a, "upvalue"))
        upvalue_line(a, f);
    else if (is(a, "constant"))
        constant_line(a, f);
    else if (is(a, "raw"))
        raw_instruction(a, f);
    else if (is_override(a))
        override_line(a, &f->over);
    else if (a->token[0][a->token_size[0] - 1] == ':')
        add_label(a, f);
    else if (!debug_line(a, f))
        instruction(a, f);
}

static void module_line(Asm *a)
{
    Module *m = PUSH(a->modules, a->nmodules);

    memset(m, 0, sizeof *m);
    m->name = text(a, 1);
    m->function = a->nfunctions;
    if (a->ntokens > 2)
        m->name_index = (Override){num(a, a->token[2]), true};
    if (a->ntokens > 3)
        m->function_index = (Override){num(a, a->token[3]), true};
}

static void order_line(Asm *a)
{
    a->norder = 0;
    for (unsigned i = 1; i < a->ntokens; i++) {
        char *from = strchr(a->token[i], '=');

        if (from != NULL)
            *from++ = '\0';
        a->order_id[a->norder] = byte_of(a, a->token[i]);
        a->order_section[a->norder++] =
            byte_of(a, from != NULL ? from : a->token[i]);
    }
}

static void magic_line(Asm *a)
{
    Buf b = {0};

    hex_bytes(a, 1, &b);
    if (b.n != 4)
        fail(a, "the magic has 4 bytes");
    memcpy(a->magic, b.s, 4);
    buf_free(&b);
}

static void file_line(Asm *a)
{
    if (is(a, "bundle"))
        a->bundle = true;
    else if (is(a, "debug"))
        a->debug = true;
    else if (is(a, "module"))
        module_line(a);
    else if (is(a, "string"))
        *PUSH(a->strings, a->nstrings) = text(a, 1);
    else if (is(a, "debugstring"))
        *PUSH(a->debug_strings, a->ndebug_strings) = text(a, 1);
    else if (is(a, "magic"))
        magic_line(a);
    else if (is(a, "version"))
        a->version = byte_of(a, word(a, 1));
    else if (is(a, "flags"))
        a->flags = (Override){num(a, word(a, 1)), true};
    else if (is(a, "checksum"))
        a->checksum = (Override){num(a, word(a, 1)), true};
    else if (is(a, "order"))
        order_line(a);
    else if (is(a, "cut"))
        a->cut = (size_t)num(a, word(a, 1)).value;
    else if (is_override(a))
        override_line(a, &a->over);
    else
        fail(a, "'%s' means nothing here", a->token[0]);
}

static void read_line(Asm *a, char *s)
{
    size_t blanks = strspn(s, " \t");

    if (*s == '>') /* for those who compare disassembly */
        return;
    if (strncmp(s + blanks, "expect ", 7) == 0) {
        free(a->expect);
        a->expect = copy(s + blanks + 7);
        return;
    }
    tokenize(a, s);
    if (a->ntokens == 0)
        return;
    if (is(a, "function"))
        begin_function(a);
    else if (a->current != NULL)
        function_line(a);
    else
        file_line(a);
}

/* -- writing the file ---------------------------------------------------- */

static size_t string_index(Text **list, size_t *n, const Text *t)
{
    Text *added;

    for (size_t i = 0; i < *n; i++)
        if ((*list)[i].nbytes == t->nbytes &&
            memcmp((*list)[i].s, t->s, t->nbytes) == 0)
            return i;
    added = PUSH(*list, *n);
    added->nbytes = t->nbytes;
    added->s = memcpy(xrealloc(NULL, t->nbytes), t->s, t->nbytes);
    return *n - 1;
}

static void write_strings(Buf *b, const Text *list, size_t n,
                          const Override *count)
{
    put_count(b, count, n);
    for (size_t i = 0; i < n; i++) {
        put_uleb(b, (Num){list[i].nbytes, 0});
        buf_add(b, list[i].s, list[i].nbytes);
    }
}

static uint64_t find_label(Asm *a, const Function *f, const Line *line,
                           const char *name)
{
    for (size_t i = 0; i < f->nlabels; i++)
        if (strcmp(f->labels[i].name, name) == 0)
            return f->labels[i].insn;
    a->line = line->number;
    fail(a, "no label '%s'", name);
}

static void write_code(Asm *a, Buf *b, Function *f)
{
    for (size_t i = 0; i < f->ncode; i++) {
        Line *line = &f->code[i];

        if (line->op < 0) {
            put_buf(b, &line->raw);
            continue;
        }
        put(b, (unsigned)line->op);
        for (unsigned j = 0; j < line->noperands; j++) {
            Operand *o = &line->operand[j];

            if (o->label != NULL)
                o->num.value = find_label(a, f, line, o->label) - (i + 1);
            if (o->is_signed)
                put_sleb(b, o->num);
            else
                put_uleb(b, o->num);
        }
    }
}

static void write_constant(Asm *a, Buf *b, const Constant *k)
{
    put_buf(b, &k->bytes);
    if (!k->is_text)
        return;
    put(b, BC_CONST_STRING);
    put_uleb(b, (Num){string_index(&a->strings, &a->nstrings, &k->text), 0});
}

static void write_function(Asm *a, Buf *out, Function *f)
{
    const Overrides *o = &f->over;
    Buf b = {0};

    put(&b, f->nparams);
    put(&b, f->flags);
    put(&b, f->nregs);
    put_count(&b, &o->count[W_UPVALUES], f->nupvalues);
    put_buf(&b, &f->upvalues);
    put_count(&b, &o->count[W_CONSTANTS], f->nconstants);
    for (size_t i = 0; i < f->nconstants; i++)
        write_constant(a, &b, &f->constants[i]);
    put_count(&b, &o->count[W_CHILDREN], f->nchildren);
    put_count(&b, &o->count[W_CODE], f->ncode);
    write_code(a, &b, f);
    put_buf(&b, &o->tail[W_CODE]);
    put_count(out, &o->length[W_CODE], b.n);
    put_buf(out, &b);
    buf_free(&b);
}

static void put_debug_string(Asm *a, Buf *b, const Text *t, size_t plus)
{
    size_t i = string_index(&a->debug_strings, &a->ndebug_strings, t);

    put_uleb(b, (Num){i + plus, 0});
}

static void write_debug(Asm *a, Buf *b, Function *f)
{
    char nothing[] = "";
    const Text none = {nothing, 0};

    if (f->has_source)
        put_debug_string(a, b, &f->source, 1);
    else
        put(b, 0);
    put_uleb(b, f->linedefined);
    put_uleb(b, f->lastline);
    if (f->nruns == 0)
        *PUSH(f->runs, f->nruns) = (Run){{f->ncode, 0}, {1, 0}, false};
    put_count(b, &f->over.count[W_RUNS], f->nruns);
    for (size_t i = 0; i < f->nruns; i++) {
        put_uleb(b, f->runs[i].ninsns);
        put_sleb(b, f->runs[i].delta);
    }
    put_count(b, &f->over.count[W_LOCALS], f->nlocals);
    for (size_t i = 0; i < f->nlocals; i++) {
        put_debug_string(a, b, &f->locals[i].name, 0);
        put_uleb(b, f->locals[i].start);
        put_uleb(b, f->locals[i].length);
        put(b, f->locals[i].reg);
    }
    for (size_t i = 0; i < f->nupvalues; i++)
        if (i < f->nnames && f->upvalnames[i].nbytes > none.nbytes)
            put_debug_string(a, b, &f->upvalnames[i], 1);
        else
            put(b, 0);
}

/* Names come first among the strings; a file that says nothing has one
   module, without a name. */
static void write_modules(Asm *a, Buf *b)
{
    if (a->nmodules == 0) {
        Module *m = PUSH(a->modules, a->nmodules);

        memset(m, 0, sizeof *m);
        m->name.s = copy("");
    }
    put_count(b, &a->over.count[W_MODULES], a->nmodules);
    for (size_t i = 0; i < a->nmodules; i++) {
        const Module *m = &a->modules[i];
        size_t name = string_index(&a->strings, &a->nstrings, &m->name);

        put_count(b, &m->name_index, name);
        put_count(b, &m->function_index, m->function);
    }
}

static void write_sections(Asm *a, Buf section[5])
{
    write_modules(a, &section[BC_SECTION_MODULES]);
    put_count(&section[BC_SECTION_FUNCTIONS], &a->over.count[W_FUNCTIONS],
              a->nfunctions);
    for (size_t i = 0; i < a->nfunctions; i++)
        write_function(a, &section[BC_SECTION_FUNCTIONS], a->functions[i]);
    write_strings(&section[BC_SECTION_STRINGS], a->strings, a->nstrings,
                  &a->over.count[W_STRINGS]);
    if (a->debug) {
        Buf b = {0};

        for (size_t i = 0; i < a->nfunctions; i++)
            write_debug(a, &b, a->functions[i]);
        write_strings(&section[BC_SECTION_DEBUG], a->debug_strings,
                      a->ndebug_strings, &a->over.count[W_DEBUGSTRINGS]);
        put_buf(&section[BC_SECTION_DEBUG], &b);
        buf_free(&b);
    }
}

static void put_sections(Asm *a, Buf *out, Buf section[5])
{
    static const enum What whats[] = {W_FILE, W_STRINGS, W_MODULES,
                                      W_FUNCTIONS, W_DEBUG};

    if (a->norder == 0)
        for (uint8_t id = 1; id <= 3 + a->debug; id++)
            a->order_id[a->norder] = a->order_section[a->norder] = id,
            a->norder++;
    for (unsigned i = 0; i < a->norder; i++) {
        uint8_t s = a->order_section[i];

        if (s < 1 || s > 4)
            fail(a, "there is no section %d", s);
        put_buf(&section[s], &a->over.tail[whats[s]]);
        put(out, a->order_id[i]);
        put_count(out, &a->over.length[whats[s]], section[s].n);
        put_buf(out, &section[s]);
    }
}

static void put_header(Asm *a, Buf *out, const Buf *rest)
{
    Num flags = {(a->debug ? 0 : BC_STRIPPED) | (a->bundle ? BC_BUNDLE : 0),
                 0};
    uint32_t crc = bc_crc32(0, (const uint8_t *)rest->s, rest->n);

    if (a->flags.on)
        flags = a->flags.num;
    if (a->checksum.on)
        crc = (uint32_t)a->checksum.num.value;
    buf_add(out, (const char *)a->magic, 4);
    put(out, a->version);
    put(out, (unsigned)flags.value & 0xff);
    for (int i = 0; i < 4; i++)
        put(out, crc >> 8 * i & 0xff);
}

static void write_file(Asm *a, Buf *out)
{
    Buf section[5] = {{0}}, rest = {0};

    write_sections(a, section);
    put_sections(a, &rest, section);
    put_buf(&rest, &a->over.tail[W_FILE]);
    if (a->cut <= rest.n) {
        rest.n -= a->cut;
        put_header(a, out, &rest);
        put_buf(out, &rest);
    } else { /* the header is cut too */
        size_t left = rest.n + BC_HEADER_SIZE;

        rest.n = 0;
        put_header(a, out, &rest);
        out->n = a->cut < left ? left - a->cut : 0;
    }
    buf_free(&rest);
    for (int i = 0; i < 5; i++)
        buf_free(&section[i]);
}

/* -- the whole ----------------------------------------------------------- */

static void free_texts(Text *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(list[i].s);
    free(list);
}

static void free_overrides(Overrides *o)
{
    for (int w = 0; w < NUM_WHATS; w++)
        buf_free(&o->tail[w]);
}

static void free_function(Function *f)
{
    for (size_t i = 0; i < f->nconstants; i++) {
        buf_free(&f->constants[i].bytes);
        free(f->constants[i].text.s);
    }
    for (size_t i = 0; i < f->ncode; i++) {
        buf_free(&f->code[i].raw);
        for (int j = 0; j < 3; j++)
            free(f->code[i].operand[j].label);
    }
    for (size_t i = 0; i < f->nlabels; i++)
        free(f->labels[i].name);
    for (size_t i = 0; i < f->nlocals; i++)
        free(f->locals[i].name.s);
    free_texts(f->upvalnames, f->nnames);
    free_overrides(&f->over);
    buf_free(&f->upvalues);
    free(f->source.s);
    free(f->constants);
    free(f->code);
    free(f->labels);
    free(f->runs);
    free(f->locals);
    free(f);
}

static void free_asm(Asm *a)
{
    for (size_t i = 0; i < a->nfunctions; i++)
        free_function(a->functions[i]);
    for (size_t i = 0; i < a->nmodules; i++)
        free(a->modules[i].name.s);
    free_texts(a->strings, a->nstrings);
    free_texts(a->debug_strings, a->ndebug_strings);
    free_overrides(&a->over);
    free(a->modules);
    free(a->expect);
    free(a);
}

static void read_text(Asm *a, char *s)
{
    while (s != NULL) {
        char *end = strchr(s, '\n');

        if (end != NULL)
            *end++ = '\0';
        a->line++;
        read_line(a, s);
        s = end;
    }
    if (a->current != NULL)
        fail(a, "a function without end");
}

bool asm_assemble(const char *source, size_t nbytes, Buf *out, char **expect,
                  char *error, size_t error_size)
{
    Asm *a = xrealloc(NULL, sizeof *a);
    char *s = xrealloc(NULL, nbytes + 1);
    bool ok = false;

    memset(a, 0, sizeof *a);
    memcpy(s, source, nbytes);
    s[nbytes] = '\0';
    a->error = error;
    a->error_size = error_size;
    memcpy(a->magic, BC_MAGIC, 4);
    a->version = BC_VERSION;
    if (setjmp(a->failed) == 0) {
        read_text(a, s);
        write_file(a, out);
        *expect = copy(a->expect != NULL ? a->expect : "");
        ok = true;
    }
    free(s);
    free_asm(a);
    return ok;
}
