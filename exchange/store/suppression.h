/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disclosure control for counts that leave the agency they are about (domain rules
 * 5.4): which of them may not be shown, so that neither a count nor the sums around it
 * give anybody away.  Pure; one thread at a time for each struct.
 */
#ifndef STORE_SUPPRESSION_H
#define STORE_SUPPRESSION_H

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUPPRESSION_LEAST_COUNT    5  /* 1 to 4 are never shown */
#define SUPPRESSION_LEAST_AGENCIES 3  /* that contribute to a cell */
#define SUPPRESSION_MOST_PERCENT   85 /* of a cell from one agency */
#define SUPPRESSION_LEAST_MEASURED 10 /* durations behind a median or percentile */

/*
 * All counts of one release, of however many tables, and every sum that a reader can
 * form: a row, a column, a margin, the same count in two tables, what is left when one
 * shown count is taken from another.
 */
struct suppression;

struct suppression *suppression_new(void);
void suppression_free(struct suppression *suppression);
DEFINE_AUTOPTR(suppression, suppression_free)

/*
 * Adds a count; returns its number.
 *
 * agencies  how many contribute to it
 * largest   what the largest of them contributes
 */
size_t suppression_add(struct suppression *suppression, int64_t count, int agencies,
                       int64_t largest);

/* Says that the count `total` is the sum of the counts `parts` (size_t each). */
void suppression_add_sum(struct suppression *suppression, size_t total,
                         const GArray *parts);

/*
 * Decides.  First each count by itself: 1 to 4, fewer than three agencies, more than
 * 85 % from one; a true zero is always shown.  Then, where a sum has exactly one
 * suppressed count, the smallest other one of it that is not zero, until nothing
 * changes.  Because several sums together may still tell, further counts follow until
 * each suppressed one could be at least four numbers, as far as the shown ones bound
 * it, and none is fixed by the sums as equations.
 */
void suppression_apply(struct suppression *suppression);

bool suppression_is_suppressed(const struct suppression *suppression, size_t cell);

#endif
