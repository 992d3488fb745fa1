/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CONVERSION_H
#define AGENCY_CLIENT_OFFICE_CONVERSION_H

/* An enquiry becomes a referral: nothing is typed again, and whom we asked is told. */

#include "agency-client/office/compose.h"

/*
 * Makes an author's file of what an enquiry said, with the client's details in clear.
 *
 * to  the provider; NULL: the agency that we asked, if we did
 *
 * OFFICE_ERROR_INVALID when there is no such enquiry that can be opened here.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *conversion_draft(struct office *office, const char *enquiry, const char *to,
                         GError **error);

/* Adds what tells the agency that we asked, to go behind the referral. */
G_GNUC_WARN_UNUSED_RESULT
bool conversion_add(struct office *office, struct composed *composed,
                    const char *enquiry, GPtrArray *violations, GError **error);

/* The same for each enquiry of ours in the referral's case that can become one. */
G_GNUC_WARN_UNUSED_RESULT
bool conversion_add_all(struct office *office, struct composed *composed,
                        GPtrArray *violations, GError **error);

#endif
