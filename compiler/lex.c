/*
 * compiler/lex.c -- the lexer: characters to tokens, texts to Strs.
 *
 * Characters are sorted into classes by a table; names are hashed while they
 * are scanned. A string without escapes is interned from the source itself,
 * others through lex->buffer.
 *
 * Raises   syntax errors, in the reference's words.
 * Read     scan, read_string, read_number, lex_intern.
 */
#include "compiler/lex.h"

#include <float.h>
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- characters -------------------------------------------------------- */

enum { ALPHA = 1, DIGIT = 2, HEX = 4, SPACE = 8, PRINT = 16 };

#define L (PRINT | ALPHA)         /* letter */
#define X (PRINT | ALPHA | HEX)   /* letter and hexadecimal digit */
#define D (PRINT | DIGIT | HEX)
#define P PRINT
#define S SPACE
static const uint8_t classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, S, S, S, S, S, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    P | S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P,
    P, X, X, X, X, X, X, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, L,
    P, X, X, X, X, X, X, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, 0,
};
#undef L
#undef X
#undef D
#undef P
#undef S

static bool is(char c, int class)
{
    return (classes[(uint8_t)c] & class) != 0;
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

static unsigned hex_value(char c)
{
    return is(c, DIGIT) ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a' + 10);
}

/* ---- Strs -------------------------------------------------------------- */

/* One step of the hash of a text, and its end. */
#define HASH_STEP(h, c) (((h) ^ (uint8_t)(c)) * UINT32_C(0x01000193))
#define HASH_END(h) ((h) ^ ((h) >> 15))

static uint32_t hash_text(const Lexer *lex, const char *s, size_t nbytes)
{
    uint32_t h = lex->seed;
    for (size_t i = 0; i < nbytes; i++)
        h = HASH_STEP(h, s[i]);
    return HASH_END(h);
}

static void put_slot(Str **slots, size_t nslots, Str *str)
{
    size_t i = str->hash & (nslots - 1);
    while (slots[i] != NULL)
        i = (i + 1) & (nslots - 1);
    slots[i] = str;
}

static void grow_slots(Lexer *lex)
{
    size_t n = lex->nslots == 0 ? 32 : lex->nslots * 2;
    if (n > SIZE_MAX / sizeof(Str *))
        mem_throw(lex->mem, COMPILE_MEMORY);
    Str **slots = mem_resize(lex->mem, NULL, 0, n * sizeof *slots);
    memset(slots, 0, n * sizeof *slots);
    for (size_t i = 0; i < lex->nslots; i++) {
        if (lex->slots[i] != NULL)
            put_slot(slots, n, lex->slots[i]);
    }
    mem_resize(lex->mem, lex->slots, lex->nslots * sizeof *slots, 0);
    lex->slots = slots;
    lex->nslots = n;
}

/* In the order of TOK_AND and what follows it; reserved words come first, and
   are sorted. */
static const char *const token_names[] = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function",
    "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return",
    "then", "true", "until", "while", "//", "..", "...", "==", ">=", "<=",
    "~=", "<<", ">>", "::", "<eof>", "<number>", "<integer>", "<name>",
    "<string>",
};

enum { NUM_RESERVED = TOK_WHILE - TOK_AND + 1, LONGEST_RESERVED = 8 };

static uint8_t reserved_word(const char *bytes, size_t nbytes)
{
    if (nbytes < 2 || nbytes > LONGEST_RESERVED)
        return 0;
    for (int i = 0; i < NUM_RESERVED && token_names[i][0] <= bytes[0]; i++) {
        const char *word = token_names[i];
        if (word[0] == bytes[0] && strncmp(word, bytes, nbytes) == 0 &&
            word[nbytes] == '\0')
            return (uint8_t)(i + 1);
    }
    return 0;
}

static Str *new_str(Lexer *lex, const char *bytes, size_t nbytes,
                    uint32_t hash)
{
    if (nbytes >= UINT32_MAX)
        mem_throw(lex->mem, COMPILE_MEMORY);
    Str *s = arena_alloc(lex->strings, offsetof(Str, bytes) + nbytes + 1);
    memset(s, 0, offsetof(Str, bytes));
    s->hash = hash;
    s->nbytes = (uint32_t)nbytes;
    s->reserved = reserved_word(bytes, nbytes);
    if (nbytes > 0)
        memcpy(s->bytes, bytes, nbytes);
    s->bytes[nbytes] = '\0';
    return s;
}

