/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statistics: an agency's own numbers, true for any period, and numbers across
 * agencies, for whole calendar quarters and under disclosure control.  Referrals are
 * counted for demand, legs for performance, never both in one table.  Documents
 * marked as a test are left out.  Any thread.
 */
#ifndef STORE_STATISTICS_H
#define STORE_STATISTICS_H

#include "common/autoptr.h"
#include "common/documents/statistics_view.h"
#include "exchange/store/store.h"

/* Tables ready to be written. */
struct statistics {
    struct statistics_view view;
    GArray *tables;        /* owns view.tables and, through them, the cells */
    GStringChunk *strings; /* owns every code */
};

void statistics_free(struct statistics *statistics);
DEFINE_AUTOPTR(statistics, statistics_free)

/*
 * What one agency sent and received from one day to another, both included (UTC):
 * true counts, by the agency at the other end.
 */
G_GNUC_WARN_UNUSED_RESULT
struct statistics *statistics_read_own(struct store *store, int agency, int32_t from_on,
                                       int32_t to_on, GError **error);

/*
 * All agencies in one calendar quarter (UTC), suppressed.  Which quarters may be asked
 * for is the handler's to say (refusal `statistics-period`).
 *
 * quarter  1 to 4
 */
G_GNUC_WARN_UNUSED_RESULT
struct statistics *statistics_read_across(struct store *store, int year, int quarter,
                                          GError **error);

#endif
