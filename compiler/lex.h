/*
 * compiler/lex.h -- Lua source text to tokens, and the texts themselves.
 *
 * A Str is the one copy of a name or string literal: equal texts are equal
 * pointers. It carries what the passes behind know about the name, so that
 * no pass needs a table of its own.
 *
 * The source comes in pieces, each asked for when a token needs it.
 *
 * Read     Str, Token, lex_next.
 */
#ifndef COMPILER_LEX_H
#define COMPILER_LEX_H

#include <stdint.h>

#include "compiler/mem_int.h"
#include "vm/config.h"

typedef struct Str {
    uint32_t hash;
    uint32_t nbytes;
    struct Var *var;       /* the variable this name means now (scope.c) */
    struct Label *label;   /* the newest label of this name (scope.c) */
    struct Goto *waiting;  /* the newest goto waiting for it (scope.c) */
    union {
        struct { /* while code is made (code.c) */
            uint32_t const_stamp; /* function that has it as constant */
            uint32_t const_index;
        };
        struct { /* while the file is written (write.c): plus 1 */
            uint32_t file_index;  /* in STRINGS */
            uint32_t debug_index; /* in the debug strings */
        };
    };
    uint8_t reserved;      /* its TOK_* - TOK_AND + 1, or 0 */
    char bytes[];          /* ended by '\0' that does not count */
} Str;

/* Tokens of one character are that character. */
enum {
    TOK_AND = 257, TOK_BREAK, TOK_DO, TOK_ELSE, TOK_ELSEIF, TOK_END,
    TOK_FALSE, TOK_FOR, TOK_FUNCTION, TOK_GOTO, TOK_IF, TOK_IN, TOK_LOCAL,
    TOK_NIL, TOK_NOT, TOK_OR, TOK_REPEAT, TOK_RETURN, TOK_THEN, TOK_TRUE,
    TOK_UNTIL, TOK_WHILE, /* end of the reserved words */
    TOK_IDIV, TOK_CONCAT, TOK_DOTS, TOK_EQ, TOK_GE, TOK_LE, TOK_NE, TOK_SHL,
    TOK_SHR, TOK_DBCOLON, TOK_EOS, TOK_FLOAT, TOK_INT, TOK_NAME, TOK_STRING,
};

typedef struct Token {
    int kind;
    char quote;         /* that a string begins with: '"', '\'' or '[' */
    size_t level;       /* number of '=' in its bracket */
    uint64_t place;     /* of its text in the source ... */
    size_t nbytes;      /* ... and length */
    union {
        Str *str;
        int64_t integer;
        double number;
    } as;
} Token;

typedef struct Lexer {
    Mem *mem;
    Arena *strings;      /* home of every Str */
    const CompileInput *in;
    CompileOutput *out;  /* where an error is described */
    const char *base, *at, *end; /* the piece of the source that is read */
    const char *start;   /* what is in use from there on is kept, see more() */
    uint64_t passed;     /* bytes of the source before base */
    uint64_t line_begin; /* where in the source the line of `at` begins */
    uint32_t line;       /* of `at` */
    uint32_t last_line;  /* where the last consumed token ended */
    uint32_t seed;       /* of the hashes */
    Token token;         /* the current one */
    Token ahead;         /* the next, after lex_peek */
    bool peeked;         /* there is one; its kind may be any byte, also 0 */
    bool peeking;        /* it is being read: the current one is kept, too */
    bool ended;          /* there is nothing behind `end` */
    VEC_OF(char) window; /* pieces put together */
    VEC_OF(char) buffer; /* of the string or number being read */
    VEC_OF(char) message; /* of an error */
    Str **slots;         /* every Str, open hash; a power of two */
    size_t nslots, nused;
} Lexer;

/* Start reading the source; the first token is read by lex_next. */
void lex_init(Lexer *lex, Mem *mem, Arena *strings, const CompileInput *in,
              CompileOutput *out);
void lex_free(Lexer *lex);

/* Consume the current token. */
void lex_next(Lexer *lex);

/* The kind of the token after the current one. */
int lex_peek(Lexer *lex);

/* The one Str of a text. */
Str *lex_intern(Lexer *lex, const char *bytes, size_t nbytes);

/* Code has been made: Strs are ready for the writer. */
void lex_end_code(Lexer *lex);

/* What messages call a token: "'while'", "'='", "<eof>". */
void lex_name(int kind, char out[static 24]);

/* Raise a syntax error: "chunk:line: message near 'current token'". */
_Noreturn void lex_error(Lexer *lex, const char *message);

/* The same without the near part; with words as printf has them. */
_Noreturn void lex_error_plain(Lexer *lex, const char *message);
_Noreturn void lex_error_format(Lexer *lex, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* A syntax error without position, "C stack overflow". */
_Noreturn void lex_error_depth(Lexer *lex);

/* Same as lex_error_plain, about an earlier line. */
_Noreturn void lex_error_at(Lexer *lex, uint32_t line, const char *message);

/* How messages call a chunk: "file.lua", "[string \"...\"]". */
enum { CHUNKID_SIZE = 60 };
void lex_chunkid(char out[static CHUNKID_SIZE], const char *chunkname);

#endif
