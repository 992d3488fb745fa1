/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_PARCEL_DRAFTS_H
#define AGENCY_CLIENT_OFFICE_PARCEL_DRAFTS_H

/*
 * What somebody has begun to write, in a parcel: each draft opened in memory and sealed
 * again to the key of the home that is to take it in.
 */

#include "agency-client/office/office.h"
#include "common/documents/manifest.h"
#include "common/trust/credential.h"

#include <glib.h>
#include <stdbool.h>

/* Writes all drafts; one that cannot be opened is rejected in the manifest. */
G_GNUC_WARN_UNUSED_RESULT
bool parcel_drafts_write(struct office *office, const char *directory,
                         struct credential *sealing, struct manifest *manifest,
                         GError **error);

/*
 * Takes in the drafts that manifest lists and that are not there yet, as first versions
 * of theirs.  One that no key here opens, or that is no author's file, is rejected.
 *
 * result  what was done is noted in it
 */
G_GNUC_WARN_UNUSED_RESULT
bool parcel_drafts_read(struct office *office, const char *directory,
                        const struct manifest *manifest, struct manifest *result,
                        GError **error);

#endif
