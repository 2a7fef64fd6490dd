/*
 * compiler/compile_int.h -- all that one compilation owns, and the doors
 * that only tools use.
 */
#ifndef COMPILER_COMPILE_INT_H
#define COMPILER_COMPILE_INT_H

#include "compiler/parse_int.h"
#include "compiler/write_int.h"

typedef struct Compilation {
    const CompileInput *in;
    CompileOutput *out;
    Mem mem;
    Arena nodes;   /* trees, until their function has code */
    Arena lasting; /* strings, functions, code: until the file is written */
    Lexer lex;
    Parser parser;
    Emit emit;
    Writer writer;
    FILE *tree; /* where the tree is printed, or NULL */
} Compilation;

/* What a tool may want to see on the way; all may be NULL. */
typedef struct CompileTools {
    FILE *tree;           /* the tree is printed here */
    ParseRequire require; /* called for each require of a constant name */
    void *require_ud;
} CompileTools;

/* As compile_chunk. */
CompileStatus compile_with_tools(const CompileInput *in, CompileOutput *out,
                                 const CompileTools *tools);

#endif
