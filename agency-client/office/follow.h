/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_FOLLOW_H
#define AGENCY_CLIENT_OFFICE_FOLLOW_H

/* Following the referrals we are party to: their states, timelines and open steps. */

#include "agency-client/office/office.h"
#include "common/documents/referral_view.h"

#include <stdbool.h>

/*
 * Fetches what changed since the last time and stores it leg by leg.  True also when
 * the exchange could not be reached: then *is_unreachable is set and *why, if it was
 * NULL, says why.
 */
G_GNUC_WARN_UNUSED_RESULT
bool follow_run(struct office *office, bool *is_unreachable, char **why,
                GError **error);

#endif
