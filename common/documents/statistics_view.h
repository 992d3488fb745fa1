/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counted views: tables of rows and columns whose cells hold a value or say why not.
 * A suppressed cell is a flag and never 0.  Pure; any thread.
 */
#ifndef DOCUMENTS_STATISTICS_VIEW_H
#define DOCUMENTS_STATISTICS_VIEW_H

#include "common/autoptr.h"
#include "common/documents/mailbox_view.h"

enum statistics_scope { SCOPE_OWN, SCOPE_ACROSS };
extern const char *const statistics_scope_names[]; /* "own", "across" */

enum cell_flag {
    CELL_VALUE,          /* there is a value */
    CELL_SUPPRESSED,     /* c: would disclose */
    CELL_MISSING,        /* x: not known */
    CELL_NOT_APPLICABLE, /* z */
    CELL_LOW             /* low: rounds to nothing but is not 0 */
};
extern const char *const cell_flag_names[]; /* "value", "c", "x", "z", "low" */

struct statistics_cell {
    const char *row; /* a code of the rows' dimension; NULL for the total of a column */
    const char *column; /* the same; both NULL for the one figure of the whole table */
    enum cell_flag flag;
    int64_t value_hundredths; /* when flag is CELL_VALUE; 250 is 2.5 */
};

/* One measure; never two units in one table.  All names are codes of the schema. */
struct statistics_table {
    const char *measure;
    const char *unit;
    const char *rows;    /* what the row codes are; NULL when there are none */
    const char *columns; /* what the column codes are; NULL when there are none */
    struct statistics_cell *cells;
    size_t cell_count;
};

struct statistics_view {
    enum statistics_scope scope;
    const char *agency; /* the reader, in SCOPE_OWN; NULL in SCOPE_ACROSS */
    const char *period; /* "2026Q4", or NULL when only the dates say it */
    int32_t from_on;
    int32_t to_on;     /* the last day, included */
    uint64_t sequence; /* of the last log entry counted */
    struct statistics_table *tables;
    size_t table_count;
    struct tree *tree; /* of a view that was read; NULL in one to be written */
};

GBytes *statistics_view_write(const struct statistics_view *view);

/*
 * The same as CSV (RFC 4180, UTF-8): measure,unit,rows,row,columns,column,value,flag
 * and one line a cell; a suppressed cell has an empty value.
 */
GBytes *statistics_view_write_csv(const struct statistics_view *view);

/* Reads the XML back, strictly; strings live as long as the view. */
G_GNUC_WARN_UNUSED_RESULT
struct statistics_view *statistics_view_read(GBytes *bytes, GError **error);

/* Frees a view that was read. */
void statistics_view_free(struct statistics_view *view);
DEFINE_AUTOPTR(statistics_view, statistics_view_free)

#endif