static Str *intern_hashed(Lexer *lex, const char *bytes, size_t nbytes,
                          uint32_t hash)
{
    size_t mask = lex->nslots - 1;
    size_t i = hash & mask;
    for (Str *s; (s = lex->slots[i]) != NULL; i = (i + 1) & mask) {
        if (s->hash == hash && s->nbytes == nbytes &&
            memcmp(s->bytes, bytes, nbytes) == 0)
            return s;
    }
    Str *s = new_str(lex, bytes, nbytes, hash);
    lex->slots[i] = s;
    if (++lex->nused > lex->nslots / 2)
        grow_slots(lex);
    return s;
}

Str *lex_intern(Lexer *lex, const char *bytes, size_t nbytes)
{
    return intern_hashed(lex, bytes, nbytes, hash_text(lex, bytes, nbytes));
}

void lex_end_code(Lexer *lex)
{
    for (size_t i = 0; i < lex->nslots; i++)
        if (lex->slots[i] != NULL)
            lex->slots[i]->file_index = lex->slots[i]->debug_index = 0;
}

/* ---- names of tokens, messages ----------------------------------------- */

/* A text of limited size that is being put together. */
typedef struct Text {
    char *at, *end; /* end: where the last '\0' may be */
} Text;

static void put(Text *t, const char *s, size_t n)
{
    if (n > (size_t)(t->end - t->at))
        n = (size_t)(t->end - t->at);
    memcpy(t->at, s, n);
    t->at += n;
    *t->at = '\0';
}

static void put_string(Text *t, const char *s)
{
    put(t, s, strlen(s));
}

static void put_number(Text *t, uint32_t n)
{
    char digits[10];
    size_t i = sizeof digits;
    do {
        digits[--i] = (char)('0' + n % 10);
    } while ((n /= 10) != 0);
    put(t, digits + i, sizeof digits - i);
}

void lex_name(int kind, char out[static 24])
{
    Text t = {out, out + 23};
    if (kind >= TOK_AND) {
        const char *quote = kind < TOK_EOS ? "'" : "";
        put_string(&t, quote);
        put_string(&t, token_names[kind - TOK_AND]);
        put_string(&t, quote);
        return;
    }
    char c = (char)kind;
    put_string(&t, "'");
    if (is(c, PRINT)) {
        put(&t, &c, 1);
    } else {
        put_string(&t, "<\\");
        put_number(&t, (uint32_t)kind);
        put_string(&t, ">");
    }
    put_string(&t, "'");
}

void lex_chunkid(char out[static CHUNKID_SIZE], const char *name)
{
    Text t = {out, out + CHUNKID_SIZE - 1};
    size_t n = strlen(name), room = CHUNKID_SIZE - 1;
    *out = '\0';
    if (*name == '=') {
        put_string(&t, name + 1);
        return;
    }
    if (*name == '@') {
        n--;
        name++;
        if (n > room) { /* its end tells more than its beginning */
            put_string(&t, "...");
            name += n - (room - 3);
        }
        put_string(&t, name);
        return;
    }
    const char *dots = "...", *head = "[string \"", *tail = "\"]";
    size_t line = strcspn(name, "\n");
    room -= strlen(head) + strlen(dots) + strlen(tail);
    put_string(&t, head);
    if (line == n && n < room) {
        put_string(&t, name);
    } else {
        put(&t, name, line < room ? line : room);
        put_string(&t, dots);
    }
    put_string(&t, tail);
}

/* ---- reading ----------------------------------------------------------- */

/* Where in the source p is. */
static uint64_t place_of(const Lexer *lex, const char *p)
{
    return lex->passed + (uint64_t)(p - lex->base);
}

/* Put the bytes from `from` on at the beginning of the window. */
static void keep_from(Lexer *lex, const char *from)
{
    size_t n = (size_t)(lex->end - from);
    lex->passed = place_of(lex, from);
    if (lex->base != lex->window.items) { /* it is the caller's */
        lex->window.count = 0;
        VEC_RESERVE(lex->mem, &lex->window, n);
    }
    if (n > 0)
        memmove(lex->window.items, from, n);
    lex->window.count = n;
}

