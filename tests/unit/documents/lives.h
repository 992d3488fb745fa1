/* SPDX-License-Identifier: Apache-2.0 */
/* The lives of matters, step by step, as a table tells them. */
#ifndef TESTS_DOCUMENTS_LIVES_H
#define TESTS_DOCUMENTS_LIVES_H

#include "common/documents/matter.h"

struct life_step {
    const char *why;
    enum kind kind;
    const char *word;
    unsigned int by;
    const char *state; /* after it; NULL: refused */
};

/* Each step goes on from the one before it, until a kind of matter begins anew. */
void lives_check(const struct life_step *steps, size_t count);

#endif
