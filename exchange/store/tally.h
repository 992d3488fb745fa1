/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tally: counts by row and column with their margins, and who contributed to each.
 * For statistics.c.
 */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H

#include "common/autoptr.h"
#include "common/documents/statistics_view.h"
#include "exchange/store/suppression.h"

struct tally;

/*
 * Names are codes of the schema and constants; columns is NULL for a tally without
 * them.  One that is hidden is no table, but what a reader can work out from others.
 */
struct tally *tally_new(const char *measure, const char *unit, const char *rows,
                        const char *columns, bool is_hidden);
void tally_free(struct tally *tally);
DEFINE_AUTOPTR(tally, tally_free)

/* Counts; the margins too.  column is NULL in a tally without columns. */
void tally_add(struct tally *tally, const char *row, const char *column, int agency,
               int64_t count);

/* The count at a row and column, NULL for a margin; 0 where nothing was added. */
int64_t tally_count(const struct tally *tally, const char *row, const char *column);

/* The codes of the rows, sorted: const char *. */
GPtrArray *tally_rows(const struct tally *tally);

/* Hands every count and every row, column and margin to suppression. */
void tally_enter(struct tally *tally, struct suppression *suppression);

/* The count's number there; makes one for a zero that was not counted. */
size_t tally_number(const struct tally *tally, struct suppression *suppression,
                    const char *row, const char *column);

/*
 * The table, with a row for each code and the margins; counts that suppression (may be
 * NULL) suppressed are flagged.  Codes come from strings.
 */
struct statistics_table tally_table(const struct tally *tally,
                                    const struct suppression *suppression,
                                    GStringChunk *strings);
bool tally_is_hidden(const struct tally *tally);

#endif
