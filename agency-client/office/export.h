/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_EXPORT_H
#define AGENCY_CLIENT_OFFICE_EXPORT_H

/*
 * Exporting all that the agency holds: its documents as signed, its receipts, and the
 * details and drafts, opened in memory and sealed again to one key.  The manifest is
 * signed, so that the digests in it prove what is sealed too.
 */

#include "agency-client/office/office.h"
#include "common/documents/manifest.h"

#include <glib.h>

/* What the identity signs of a manifest: this, its SHA-256 in hex and a newline. */
#define EXPORT_STATEMENT "urn:referral-exchange:manifest:1 sha256 "

/*
 * Writes everything into a new directory.
 *
 * sealing  path of the certificate to seal to: sealing, ours, in force
 *
 * Returns the manifest; what could not be opened is rejected in it, and documents are
 * exported all the same.
 */
G_GNUC_WARN_UNUSED_RESULT
struct manifest *export_run(struct office *office, const char *directory,
                            const char *sealing, GError **error);

#endif
