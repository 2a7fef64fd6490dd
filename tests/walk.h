/*
 * tests/walk.h -- follows accepted code along random paths and looks whether
 * anything goes wrong that the verifier should have prevented.
 *
 * A naive twin of the verifier: it keeps one concrete state, a mark for each
 * register of one frame, where the verifier reasons about all paths at once.
 */
#ifndef TESTS_WALK_H
#define TESTS_WALK_H

#include "vm/bytecode.h"

/*
 * Walk `nsteps` instructions through each function of an accepted file.
 *
 * returns  false if something went wrong; the message says what.
 */
bool walk_file(const BcFile *file, uint64_t seed, int nsteps, char *message,
               size_t size);

#endif
