/*
 * vm/liveness.h -- which registers of a running frame may still matter.
 */
#ifndef VM_LIVENESS_H
#define VM_LIVENESS_H

#include "vm/object.h"

/*
 * An upper bound of the registers that may have been written on some path to
 * the instruction at memory word `word` and not been given up by a call since:
 * registers from the result on hold nothing the program may read.
 */
unsigned proto_live_registers(const Proto *p, uint32_t word);

#endif