static void read_piece(Lexer *lex, size_t kept)
{
    const char *piece = "";
    size_t n = 0;
    if (!lex->in->read(lex->in->read_ud, &piece, &n))
        mem_throw(lex->mem, COMPILE_READ);
    lex->ended = n == 0;
    if (n == 0)
        piece = ""; /* there may be none */
    if (kept > 0) {
        if (n > 0) {
            VEC_RESERVE(lex->mem, &lex->window, n);
            memcpy(lex->window.items + kept, piece, n);
        }
        piece = lex->window.items;
        lex->window.count = kept + n;
    }
    lex->base = piece;
    lex->end = piece + kept + n;
}

/* Ask for what follows. Kept is all from lex->start on, which moves, as *p
   does; other pointers are lost. False at the end of the source. */
static NOINLINE bool more(Lexer *lex, const char **p)
{
    if (lex->ended)
        return false;
    const char *from = lex->start;
    if (lex->peeking && lex->token.place >= lex->passed)
        from = lex->base + (lex->token.place - lex->passed);
    size_t start = (size_t)(lex->start - from), at = (size_t)(*p - from);
    keep_from(lex, from);
    read_piece(lex, lex->window.count);
    lex->start = lex->base + start;
    *p = lex->base + at;
    return !lex->ended;
}

/* Is there a character at *p? */
static inline bool has(Lexer *lex, const char **p)
{
    return *p < lex->end || more(lex, p);
}

/* ... at (*p)[n]? */
static inline bool has_more(Lexer *lex, const char **p, ptrdiff_t n)
{
    while (lex->end - *p <= n)
        if (!more(lex, p))
            return false;
    return true;
}

/* ---- errors ------------------------------------------------------------ */

static void say(Lexer *lex, const char *s, size_t n)
{
    VEC_RESERVE(lex->mem, &lex->message, n + 1);
    if (n > 0)
        memcpy(lex->message.items + lex->message.count, s, n);
    lex->message.count += n;
    lex->message.items[lex->message.count] = '\0';
}

static void say_string(Lexer *lex, const char *s)
{
    say(lex, s, strlen(s));
}

static void begin_error(Lexer *lex, uint32_t line, const char *message)
{
    char id[CHUNKID_SIZE], number[16];
    lex_chunkid(id, lex->in->chunkname);
    snprintf(number, sizeof number, ":%lu: ", (unsigned long)line);
    lex->message.count = 0;
    say_string(lex, id);
    say_string(lex, number);
    say_string(lex, message);
    lex->out->line = line;
    lex->out->column = 0;
}

/* Leave; the message goes to the caller. */
_Noreturn static void end_error(Lexer *lex)
{
    lex->out->message = lex->message.items;
    lex->out->message_nbytes = lex->message.cap;
    memset(&lex->message, 0, sizeof lex->message);
    mem_throw(lex->mem, COMPILE_SYNTAX);
}

/* The column of a place; 0 when it is not on the line of the error, as that
   of a string of many lines. */
static void set_column(Lexer *lex, uint64_t place)
{
    uint64_t column = place - lex->line_begin + 1;
    if (place >= lex->line_begin && column <= UINT32_MAX)
        lex->out->column = (uint32_t)column;
}

/* Messages end at '\0', as the reference's do. */
static size_t text_length(const char *text, size_t nbytes)
{
    const char *end = nbytes > 0 ? memchr(text, '\0', nbytes) : NULL;
    return end != NULL ? (size_t)(end - text) : nbytes;
}

/* Raise an error near a text that is no token yet. */
_Noreturn static void error_near(Lexer *lex, const char *message,
                                 const char *text, size_t nbytes,
                                 uint64_t place)
{
    begin_error(lex, lex->line, message);
    say_string(lex, " near '");
    say(lex, text, text_length(text, nbytes));
    say_string(lex, "'");
    set_column(lex, place);
    end_error(lex);
}

_Noreturn static void error_at_end(Lexer *lex, const char *message)
{
    begin_error(lex, lex->line, message);
    say_string(lex, " near <eof>");
    set_column(lex, place_of(lex, lex->end));
    end_error(lex);
}

