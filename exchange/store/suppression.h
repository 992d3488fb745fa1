/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disclosure control for tables of counts that leave the agency they are about
 * (domain rules 5.4).  Pure functions; any thread.
 */
#ifndef STORE_SUPPRESSION_H
#define STORE_SUPPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUPPRESSION_LEAST_COUNT    5  /* 1 to 4 are never shown */
#define SUPPRESSION_LEAST_AGENCIES 3  /* that contribute to a cell */
#define SUPPRESSION_MOST_PERCENT   85 /* of a cell from one agency */
#define SUPPRESSION_LEAST_MEASURED 10 /* durations behind a median or percentile */

/* One count, and who stands behind it. */
struct suppression_cell {
    int64_t count;
    int agencies;    /* that contribute to count */
    int64_t largest; /* what the largest of them contributes */
    bool is_suppressed;
};

/*
 * A table with its margins: the last row holds the column totals, the last column the
 * row totals, the last cell the grand total.  Cells are row by row.
 */
struct suppression_table {
    size_t rows;    /* with the total */
    size_t columns; /* with the total */
    struct suppression_cell *cells;
};

/* Whether one cell by itself may not be shown; a true zero always may. */
bool suppression_is_needed(const struct suppression_cell *cell);

/*
 * Marks the cells that may not be shown: those that suppression_is_needed() names,
 * then in every row and column with exactly one of them the smallest other cell that
 * is not zero, until nothing changes; then, because several rows and columns together
 * may still give a cell away, further cells until the feasible range of each suppressed
 * one, as the shown cells bound it, is at least SUPPRESSION_LEAST_COUNT wide.
 */
void suppression_apply(struct suppression_table *table);

#endif
