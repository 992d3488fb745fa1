/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which attribute goes with which step, as one table a kind.  For the files of this
 * folder alone.
 */
#ifndef DOCUMENTS_STEP_CELLS_H
#define DOCUMENTS_STEP_CELLS_H

#include "common/documents/reader.h"

struct step_cell {
    const char *attribute;
    const char *cells; /* for each step in order: '+' needed, '-' not, '?' may be */
    const char *rule;
    const char *missing; /* what to say when it is needed and not there */
};

/*
 * Judges the attributes of the body for the step that it takes.
 *
 * names  the steps, in the order of the cells; ends with NULL
 * word   which one this is
 */
void check_step_cells(struct reader *reader, const struct step_cell *rows,
                      size_t row_count, const char *const *names, const char *word);

#endif
