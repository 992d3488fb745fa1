/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_FOLLOW_H
#define AGENCY_CLIENT_OFFICE_FOLLOW_H

/* Following what we are party to, legs and matters: states, timelines, open steps. */

#include "agency-client/office/office.h"
#include "common/documents/referral_view.h"

#include <stdbool.h>

/*
 * Fetches what changed since the last time and stores it, one by one.  True also when
 * the exchange could not be reached: then *is_unreachable is set and *why, if it was
 * NULL, says why.
 */
G_GNUC_WARN_UNUSED_RESULT
bool follow_run(struct office *office, bool *is_unreachable, char **why,
                GError **error);

#endif
