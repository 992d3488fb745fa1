/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_IMPORT_H
#define AGENCY_CLIENT_OFFICE_IMPORT_H

/*
 * Importing an export of the same agency: each document by its own signature, each
 * receipt by the exchange's, details and drafts by the manifest that the agency signed.
 */

#include "agency-client/office/office.h"
#include "common/documents/manifest.h"

#include <glib.h>

/*
 * Takes in what is not there yet; what is there stays.  A document that does not prove
 * itself is rejected with the manifest's line, and the others come in all the same.
 * The directory is fetched if there is none.
 *
 * Returns what was done; NULL when the export as a whole is not to be believed.
 */
G_GNUC_WARN_UNUSED_RESULT
struct manifest *import_run(struct office *office, const char *directory,
                            GError **error);

#endif
