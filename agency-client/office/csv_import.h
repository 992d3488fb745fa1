/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CSV_IMPORT_H
#define AGENCY_CLIENT_OFFICE_CSV_IMPORT_H

/*
 * Taking in a table of another program: each row is judged as the authoring file that
 * it makes.  Nothing is sent; a person looks at the files and sends them.
 */

#include "agency-client/office/csv_kinds.h"
#include "agency-client/office/office.h"
#include "common/documents/manifest.h"

#include <glib.h>

/*
 * Judges every row, and writes the files and their manifest into a new directory.
 *
 * into  NULL: a dry run, nothing is written
 *
 * A row that is wrong is rejected with its line and the reason, never with a value.
 * OFFICE_ERROR_INVALID when the table or its first line is wrong.
 */
G_GNUC_WARN_UNUSED_RESULT
struct manifest *csv_import_run(struct office *office, const struct csv_kind *kind,
                                GBytes *bytes, const char *into, GError **error);

#endif
