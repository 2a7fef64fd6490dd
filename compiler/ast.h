/*
 * compiler/ast.h -- the syntax tree, its names already resolved.
 *
 * Nodes live in an arena and are as small as their kind allows: an Expr or
 * Stat is the head of a larger struct that `kind` tells, EXPR_INDEX an
 * IndexExpr and so on. Constant expressions are folded when they are built.
 *
 * A node's line is the one that its last instruction gets: where that is
 * not where the expression stands, the parser knows best (parse.c, settle).
 *
 * Read     Expr, Stat, Var, Func, ast_dump.
 */
#ifndef COMPILER_AST_H
#define COMPILER_AST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "compiler/lex.h"

/* ---- variables --------------------------------------------------------- */

enum VarAttr { VAR_PLAIN, VAR_CONST, VAR_CLOSE };

typedef struct Var {
    Str *name;
    struct Func *func;       /* that declares it; NULL: the main _ENV */
    struct Var *outer;       /* what the name meant before */
    struct Expr *value;      /* of a compile-time constant: no register */
    struct Func *seen_in;    /* function that last found it as upvalue ... */
    uint8_t seen_as;         /* ... and the index it has there */
    uint8_t attr;            /* VarAttr */
    uint8_t reg;             /* once its function's code is made */
    bool captured;           /* some inner function has it as upvalue */
    bool assigned;           /* after its initialisation */
} Var;

typedef struct Upval {
    Str *name;
    Var *var;       /* valid until the enclosing function's code is made */
    bool in_stack;  /* a register of the enclosing function */
    bool assigned;
    uint8_t index;  /* of that register, or of the enclosing one's upvalue */
} Upval;

typedef struct Label {
    Str *name;           /* NULL: the exit of a loop, for break */
    struct Label *outer; /* older label of the name */
    struct Func *func;
    uint32_t line;
    uint32_t nactive;    /* variables active there */
    bool back;           /* some goto behind it leads here */
    bool closes;         /* of a loop: variables of its body are closed there */
    int32_t id;          /* in code.c; -1: none yet */
} Label;

/* ---- expressions ------------------------------------------------------- */

typedef enum ExprKind {
    EXPR_NIL, EXPR_FALSE, EXPR_TRUE, EXPR_INT, EXPR_FLOAT, EXPR_STRING,
    EXPR_LAST_CONSTANT = EXPR_STRING,
    EXPR_VARARG,
    EXPR_FUNCTION,
    EXPR_TABLE,
    EXPR_PAREN,   /* around calls and `...`: one value. Others lose it */
    EXPR_LOCAL,
    EXPR_UPVALUE,
    EXPR_GLOBAL,
    EXPR_INDEX,
    EXPR_CALL,    /* with method: object:method(args) */
    EXPR_UNARY,
    EXPR_ARITH,   /* BIN_ADD to BIN_SHR */
    EXPR_CONCAT,
    EXPR_COMPARE, /* BIN_EQ to BIN_GE */
    EXPR_LOGIC,   /* BIN_AND, BIN_OR */
} ExprKind;

/* The first are in the order of their instructions. */
typedef enum BinOp {
    BIN_ADD, BIN_SUB, BIN_MUL, BIN_MOD, BIN_POW, BIN_DIV, BIN_IDIV, BIN_BAND,
    BIN_BOR, BIN_BXOR, BIN_SHL, BIN_SHR, BIN_CONCAT, BIN_EQ, BIN_NE, BIN_LT,
    BIN_LE, BIN_GT, BIN_GE, BIN_AND, BIN_OR, BIN_NONE,
} BinOp;

typedef enum UnOp { UN_MINUS, UN_BNOT, UN_NOT, UN_LEN, UN_NONE } UnOp;

typedef struct Expr {
    uint8_t kind; /* ExprKind */
    uint8_t op;   /* BinOp or UnOp */
    uint32_t line;
} Expr;

typedef struct IntExpr { Expr base; int64_t value; } IntExpr;
typedef struct FloatExpr { Expr base; double value; } FloatExpr;
typedef struct StringExpr { Expr base; Str *value; } StringExpr;
typedef struct ParenExpr { Expr base; Expr *inner; } ParenExpr;
typedef struct LocalExpr { Expr base; Var *var; } LocalExpr;
typedef struct FunctionExpr { Expr base; struct Func *func; } FunctionExpr;
typedef struct UnaryExpr { Expr base; Expr *operand; } UnaryExpr;

typedef struct UpvalueExpr {
    Expr base;
    Var *var;
    uint32_t index;
} UpvalueExpr;

typedef struct GlobalExpr {
    Expr base;
    Str *name;
    Expr *env; /* what _ENV means here */
} GlobalExpr;

typedef struct IndexExpr {
    Expr base;
    Expr *object, *key;
} IndexExpr;

typedef struct CallExpr {
    Expr base;       /* line: of the arguments' beginning */
    Expr *callee;    /* the object, with a method */
    Str *method;     /* or NULL */
    Expr **args;
    uint32_t nargs;
    uint32_t method_line;
} CallExpr;

typedef struct BinaryExpr {
    Expr base; /* line of logic: the operator's, where the left is tested */
    uint32_t value_line; /* where jumps become a value: conditions */
    Expr *left, *right;
} BinaryExpr;

typedef struct TableItem {
    Expr *key; /* NULL: the next of the list */
    Expr *value;
    uint32_t line; /* where it ends */
} TableItem;

/* Some items of a table: see ast_next_item. */
typedef struct ItemChunk {
    struct ItemChunk *next;
    size_t nbytes;
    uint8_t bytes[];
} ItemChunk;

