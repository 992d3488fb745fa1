/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_MATCHES_H
#define AGENCY_CLIENT_COMMANDS_MATCHES_H

/* How services that suit, and those that do not, are shown. */

#include "common/documents/labels.h"
#include "common/documents/match.h"

struct matches_shown {
    const struct labels *labels;
    const struct match_wish *wish;
    const GArray *matches; /* of match_list() */
    int64_t fetched_us;
    int64_t now_us;
    bool shows_all; /* every one that does not suit */
};

void matches_print(const struct matches_shown *shown);
void matches_print_xml(const struct matches_shown *shown);

#endif
