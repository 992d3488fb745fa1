/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_INVITATION_H
#define AGENCY_CLIENT_WEB_INVITATION_H

/* One-time links, by which somebody chooses a password.  Any thread. */

#include "agency-client/local_store/staff.h"

#define INVITATION_HOURS INT64_C(72)

/* The page of a link: what follows the screen's address.  The caller frees it. */
char *invitation_path(const char *token);

/*
 * Makes a member's link, in place of an earlier one, and returns its path, which is
 * kept nowhere else; the caller frees it.
 */
G_GNUC_WARN_UNUSED_RESULT
char *invitation_make(struct local_store *store, const char *actor, int64_t now_us,
                      GError **error);

#endif
