/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_SEALING_H
#define AGENCY_CLIENT_OFFICE_SEALING_H

/* Sealing details with the keys of our partners and our own. */

#include "agency-client/office/office.h"

#include <glib.h>

/*
 * Seals details to the recipient's current certificate and to our own, both checked
 * against the pinned authority.  Errors of trust, OFFICE_ERROR_NO_ADDRESS.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *sealing_close(struct office *office, const char *recipient, GBytes *details,
                      GError **error);

/* Seals details to ourselves alone, to keep them. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *sealing_keep(struct office *office, GBytes *details, GError **error);

/* Opens what was sealed to any key of ours, past ones too.  TRUST_ERROR_CANNOT_OPEN. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *sealing_open(struct office *office, GBytes *sealed, GError **error);

#endif