static void say_bracket(Lexer *lex, char bracket, size_t level)
{
    say(lex, &bracket, 1);
    while (level-- > 0)
        say(lex, "=", 1);
    say(lex, &bracket, 1);
}

/* The text of a string token, delimiters and all, escapes replaced. */
static void say_string_token(Lexer *lex, const Token *token)
{
    const Str *s = token->as.str;
    bool bracket = token->quote == '[';
    if (bracket)
        say_bracket(lex, '[', token->level);
    else
        say(lex, &token->quote, 1);
    say_string(lex, s->bytes);
    if (strlen(s->bytes) != s->nbytes)
        return; /* messages end at '\0' */
    if (bracket)
        say_bracket(lex, ']', token->level);
    else
        say(lex, &token->quote, 1);
}

static void say_token(Lexer *lex)
{
    const Token *token = &lex->token;
    char name[24];
    switch (token->kind) {
    case TOK_NAME: case TOK_INT: case TOK_FLOAT:
        say_string(lex, "'");
        say(lex, lex->base + (token->place - lex->passed), token->nbytes);
        say_string(lex, "'");
        return;
    case TOK_STRING:
        say_string(lex, "'");
        say_string_token(lex, token);
        say_string(lex, "'");
        return;
    default:
        lex_name(token->kind, name);
        say_string(lex, name);
    }
}

_Noreturn void lex_error(Lexer *lex, const char *message)
{
    begin_error(lex, lex->line, message);
    if (lex->token.kind != '\0') { /* which the reference cannot show */
        say_string(lex, " near ");
        say_token(lex);
    }
    set_column(lex, lex->token.place);
    end_error(lex);
}

_Noreturn void lex_error_plain(Lexer *lex, const char *message)
{
    begin_error(lex, lex->line, message);
    set_column(lex, lex->token.place);
    end_error(lex);
}

_Noreturn void lex_error_format(Lexer *lex, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    begin_error(lex, lex->line, "");
    if (n > 0) {
        VEC_RESERVE(lex->mem, &lex->message, (size_t)n + 1);
        va_start(args, format);
        vsnprintf(lex->message.items + lex->message.count, (size_t)n + 1,
                  format, args);
        va_end(args);
    }
    set_column(lex, lex->token.place);
    end_error(lex);
}

_Noreturn void lex_error_at(Lexer *lex, uint32_t line, const char *message)
{
    begin_error(lex, line, message);
    end_error(lex);
}

_Noreturn void lex_error_depth(Lexer *lex)
{
    begin_error(lex, lex->line, "");
    set_column(lex, lex->token.place);
    lex->message.count = 0;
    say_string(lex, "C stack overflow");
    end_error(lex);
}

/* ---- lines ------------------------------------------------------------- */

/* Pass a line end at p: \n, \r, \r\n or \n\r. */
static const char *pass_newline(Lexer *lex, const char *p)
{
    char c = *p++;
    if (has(lex, &p) && (*p == '\n' || *p == '\r') && *p != c)
        p++;
    if (++lex->line >= INT32_MAX)
        error_near(lex, "chunk has too many lines", "", 0, place_of(lex, p));
    lex->line_begin = place_of(lex, p);
    return p;
}

/* ---- strings ----------------------------------------------------------- */

static void save(Lexer *lex, const char *s, size_t n)
{
    if (n == 0)
        return;
    VEC_RESERVE(lex->mem, &lex->buffer, n);
    memcpy(lex->buffer.items + lex->buffer.count, s, n);
    lex->buffer.count += n;
}

static void save_char(Lexer *lex, char c)
{
    VEC_PUSH(lex->mem, &lex->buffer, c);
}

/* In what follows lex->start is where the escape begins. */

/* Raise an error in the escape; p is the character that is wrong. The message
   shows the string up to it. */
_Noreturn static void escape_error(Lexer *lex, const char *p,
                                   const char *message)
{
    uint64_t place = place_of(lex, p);
    if (has(lex, &p))
        p++;
    else
        place--;
    save(lex, lex->start, (size_t)(p - lex->start));
    error_near(lex, message, lex->buffer.items, lex->buffer.count, place);
}

static const char *escape_hex(Lexer *lex, const char *p)
{
    unsigned value = 0;
    for (int i = 0; i < 2; i++, p++) {
        if (!has(lex, &p) || !is(*p, HEX))
            escape_error(lex, p, "hexadecimal digit expected");
        value = value * 16 + hex_value(*p);
    }
    save_char(lex, (char)value);
    return p;
}

