/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_PARCEL_H
#define AGENCY_CLIENT_OFFICE_PARCEL_H

/*
 * A parcel: the directory that an export is, and what a table became.  Everything in it
 * is the owner's alone (0700, 0600) and written durably; its manifest comes last, so a
 * parcel without one is not whole.  Any thread.
 */

#include "common/documents/receipt.h"
#include "common/documents/uuid.h"

#include <glib.h>
#include <stdbool.h>

#define PARCEL_MANIFEST  "manifest.xml"
#define PARCEL_SIGNATURE "manifest.p7m"
#define PARCEL_DOCUMENTS "documents"
#define PARCEL_RECEIPTS  "receipts"
#define PARCEL_DETAILS   "details"
#define PARCEL_WITHHELD  "withheld"
#define PARCEL_DRAFTS    "drafts"

/* Makes the directory and the folders in it; one that is there already is refused. */
G_GNUC_WARN_UNUSED_RESULT
bool parcel_make(const char *directory, const char *const folders[], GError **error);

/*
 * Writes a file.  sha256 receives its digest; may be NULL.
 *
 * folder  NULL: in the directory itself
 */
G_GNUC_WARN_UNUSED_RESULT
bool parcel_write(const char *directory, const char *folder, const char *name,
                  GBytes *bytes, uint8_t sha256[SHA256_BYTES], GError **error);

/*
 * Reads a file of at most max bytes that nobody can have swapped for a device.
 *
 * directory  NULL: name is a path by itself
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *parcel_read(const char *directory, const char *folder, const char *name,
                    size_t max, GError **error);

/* The same for a document's file of that digest.  OFFICE_ERROR_UNTRUSTED. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *parcel_read_part(const char *directory, const char *folder,
                         const struct uuid *document,
                         const uint8_t sha256[SHA256_BYTES], GError **error);

/* The name of a document's file, "ID.p7m". */
char *parcel_name(const struct uuid *document);

#endif
