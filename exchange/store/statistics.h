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
#include "exchange/store/store.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum statistics_unit { STATISTICS_LEGS, STATISTICS_REFERRALS, STATISTICS_DAYS };
extern const char *const statistics_unit_names[]; /* "legs", "referrals", "days" */

enum statistics_flag {
    STATISTICS_SHOWN,
    STATISTICS_SUPPRESSED,    /* c */
    STATISTICS_NOT_AVAILABLE, /* x: too few for a median or percentile */
};
extern const char *const statistics_flag_names[]; /* NULL, "c", "x" */

/* A value or a flag, never both. */
struct statistics_cell {
    double value;
    enum statistics_flag flag;
};

/* Rows and columns are codes; a margin is called "total" and comes last. */
struct statistics_table {
    const char *name;
    const char *row_name;    /* what the rows are: "direction", "reason", "need" */
    const char *column_name; /* what the columns are */
    enum statistics_unit unit;
    GPtrArray *rows;    /* char * */
    GPtrArray *columns; /* char * */
    GArray *cells;      /* struct statistics_cell, row by row */
};

struct statistics {
    int64_t from_us; /* of the cohort: legs offered at or after */
    int64_t to_us;   /* and before */
    bool is_across;
    GPtrArray *tables; /* struct statistics_table */
};

void statistics_free(struct statistics *statistics);
DEFINE_AUTOPTR(statistics, statistics_free)

/* What one agency sent and received in [from, to): true counts. */
G_GNUC_WARN_UNUSED_RESULT
struct statistics *statistics_read_own(struct store *store, int agency, int64_t from_us,
                                       int64_t to_us, GError **error);

/*
 * All agencies in one calendar quarter (UTC), suppressed.  The handler answers
 * `statistics-period` for anything but whole quarters that have ended.
 *
 * quarter  1 to 4
 */
G_GNUC_WARN_UNUSED_RESULT
struct statistics *statistics_read_across(struct store *store, int year, int quarter,
                                          GError **error);

#endif