static const char *escape_decimal(Lexer *lex, const char *p)
{
    unsigned value = 0;
    for (int i = 0; i < 3 && has(lex, &p) && is(*p, DIGIT); i++, p++)
        value = value * 10 + (unsigned)(*p - '0');
    if (value > UINT8_MAX)
        escape_error(lex, p, "decimal escape too large");
    save_char(lex, (char)value);
    return p;
}

/* UTF-8 in its first form: up to 31 bits in up to six bytes. */
static void save_utf8(Lexer *lex, uint32_t c)
{
    unsigned nbytes = c < 0x800 ? 2 : c < 0x10000 ? 3 : c < 0x200000 ? 4
                      : c < 0x4000000 ? 5 : 6;
    if (c < 0x80) {
        save_char(lex, (char)c);
        return;
    }
    unsigned shift = 6 * (nbytes - 1);
    save_char(lex, (char)(0xff00 >> nbytes | c >> shift));
    while (shift > 0) {
        shift -= 6;
        save_char(lex, (char)(0x80 | (c >> shift & 0x3f)));
    }
}

static const char *escape_utf8(Lexer *lex, const char *p)
{
    uint32_t value = 0;
    if (!has(lex, &p) || *p != '{')
        escape_error(lex, p, "missing '{'");
    p++;
    if (!has(lex, &p) || !is(*p, HEX))
        escape_error(lex, p, "hexadecimal digit expected");
    for (; has(lex, &p) && is(*p, HEX); p++) {
        if (value > UINT32_C(0x7FFFFFFF) >> 4)
            escape_error(lex, p, "UTF-8 value too large");
        value = value << 4 | hex_value(*p);
    }
    if (!has(lex, &p) || *p != '}')
        escape_error(lex, p, "missing '}'");
    save_utf8(lex, value);
    return p + 1;
}

static const char *escape_spaces(Lexer *lex, const char *p)
{
    for (; has(lex, &p) && is(*p, SPACE); lex->start = p)
        p = is_newline(*p) ? pass_newline(lex, p) : p + 1;
    return p;
}

/* Read the escape at p (its backslash). Returns what is behind it. */
static const char *read_escape(Lexer *lex, const char *p)
{
    static const char letters[] = "abfnrtv\\\"'";
    static const char values[] = "\a\b\f\n\r\t\v\\\"'";
    lex->start = p++;
    if (!has(lex, &p))
        return p; /* the string is unfinished */
    char c = *p;
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    if (letter != NULL) {
        save_char(lex, values[letter - letters]);
        return p + 1;
    }
    if (is_newline(c)) {
        save_char(lex, '\n');
        return pass_newline(lex, p);
    }
    if (c == 'x')
        return escape_hex(lex, p + 1);
    if (c == 'u')
        return escape_utf8(lex, p + 1);
    if (c == 'z')
        return escape_spaces(lex, p + 1);
    if (!is(c, DIGIT))
        escape_error(lex, p, "invalid escape sequence");
    return escape_decimal(lex, p);
}

/* The first character from p that is not an ordinary one of a string; or the
   end of the source. */
static const char *plain_end(Lexer *lex, const char *p, char quote)
{
    do {
        while (p < lex->end && *p != quote && *p != '\\' && !is_newline(*p))
            p++;
    } while (p >= lex->end && more(lex, &p));
    return p;
}

/* Is the string over at p? Raises if it cannot go on; then `text` is what
   there is of it. */
static bool string_ends(Lexer *lex, const Token *token, const char *p,
                        const char *text, size_t nbytes)
{
    if (p >= lex->end)
        error_at_end(lex, "unfinished string");
    if (!is_newline(*p))
        return *p == token->quote;
    error_near(lex, "unfinished string", text, nbytes, token->place);
}

/* Read a quoted string that has escapes, the first one at p. The buffer
   begins with the quote, for messages. */
