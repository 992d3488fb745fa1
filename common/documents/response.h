/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of a response: what the recipient decides about a leg.
 */
#ifndef DOCUMENTS_RESPONSE_H
#define DOCUMENTS_RESPONSE_H

#include "common/documents/limits.h"
#include "common/documents/uuid.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum decision {
    DECISION_ACKNOWLEDGE,
    DECISION_ACCEPT,
    DECISION_WAITLIST,
    DECISION_DECLINE,
    DECISION_REDIRECT
};
extern const char *const decision_names[];

struct leg_response {
    struct uuid leg;
    enum decision decision;
    int32_t start_by; /* DATE_NONE when absent */
    bool has_vacancy;
    struct uuid vacancy; /* the one that is given, when not that of the referral */
    bool has_hold;
    int64_t hold_until_us;            /* when has_hold */
    int32_t review_on;                /* DATE_NONE when absent */
    const char *waiting_band;         /* NULL when absent */
    const char *client_informed;      /* NULL when absent */
    const char *reasons[REASONS_MAX]; /* codes; the first is the main one */
    size_t reason_count;
    bool is_post_accept;         /* every reason is of the post-accept group */
    const char *proposed_agency; /* NULL when absent */
    const char *proposed_service;
    const char **unmet_needs;
    size_t unmet_need_count;
};

#endif
