/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A listing: one service of the directory, the newest notice of its capacity, and which
 * of its vacancies somebody holds.  Immutable once read; any thread.
 */
#ifndef DOCUMENTS_LISTING_H
#define DOCUMENTS_LISTING_H

#include "common/documents/capacity.h"

/* A vacancy that an acceptance holds. */
struct held_vacancy {
    struct uuid vacancy;
    bool has_until; /* else for as long as the acceptance stands */
    int64_t until_us;
};

struct listing {
    struct uuid id;     /* of the service: made of agency and slug, never changes */
    const char *agency; /* strings belong to what the listing was read from */
    const char *agency_name;
    struct uuid document; /* that published it */
    int64_t published_us;
    struct service service;
    bool has_capacity; /* else what follows is empty */
    struct uuid notice;
    int64_t noticed_us;
    struct capacity capacity;
    struct held_vacancy *held;
    size_t held_count;
};

/* The id of an agency's service: a UUID of version 5 (RFC 9562). */
void listing_id(const char *agency, const char *slug, struct uuid *id);

/* Whether the notice can still be relied on. */
bool listing_is_fresh(const struct listing *listing, int64_t now_us);

/* Whether somebody holds this vacancy now. */
bool listing_is_held(const struct listing *listing, const struct uuid *vacancy,
                     int64_t now_us);

#endif
