/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_HOLDING_H
#define AGENCY_CLIENT_OFFICE_HOLDING_H

/*
 * The vacancy of a leg, as its documents say: asked for by the referral, given by an
 * acceptance, and held for the leg until a time, or for as long as the leg is open.
 */

#include "agency-client/office/office.h"
#include "agency-client/office/progress.h"

struct holding {
    bool has_vacancy; /* else nothing below counts */
    struct uuid vacancy;
    bool is_given;
    bool is_over;     /* the leg has ended: it holds nothing any more */
    int64_t until_us; /* 0: as long as the leg is open */
};

G_GNUC_WARN_UNUSED_RESULT
bool holding_read(struct office *office, const char *leg,
                  const struct progress *progress, struct holding *holding,
                  GError **error);

/* Whether it was held for a time that has passed: another leg may have it. */
bool holding_has_lapsed(const struct holding *holding, int64_t now_us);

#endif