static void read_escapes(Lexer *lex, Token *token, const char *p)
{
    lex->buffer.count = 0;
    save(lex, lex->start, (size_t)(p - lex->start));
    do {
        lex->start = read_escape(lex, p);
        p = plain_end(lex, lex->start, token->quote);
        save(lex, lex->start, (size_t)(p - lex->start));
    } while (!string_ends(lex, token, p, lex->buffer.items,
                          lex->buffer.count));
    token->as.str = lex_intern(lex, lex->buffer.items + 1,
                               lex->buffer.count - 1);
    lex->at = p + 1;
}

static int read_string(Lexer *lex, Token *token, const char *p)
{
    token->quote = *p;
    p = plain_end(lex, p + 1, *p);
    const char *start = lex->start;
    if (string_ends(lex, token, p, start, (size_t)(p - start))) {
        token->as.str = lex_intern(lex, start + 1, (size_t)(p - start) - 1);
        lex->at = p + 1;
    } else {
        read_escapes(lex, token, p);
    }
    return TOK_STRING;
}

/* Number of '=' of the long bracket at *p ('[' or ']'), which may move; -1:
   it is none. */
static ptrdiff_t bracket_level(Lexer *lex, const char **p)
{
    ptrdiff_t n = 1;
    while (has_more(lex, p, n) && (*p)[n] == '=')
        n++;
    return has_more(lex, p, n) && (*p)[n] == **p ? n - 1 : -1;
}

/* Raise the error of a long string or comment that never ends. */
_Noreturn static void long_unfinished(Lexer *lex, uint32_t line,
                                      bool comment)
{
    char message[80];
    snprintf(message, sizeof message,
             "unfinished long %s (starting at line %lu)",
             comment ? "comment" : "string", (unsigned long)line);
    error_at_end(lex, message);
}

/* The first ']' or line end from p on. */
static const char *long_end(Lexer *lex, const char *p, uint32_t line,
                            bool comment)
{
    for (;;) {
        while (p < lex->end && *p != ']' && !is_newline(*p))
            p++;
        if (p < lex->end)
            return p;
        if (comment)
            lex->start = p;
        if (!more(lex, &p))
            long_unfinished(lex, line, comment);
    }
}

/* Read a long string or comment whose bracket is at p, into the buffer when
   it has line ends to translate. Returns its contents. */
static Str *read_long(Lexer *lex, const char *p, ptrdiff_t level,
                      bool comment)
{
    uint32_t line = lex->line;
    p += level + 2;
    lex->start = p; /* of what is not in the buffer yet */
    if (has(lex, &p) && is_newline(*p))
        lex->start = p = pass_newline(lex, p);
    lex->buffer.count = 0;
    for (;;) {
        p = long_end(lex, p, line, comment);
        if (*p == ']') {
            if (bracket_level(lex, &p) == level)
                break;
            p++;
            continue;
        }
        size_t n = (size_t)(p - lex->start);
        const char *behind = pass_newline(lex, p);
        p = lex->start + n;
        bool as_it_is = *p == '\n' && behind == p + 1;
        p = behind;
        if (comment || as_it_is)
            continue;
        save(lex, lex->start, n);
        save_char(lex, '\n');
        lex->start = p;
    }
    lex->at = p + level + 2;
    if (comment)
        return NULL;
    if (lex->buffer.count == 0)
        return lex_intern(lex, lex->start, (size_t)(p - lex->start));
    save(lex, lex->start, (size_t)(p - lex->start));
    return lex_intern(lex, lex->buffer.items, lex->buffer.count);
}

/* Pass the comment at p (its "--"). Returns what is behind it. */
static const char *pass_comment(Lexer *lex, const char *p)
{
    p += 2;
    if (has(lex, &p) && *p == '[') {
        ptrdiff_t level = bracket_level(lex, &p);
        if (level >= 0) {
            read_long(lex, p, level, true);
            return lex->at;
        }
    }
    do {
        while (p < lex->end && !is_newline(*p))
            p++;
        lex->start = p;
    } while (p >= lex->end && more(lex, &p));
    return p;
}

static int read_bracket(Lexer *lex, Token *token, const char *p)
{
    ptrdiff_t level = bracket_level(lex, &p);
    if (level >= 0) {
        token->quote = '[';
        token->level = (size_t)level;
        token->as.str = read_long(lex, p, level, false);
        return TOK_STRING;
    }
    if (has_more(lex, &p, 1) && p[1] == '=') {
        size_t n = 1;
        while (p + n < lex->end && p[n] == '=')
            n++;
        error_near(lex, "invalid long string delimiter", p, n, token->place);
    }
    lex->at = p + 1;
    return '[';
}

