/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_MATCHES_H
#define AGENCY_CLIENT_OFFICE_MATCHES_H

/* Which services suit a household and why others do not, in words and as XML. */

#include "agency-client/office/office.h"
#include "common/documents/labels.h"
#include "common/documents/match.h"

#include <stdbool.h>
#include <stdint.h>

struct matches_shown {
    const struct labels *labels;
    const struct match_wish *wish;
    const GArray *matches;   /* of match_list() */
    const GPtrArray *doubts; /* of services_doubts() */
    int64_t fetched_us;
    int64_t now_us;
    bool shows_all; /* every one that does not suit */
};

/* A wish of ours for a household of that shape, and nothing else yet. */
struct match_wish matches_wish(struct office *office,
                               const struct household_shape *shape);

/* What there is of room, "has a waiting list of about 3 weeks"; the caller frees. */
char *matches_describe_room(const struct matches_shown *shown,
                            const struct match *match);

/* All of them, the best first, with every rule that failed or wants asking about, and
 * what was left out because no agency has signed it so. */
GBytes *matches_write(const struct matches_shown *shown);

#endif
