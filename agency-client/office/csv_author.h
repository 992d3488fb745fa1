/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CSV_AUTHOR_H
#define AGENCY_CLIENT_OFFICE_CSV_AUTHOR_H

/* From one row of a table to one authoring file, by a table of columns.  Pure. */

#include <glib.h>
#include <stdbool.h>

struct csv_column {
    const char *name; /* NULL: every file has this, and no table says it */
    const char *path; /* "r:referral/r:client/@sex", or of an element: its text */
    /*
     * Of a list "a:b; c:d": where each part goes in its element, else NULL.  A word is
     * an attribute, what has a prefix is a path, and what stands after "=" is written
     * when the part is left out.
     */
    const char *items;
    const char *fallback; /* when the row says nothing; NULL: nothing is written */
    const char *with;     /* the column without which nothing is written; or NULL */
    bool is_required;
};

/*
 * Writes the file.  Columns stand in the order of the schema.
 *
 * namespaces  the declarations of the prefixes
 * values      one a column; NULL or "" when the row says nothing
 */
GBytes *csv_author_write(const char *namespaces, const struct csv_column *columns,
                         size_t count, const char *const values[]);

/* The column that a violation's path speaks of; NULL when it is none alone. */
const char *csv_author_column(const struct csv_column *columns, size_t count,
                              const char *path);

#endif