/* ---- numbers ----------------------------------------------------------- */

/* Convert by strtod, which wants the locale's decimal point. */
static bool float_by_library(Lexer *lex, const char *s, size_t n,
                             double *out)
{
    const char *point = localeconv()->decimal_point;
    lex->buffer.count = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.')
            save(lex, point, strlen(point));
        else
            save_char(lex, s[i]);
    }
    save_char(lex, '\0');
    char *end;
    *out = strtod(lex->buffer.items, &end);
    return end == lex->buffer.items + lex->buffer.count - 1;
}

/*
 * Convert a decimal float whose digits and power of ten are both exact as
 * doubles: one rounding, so the result is right.
 *
 * Source: W. D. Clinger, "How to read floating point numbers accurately",
 * 1990, the simple case.
 */
static bool float_exactly(const char *s, size_t n, double *out)
{
    static const double tens[] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    uint64_t digits = 0;
    int scale = 0;
    bool point = false;
    if (FLT_EVAL_METHOD != 0 || n > 17)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' && !point) {
            point = true;
        } else if (is(s[i], DIGIT)) {
            digits = digits * 10 + (uint64_t)(s[i] - '0');
            scale += point;
        } else {
            return false;
        }
    }
    if (n < 2 || digits > UINT64_C(1) << 53)
        return false;
    *out = (double)digits / tens[scale];
    return true;
}

/* An integer numeral; a decimal one that does not fit is a float instead. */
static bool integer_numeral(const char *s, size_t n, int64_t *out)
{
    uint64_t value = 0;
    bool hex = n > 2 && s[0] == '0' && (s[1] | 32) == 'x';
    for (size_t i = hex ? 2 : 0; i < n; i++) {
        if (!is(s[i], hex ? HEX : DIGIT))
            return false;
        unsigned digit = hex_value(s[i]);
        if (!hex && (value > INT64_MAX / 10 ||
                     value * 10 + digit > INT64_MAX))
            return false;
        value = value * (hex ? 16 : 10) + digit;
    }
    memcpy(out, &value, sizeof value); /* hexadecimal wraps around */
    return true;
}

/* How far a numeral reaches; what follows is checked by its conversion. */
static const char *numeral_end(Lexer *lex, const char *p)
{
    p += *p == '.';
    bool hex = *p == '0' && has_more(lex, &p, 1) && (p[1] | 32) == 'x';
    char exponent = hex ? 'p' : 'e';
    p += hex ? 2 : 1;
    for (; has(lex, &p); p++) {
        if ((*p | 32) == exponent) {
            if (has_more(lex, &p, 1) && (p[1] == '+' || p[1] == '-'))
                p++;
        } else if (!is(*p, HEX) && *p != '.') {
            break;
        }
    }
    if (p < lex->end && is(*p, ALPHA))
        p++; /* touches a name: make it an error */
    return p;
}

static int read_number(Lexer *lex, Token *token, const char *p)
{
    const char *end = numeral_end(lex, p), *start = lex->start;
    size_t n = (size_t)(end - start);
    lex->at = end;
    if (integer_numeral(start, n, &token->as.integer))
        return TOK_INT;
    if (!float_exactly(start, n, &token->as.number) &&
        !float_by_library(lex, start, n, &token->as.number))
        error_near(lex, "malformed number", start, n, token->place);
    return TOK_FLOAT;
}

/* ---- tokens ------------------------------------------------------------ */

static int read_name(Lexer *lex, Token *token, const char *p)
{
    uint32_t h = lex->seed;
    do {
        const char *end = lex->end;
        while (p < end && is(*p, ALPHA | DIGIT)) {
            h = HASH_STEP(h, *p);
            p++;
        }
    } while (p >= lex->end && more(lex, &p));
    lex->at = p;
    Str *s = intern_hashed(lex, lex->start, (size_t)(p - lex->start),
                           HASH_END(h));
    token->as.str = s;
    return s->reserved != 0 ? TOK_AND - 1 + s->reserved : TOK_NAME;
}