typedef struct TableExpr {
    Expr base;
    ItemChunk *items;
    uint32_t nitems, nlist;
    uint32_t end_line;
    bool open; /* the last one may give any number of values */
} TableExpr;

/* ---- statements -------------------------------------------------------- */

typedef enum StatKind {
    STAT_LOCAL, STAT_LOCAL_FUNCTION, STAT_SET, STAT_ASSIGN, STAT_CALL,
    STAT_DO, STAT_WHILE, STAT_REPEAT, STAT_IF, STAT_FOR_NUM, STAT_FOR_IN,
    STAT_RETURN, STAT_GOTO, STAT_LABEL,
} StatKind;

typedef struct Stat {
    struct Stat *next;
    uint8_t kind; /* StatKind */
    uint32_t line; /* of its last instruction */
} Stat;

typedef struct LocalStat {
    Stat base;
    Var **vars;
    Expr **values; /* but that of a compile-time constant */
    uint32_t nvars, nvalues;
} LocalStat;

typedef struct LocalFunctionStat {
    Stat base;
    Var *var;
    Expr *function;
} LocalFunctionStat;

typedef struct SetStat { /* one target and one value; also function a.b() */
    Stat base;
    Expr *target, *value;
} SetStat;

typedef struct AssignStat {
    Stat base;
    Expr **targets, **values;
    uint32_t ntargets, nvalues;
} AssignStat;

typedef struct CallStat {
    Stat base;
    Expr *call;
} CallStat;

typedef struct DoStat {
    Stat base;
    Stat *body;
} DoStat;

typedef struct WhileStat {
    Stat base; /* line: where the condition ends */
    Expr *cond;
    Stat *body;
    Label *exit; /* NULL: no break */
    uint32_t body_end, end_line;
} WhileStat;

typedef struct RepeatStat {
    Stat base;
    Stat *body;
    Expr *cond;
    Label *exit;
} RepeatStat;

typedef struct IfClause {
    Expr *cond;
    Stat *body;
    uint32_t then_line, end_line;
} IfClause;

typedef struct IfStat {
    Stat base;
    IfClause *clauses;
    uint32_t nclauses;
    bool has_else;
    Stat *otherwise;
} IfStat;

typedef struct ForNumStat {
    Stat base; /* line: of the word for */
    Var *var;
    Expr *start, *limit, *step; /* step may be NULL */
    Stat *body;
    Label *exit;
    uint32_t do_line, body_end, end_line;
} ForNumStat;

typedef struct ForInStat {
    Stat base; /* line: of the first value */
    Var **vars;
    Expr **values;
    uint32_t nvars, nvalues;
    Stat *body;
    Label *exit;
    uint32_t do_line, body_end, end_line;
} ForInStat;

typedef struct ReturnStat {
    Stat base;
    Expr **values;
    uint32_t nvalues;
    bool in_close; /* in the scope of a variable to be closed */
} ReturnStat;

typedef struct GotoStat { /* and break */
    Stat base;
    Label *label;
} GotoStat;

typedef struct LabelStat {
    Stat base;
    Label *label;
} LabelStat;

/* ---- functions --------------------------------------------------------- */

typedef struct Func {
    struct Func *parent, *children, *last_child, *next; /* source order */
    uint32_t nchildren, child_index;
    Upval *upvals;
    uint32_t nupvals, cap_upvals;
    Var **params;
    uint32_t nparams;
    bool is_vararg;
    bool closes; /* frames may hold open upvalues or variables to be closed */
    uint32_t first_line, last_line; /* linedefined, lastlinedefined */
    uint32_t end_line;              /* of its last instruction */
    Stat *body;         /* gone once there is code, unless nodes are kept */
    struct Proto *code; /* emit_int.h */
} Func;

/* In Expr.op of what an expression outside of operators fetched already:
   parentheses, or `or` behind a constant. */
enum { FETCHED = 1 };

#define AS(type, node) ((type *)(node))

static inline bool ast_is_constant(const Expr *e)
{
    return e->kind <= EXPR_LAST_CONSTANT;
}

/*
 * A table's items are packed: constants on the item's own line take as many
 * bytes as their values, all else is a node. ast_pack_item appends one to the
 * bytes, its line counted from `line`; `constants` allows for constants. True
 * if no node is left.
 */
typedef VEC_OF(uint8_t) PackedItems;
bool ast_pack_item(Mem *mem, PackedItems *bytes, const TableItem *item,
                   uint32_t line, bool constants);

/* A constant, when it is no node. */
typedef union ConstExpr {
    Expr base;
    IntExpr integer;
    FloatExpr number;
    StringExpr string;
} ConstExpr;

typedef struct ItemCursor {
    const ItemChunk *chunk;
    const uint8_t *at;
    uint32_t line;
    ConstExpr key, value;
} ItemCursor;

/* One item after the other; what it points to is good until the next. */
ItemCursor ast_items(const TableExpr *t);
bool ast_next_item(ItemCursor *c, TableItem *item);

/* May it give any number of values? */
static inline bool ast_is_multi(const Expr *e)
{
    return e->kind == EXPR_CALL || e->kind == EXPR_VARARG;
}

/* Is its value made by a jump, true or false? */
static inline bool ast_is_condition(const Expr *e)
{
    while (e->kind == EXPR_UNARY && e->op == UN_NOT)
        e = ((const UnaryExpr *)e)->operand;
    return e->kind == EXPR_COMPARE || e->kind == EXPR_LOGIC;
}

/* Print the tree of a function, a node a line. Stable. */
void ast_dump(FILE *out, const Func *func);

#endif
