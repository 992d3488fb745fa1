/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_FAN_OUT_H
#define AGENCY_CLIENT_OFFICE_FAN_OUT_H

/* One file for everybody who works with a client, and for nobody else. */

#include "agency-client/office/compose.h"

/* Who is told, and who is not. */
struct fan_out {
    struct composed *composed; /* a document for each agency with an open leg */
    GPtrArray *closed;         /* struct known_leg *: legs that are over; not owned */
};

void fan_out_clear(struct fan_out *fan_out);
typedef struct fan_out fan_out_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(fan_out_auto, fan_out_clear)

/*
 * Makes a document of the file for each agency with an open leg, once for each agency.
 *
 * kind  what the file must be; of the kinds that name an open leg
 * legs  struct known_leg *, of one case; outlive the result
 *
 * OFFICE_ERROR_STEP when no leg is open.
 */
G_GNUC_WARN_UNUSED_RESULT
bool fan_out_compose(struct office *office, GBytes *file, enum kind kind,
                     const GPtrArray *legs, struct fan_out *fan_out,
                     GPtrArray *violations, GError **error);

#endif
