/*
 * vm/program.h -- what the programs vmrun and vmc do alike around their work:
 * standard descriptors, output that must arrive, colour.
 */
#ifndef VM_PROGRAM_H
#define VM_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Fill the standard descriptors that are closed, so that no file which is
 * opened takes their place. Using them fails, as it did.
 */
void program_hold_descriptors(void);

/*
 * Write out what is left for the standard output. If anything of it was lost,
 * say so on the standard error, after `name`.
 *
 * cause    errno of an earlier write that failed; 0 if that is not known.
 * returns  whether everything was written.
 */
bool program_flush_output(const char *name, int cause);

/* May what is written to `f` be coloured? Terminals only, by NO_COLOR's rule
   (any value but an empty one says no) and TERM ("dumb"). */
bool program_may_colour(FILE *f);

#endif
