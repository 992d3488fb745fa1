/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CSV_TABLE_H
#define AGENCY_CLIENT_OFFICE_CSV_TABLE_H

/*
 * Tables of other programs: RFC 4180 in UTF-8, with or without a byte order mark, with
 * a first line of column names.  Pure; any thread.
 */

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>

#define CSV_MAX_BYTES       (16 * 1024 * 1024)
#define CSV_MAX_ROWS        20000
#define CSV_MAX_COLUMNS     100
#define CSV_MAX_FIELD_BYTES 16384

struct csv_row {
    int line;          /* on which it begins, from 1 */
    GPtrArray *fields; /* char *, without the spaces around what is not in quotes */
};

struct csv_table {
    GPtrArray *rows; /* struct csv_row *; the first are the names of the columns */
};

/* OFFICE_ERROR_INVALID with the line, and never with what stands there. */
G_GNUC_WARN_UNUSED_RESULT
struct csv_table *csv_table_read(GBytes *bytes, GError **error);

void csv_table_free(struct csv_table *table);
DEFINE_AUTOPTR(csv_table, csv_table_free)

#endif
