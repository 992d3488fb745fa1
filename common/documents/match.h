/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching: which services, and which of their vacancies, suit a household, and of each
 * that does not, which rule failed.  Pure functions; safe to call from any thread.
 */
#ifndef DOCUMENTS_MATCH_H
#define DOCUMENTS_MATCH_H

#include "common/documents/household_shape.h"
#include "common/documents/listing.h"

/* In the order in which they are told. */
enum match_rule {
    MATCH_OWN,
    MATCH_CLOSED,
    MATCH_TYPE,
    MATCH_ROUTE,
    MATCH_NEED,
    MATCH_SERVED,
    MATCH_LOCAL,
    MATCH_NOT_LOCAL,
    MATCH_PLACE,
    MATCH_AVOIDED,
    MATCH_CONFIDENTIAL,
    MATCH_SEX,
    MATCH_WOMEN_ONLY,
    MATCH_AGE,
    MATCH_ADULTS,
    MATCH_CHILDREN,
    MATCH_BOYS,
    MATCH_PETS,
    MATCH_NO_RECOURSE,
    MATCH_SUBSTANCE,
    MATCH_RISK,
    MATCH_STEP_FREE,
    MATCH_WHEELCHAIR,
    MATCH_INTERPRETER,
    MATCH_COMMUNITY,
    MATCH_BEDROOMS,
    MATCH_BED_SPACES,
    MATCH_SHARING,
    MATCH_RENT,
    MATCH_DATE,
    MATCH_HELD,
    MATCH_FULL,
    MATCH_STALE,

    MATCH_RULES
};
extern const char *const match_rule_names[]; /* "age", ... */

/* From the best. */
enum match_tier {
    MATCH_VACANCY,    /* a vacancy suits */
    MATCH_ROOM,       /* there is room, no vacancy is described */
    MATCH_ASSESSMENT, /* can say after an assessment */
    MATCH_WAITLIST,
    MATCH_UNKNOWN, /* has published no notice of capacity */
    MATCH_MISS
};
extern const char *const match_tier_names[];

/* Who looks, for whom, and what else matters; beyond the shape nothing leaves here. */
struct match_wish {
    struct household_shape shape;
    const char *agency; /* our own; its services are no match */
    bool is_council;    /* we are one */
    const char **avoided_areas;
    size_t avoided_area_count;
    const char **languages; /* better, not needed */
    size_t language_count;
    const char **communities; /* better when made for one of these */
    size_t community_count;
    bool is_community_needed; /* else no match */
    bool is_confidential_needed;
};

/* Sets of rules. */
#define MATCH_SET(rule) (UINT64_C(1) << (rule))

struct match {
    const struct listing *listing;
    const struct vacancy *vacancy; /* the one that suits, or fails least; may be NULL */
    enum match_tier tier;
    uint64_t failed; /* rules */
    uint64_t asked;  /* rules that the listing says too little about: ask */
    unsigned int needs_met;
    unsigned int communities_met;
    unsigned int languages_met;
};

/*
 * Judges every listing and sorts: matches first, the best of them at the front, then
 * misses with the fewest rules failed.
 *
 * Returns an array of struct match, to g_array_unref().
 */
GArray *match_list(const struct listing *listings, size_t count,
                   const struct match_wish *wish, int64_t now_us);

/*
 * What a rule of a match says, in words for a caseworker: why it failed, or what to
 * ask. The caller frees.
 */
char *match_describe(const struct match *match, enum match_rule rule);

/* Whether the service meets a need at that level. */
bool match_meets(const struct service *service, const struct referral_need *need);

#endif
