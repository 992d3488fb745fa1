/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/match.h"
#include "common/documents/eligibility.h"
#include <string.h>

const char *const match_tier_names[] = {"vacancy", "room", "assessment", "waitlist",
                                        "unknown", "miss", NULL};

static bool
is_in(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

bool
match_meets(const struct service *service, const struct referral_need *need)
{
    for (size_t i = 0; i < service->need_count; i++) {
        if (strcmp(service->needs[i].code, need->code) == 0)
            return need->level <= service->needs[i].up_to;
    }
    return false;
}

static unsigned int
count_needs_met(const struct service *service, const struct household_shape *shape)
{
    unsigned int met = 0;

    for (size_t i = 0; i < shape->need_count; i++)
        met += match_meets(service, &shape->needs[i]);
    return met;
}

static unsigned int
count_communities_met(const struct service *service, const struct match_wish *wish)
{
    unsigned int met = 0;

    for (size_t i = 0; i < service->made_for_count; i++) {
        /* Led by people of one's own counts for more than a specialism. */
        if (is_in(service->made_for[i].group, wish->communities, wish->community_count))
            met += service->made_for[i].provision == PROVISION_BY_AND_FOR ? 2 : 1;
    }
    return met;
}

static unsigned int
count_languages_met(const struct service *service, const struct match_wish *wish)
{
    unsigned int met = 0;

    for (size_t i = 0; i < service->language_count; i++)
        met += is_in(service->languages[i], wish->languages, wish->language_count);
    return met;
}

static int
count_rules(uint64_t rules)
{
    return __builtin_popcountll(rules);
}

/* Negative when one is better: fewer failures, fewer questions, no room to spare. */
static int
compare_eligibility(const struct eligibility *one, const struct eligibility *other)
{
    int difference = count_rules(one->failed) - count_rules(other->failed);

    if (difference == 0)
        difference = count_rules(one->asked) - count_rules(other->asked);
    if (difference == 0)
        difference = one->vacancy->bedrooms - other->vacancy->bedrooms;
    if (difference == 0 &&
        one->vacancy->available_from != other->vacancy->available_from)
        difference =
            one->vacancy->available_from < other->vacancy->available_from ? -1 : 1;
    return difference;
}

/* With the vacancy that suits best; with none when none is known to be there. */
static struct eligibility
judge_best(const struct prospect *prospect)
{
    const struct capacity *capacity = &prospect->listing->capacity;
    struct eligibility best;

    if (!listing_is_fresh(prospect->listing, prospect->now_us) ||
        capacity->vacancy_count == 0)
        return eligibility_judge(prospect, NULL);
    best = eligibility_judge(prospect, &capacity->vacancies[0]);
    for (size_t i = 1; i < capacity->vacancy_count; i++) {
        struct eligibility next = eligibility_judge(prospect, &capacity->vacancies[i]);

        if (compare_eligibility(&next, &best) < 0)
            best = next;
    }
    return best;
}

/* The rule of what its notice of capacity says, as far as it is against a match. */
static uint64_t
judge_capacity(const struct prospect *prospect)
{
    const struct listing *listing = prospect->listing;

    if (!listing->has_capacity)
        return 0;
    if (!listing_is_fresh(listing, prospect->now_us))
        return MATCH_SET(MATCH_STALE);
    return listing->capacity.status == CAPACITY_NONE ? MATCH_SET(MATCH_FULL) : 0;
}

static enum match_tier
find_tier(const struct match *match)
{
    static const enum match_tier tiers[] = {
        [CAPACITY_ROOM] = MATCH_ROOM,
        [CAPACITY_NONE] = MATCH_MISS,
        [CAPACITY_WAITLIST] = MATCH_WAITLIST,
        [CAPACITY_ASSESSMENT] = MATCH_ASSESSMENT,
    };
    const struct listing *listing = match->listing;

    if (match->failed != 0)
        return MATCH_MISS;
    if (!listing->has_capacity)
        return MATCH_UNKNOWN;
    return match->vacancy != NULL && listing->capacity.status == CAPACITY_ROOM
               ? MATCH_VACANCY
               : tiers[listing->capacity.status];
}

static int
compare_unsigned(unsigned int more, unsigned int less)
{
    return (more < less) - (more > less);
}

static int
match_compare(const void *a, const void *b)
{
    const struct match *one = a, *other = b;
    int difference = (int)one->tier - (int)other->tier;

    if (difference == 0)
        difference = count_rules(one->failed) - count_rules(other->failed);
    if (difference == 0)
        difference = compare_unsigned(one->needs_met, other->needs_met);
    if (difference == 0)
        difference = compare_unsigned(one->communities_met, other->communities_met);
    if (difference == 0)
        difference = compare_unsigned(one->languages_met, other->languages_met);
    if (difference == 0)
        difference = count_rules(one->asked) - count_rules(other->asked);
    if (difference == 0 && one->tier == MATCH_WAITLIST)
        difference =
            one->listing->capacity.wait_weeks - other->listing->capacity.wait_weeks;
    if (difference == 0)
        difference = strcmp(one->listing->service.name, other->listing->service.name);
    /* In the same order wherever it is asked. */
    return difference != 0 ? difference
                           : memcmp(&one->listing->id, &other->listing->id, UUID_BYTES);
}

static struct match
match_make(const struct prospect *prospect)
{
    struct eligibility best = judge_best(prospect);
    struct match match = {
        .listing = prospect->listing,
        .vacancy = best.vacancy,
        .failed = best.failed | judge_capacity(prospect),
        .asked = best.asked,
        .needs_met = prospect->needs_met,
        .communities_met = prospect->communities_met,
        .languages_met = prospect->languages_met,
    };

    match.tier = find_tier(&match);
    return match;
}

GArray *
match_list(const struct listing *listings, size_t count, const struct match_wish *wish,
           int64_t now_us)
{
    GArray *matches =
        g_array_sized_new(FALSE, TRUE, sizeof(struct match), (unsigned int)count);

    for (size_t i = 0; i < count; i++) {
        const struct service *service = &listings[i].service;
        const struct prospect prospect = {
            .listing = &listings[i],
            .wish = wish,
            .now_us = now_us,
            .needs_met = count_needs_met(service, &wish->shape),
            .communities_met = count_communities_met(service, wish),
            .languages_met = count_languages_met(service, wish),
        };
        struct match match = match_make(&prospect);

        g_array_append_val(matches, match);
    }
    g_array_sort(matches, match_compare);
    return matches;
}