/* The token is `two` if the next character is `c`, else the character. */
static int one_or_two(Lexer *lex, const char *p, char c, int two)
{
    if (has_more(lex, &p, 1) && p[1] == c) {
        lex->at = p + 2;
        return two;
    }
    lex->at = p + 1;
    return (uint8_t)*p;
}

static int read_dots(Lexer *lex, Token *token, const char *p)
{
    ptrdiff_t n = 1;
    while (n < 3 && has_more(lex, &p, n) && p[n] == '.')
        n++;
    if (n == 1 && p + 1 < lex->end && is(p[1], DIGIT))
        return read_number(lex, token, p);
    lex->at = p + n;
    return n == 1 ? '.' : n == 2 ? TOK_CONCAT : TOK_DOTS;
}

static int read_symbol(Lexer *lex, Token *token, const char *p)
{
    switch (*p) {
    case '[': return read_bracket(lex, token, p);
    case '"': case '\'': return read_string(lex, token, p);
    case '.': return read_dots(lex, token, p);
    case '=': return one_or_two(lex, p, '=', TOK_EQ);
    case '~': return one_or_two(lex, p, '=', TOK_NE);
    case '/': return one_or_two(lex, p, '/', TOK_IDIV);
    case ':': return one_or_two(lex, p, ':', TOK_DBCOLON);
    case '<':
        if (has_more(lex, &p, 1) && p[1] == '<')
            return one_or_two(lex, p, '<', TOK_SHL);
        return one_or_two(lex, p, '=', TOK_LE);
    case '>':
        if (has_more(lex, &p, 1) && p[1] == '>')
            return one_or_two(lex, p, '>', TOK_SHR);
        return one_or_two(lex, p, '=', TOK_GE);
    default:
        lex->at = p + 1;
        return (uint8_t)*p;
    }
}

/* Pass space and comments. The first character of a token, or the end. */
static const char *token_begin(Lexer *lex)
{
    const char *p = lex->at;
    for (;;) {
        lex->start = p;
        if (p >= lex->end && !more(lex, &p))
            return lex->start;
        if (is(*p, SPACE))
            p = is_newline(*p) ? pass_newline(lex, p) : p + 1;
        else if (*p == '-' && has_more(lex, &p, 1) && p[1] == '-')
            p = pass_comment(lex, p);
        else
            return p;
    }
}

static void scan(Lexer *lex, Token *token)
{
    const char *p = token_begin(lex);
    token->place = place_of(lex, p);
    if (p >= lex->end) {
        lex->at = p;
        token->kind = TOK_EOS;
        return;
    }
    if (is(*p, ALPHA))
        token->kind = read_name(lex, token, p);
    else if (is(*p, DIGIT))
        token->kind = read_number(lex, token, p);
    else
        token->kind = read_symbol(lex, token, p);
    token->nbytes = (size_t)(place_of(lex, lex->at) - token->place);
}

void lex_next(Lexer *lex)
{
    lex->last_line = lex->line;
    if (lex->peeked) {
        lex->token = lex->ahead;
        lex->peeked = false;
    } else {
        scan(lex, &lex->token);
    }
}

int lex_peek(Lexer *lex)
{
    lex->peeking = true;
    scan(lex, &lex->ahead);
    lex->peeking = false;
    lex->peeked = true;
    return lex->ahead.kind;
}

void lex_init(Lexer *lex, Mem *mem, Arena *strings, const CompileInput *in,
              CompileOutput *out)
{
    lex->mem = mem;
    lex->strings = strings;
    lex->in = in;
    lex->out = out;
    lex->base = lex->at = lex->start = in->nbytes > 0 ? in->text : "";
    lex->end = lex->at + in->nbytes;
    lex->ended = in->read == NULL;
    lex->line = lex->last_line = 1;
    /* Texts that collide in one compilation do not in the next. */
    lex->seed = (uint32_t)((uintptr_t)in->text >> 4) * UINT32_C(0x9E3779B1) ^
                (uint32_t)in->nbytes;
    grow_slots(lex);
}

void lex_free(Lexer *lex)
{
    VEC_FREE(lex->mem, &lex->window);
    VEC_FREE(lex->mem, &lex->buffer);
    VEC_FREE(lex->mem, &lex->message);
    mem_resize(lex->mem, lex->slots, lex->nslots * sizeof *lex->slots, 0);
    lex->slots = NULL;
    lex->nslots = 0;
}
