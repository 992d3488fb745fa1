/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CSV_KINDS_H
#define AGENCY_CLIENT_OFFICE_CSV_KINDS_H

/* The tables that can be imported, and what each of their columns becomes. */

#include "agency-client/office/csv_author.h"
#include "common/documents/manifest.h"

struct csv_kind {
    enum manifest_subject subject;
    const char *name;       /* "services" */
    const char *namespaces; /* of the prefixes in the columns' paths */
    const struct csv_column *columns;
    size_t column_count;
    const char *only_if; /* a column: no file is made of a row where it is not "yes", if
                            the table has that column */
};

/* The kind of that name; NULL when there is none. */
const struct csv_kind *csv_kind_find(const char *name);

#endif
