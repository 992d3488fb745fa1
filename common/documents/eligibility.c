/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/eligibility.h"
#include "common/documents/age_band.h"
#include "common/documents/region.h"
#include <string.h>

#define TYPE_OTHER "other"

/* What is judged at once: a service, with one of its vacancies or none. */
struct candidate {
    const struct prospect *prospect;
    const struct listing *listing;
    const struct match_wish *wish;
    const struct vacancy *vacancy;
    struct suits suits;
    uint64_t failed;
    uint64_t asked;
};

static void
fail(struct candidate *candidate, enum match_rule rule)
{
    candidate->failed |= MATCH_SET(rule);
}

static void
ask(struct candidate *candidate, enum match_rule rule)
{
    candidate->asked |= MATCH_SET(rule);
}

/* What the service must say to be suitable: no fails, nothing said is to be asked. */
static void
judge_maybe(struct candidate *candidate, bool is_needed, enum maybe said,
            enum match_rule rule)
{
    if (!is_needed || said == YES)
        return;
    if (said == NO)
        fail(candidate, rule);
    else
        ask(candidate, rule);
}

/* Places. */

static bool
is_served(const struct service *service, const char *area)
{
    if (service->is_nationwide)
        return true;
    for (size_t i = 0; i < service->served_count; i++) {
        const struct service_served *served = &service->served[i];

        if (served->area != NULL ? strcmp(served->area, area) == 0
                                 : g_strcmp0(served->region, region_of_area(area)) == 0)
            return true;
    }
    return false;
}

/* Where it is, as far as it is known: its district or its region, of a service those of
 * its first place. */
static void
find_place(const struct candidate *candidate, const char **area, const char **region)
{
    const struct service *service = &candidate->listing->service;
    const struct vacancy *vacancy = candidate->vacancy;

    *area = vacancy != NULL ? vacancy->area : NULL;
    *region = vacancy != NULL ? vacancy->region : NULL;
    for (size_t i = 0; *area == NULL && *region == NULL && i < service->location_count;
         i++) {
        *area = service->locations[i].area;
        *region = service->locations[i].region;
    }
}

/* It serves people from where the client would live, or else from where they live. */
static void
judge_served(struct candidate *candidate)
{
    const struct household_shape *shape = &candidate->wish->shape;
    const struct service *service = &candidate->listing->service;
    bool is_met = shape->wanted_area_count == 0 && shape->origin == NULL;

    for (size_t i = 0; i < shape->wanted_area_count; i++)
        is_met |= is_served(service, shape->wanted_areas[i]);
    if (shape->wanted_area_count == 0 && shape->origin != NULL)
        is_met = is_served(service, shape->origin);
    if (!is_met)
        fail(candidate, MATCH_SERVED);
}

static void
judge_local(struct candidate *candidate, const char *area, const char *region)
{
    const char *origin = candidate->wish->shape.origin;
    const struct service *service = &candidate->listing->service;

    if (candidate->suits.local_only == YES) {
        if (origin == NULL)
            ask(candidate, MATCH_LOCAL);
        else if (!is_served(service, origin))
            fail(candidate, MATCH_LOCAL);
    }
    if (candidate->suits.not_local != YES)
        return;
    if (area != NULL && g_strcmp0(area, origin) == 0)
        fail(candidate, MATCH_NOT_LOCAL);
    else if (origin == NULL ||
             (area == NULL && g_strcmp0(region, region_of_area(origin)) == 0))
        ask(candidate, MATCH_NOT_LOCAL);
}

/* A home is to be where the client wants to live; support comes to them. */
static void
judge_place(struct candidate *candidate, const char *area, const char *region)
{
    const struct match_wish *wish = candidate->wish;
    const struct household_shape *shape = &wish->shape;
    bool is_met = shape->wanted_area_count == 0 || candidate->vacancy == NULL;

    for (size_t i = 0; i < shape->wanted_area_count; i++)
        is_met |=
            area != NULL
                ? strcmp(area, shape->wanted_areas[i]) == 0
                : region == NULL ||
                      g_strcmp0(region, region_of_area(shape->wanted_areas[i])) == 0;
    if (!is_met)
        fail(candidate, MATCH_PLACE);
    for (size_t i = 0; i < wish->avoided_area_count; i++) {
        const char *avoided = wish->avoided_areas[i];

        if (area != NULL && strcmp(area, avoided) == 0)
            fail(candidate, MATCH_AVOIDED);
        else if (area == NULL &&
                 (region == NULL || g_strcmp0(region, region_of_area(avoided)) == 0))
            ask(candidate, MATCH_AVOIDED);
    }
}

static void
judge_areas(struct candidate *candidate)
{
    const char *area, *region;

    find_place(candidate, &area, &region);
    judge_served(candidate);
    judge_local(candidate, area, region);
    judge_place(candidate, area, region);
    if (candidate->wish->is_confidential_needed &&
        !candidate->listing->service.is_confidential)
        fail(candidate, MATCH_CONFIDENTIAL);
}

/* People. */

static void
judge_sex(struct candidate *candidate)
{
    const struct household_shape *shape = &candidate->wish->shape;
    const char *sex = shape->sex;
    const char *accepted = candidate->suits.sex == SEX_WOMEN ? "female" : "male";
    const char *refused = candidate->suits.sex == SEX_WOMEN ? "male" : "female";

    if (shape->needs_women_only && candidate->suits.sex != SEX_WOMEN)
        fail(candidate, MATCH_WOMEN_ONLY);
    if (candidate->suits.sex != SEX_WOMEN && candidate->suits.sex != SEX_MEN)
        return;
    if (g_strcmp0(sex, refused) == 0)
        fail(candidate, MATCH_SEX);
    else if (g_strcmp0(sex, accepted) != 0 || shape->adults > 1)
        ask(candidate, MATCH_SEX);
}

static void
judge_age(struct candidate *candidate)
{
    const struct suits *suits = &candidate->suits;
    int from, to;

    if (!age_band_read(candidate->wish->shape.age_band, &from, &to))
        return;
    if ((suits->age_from >= 0 && to < suits->age_from) ||
        (suits->age_to >= 0 && from > suits->age_to))
        fail(candidate, MATCH_AGE);
    else if ((suits->age_from >= 0 && from < suits->age_from) ||
             (suits->age_to >= 0 && to > suits->age_to))
        ask(candidate, MATCH_AGE);
}

/* The age of the oldest child, or of the oldest boy where that is known. */
static int
oldest_boy(const struct household_shape *shape, bool *is_known)
{
    int from, to, oldest = 0;

    *is_known = age_band_read(shape->oldest_boy, &from, &to);
    if (*is_known)
        return to;
    for (size_t i = 0; i < shape->children_count; i++) {
        if (age_band_read(shape->children[i].age_band, &from, &to))
            oldest = MAX(oldest, to);
    }
    return oldest;
}

static int
count_children(const struct household_shape *shape)
{
    int count = 0;

    for (size_t i = 0; i < shape->children_count; i++)
        count += shape->children[i].count;
    return count;
}

static void
judge_boys(struct candidate *candidate)
{
    const struct household_shape *shape = &candidate->wish->shape;
    int boys_to = candidate->suits.boys_to, from, to;
    bool is_known;

    if (boys_to < 0 || shape->children_count == 0 ||
        oldest_boy(shape, &is_known) <= boys_to)
        return;
    if (is_known && age_band_read(shape->oldest_boy, &from, &to) && from > boys_to)
        fail(candidate, MATCH_BOYS);
    else
        ask(candidate, MATCH_BOYS);
}

static void
judge_household(struct candidate *candidate)
{
    const struct household_shape *shape = &candidate->wish->shape;
    const struct suits *suits = &candidate->suits;

    if (suits->adults_max >= 0 && shape->adults > suits->adults_max)
        fail(candidate, MATCH_ADULTS);
    if (suits->children_max >= 0 && count_children(shape) > suits->children_max)
        fail(candidate, MATCH_CHILDREN);
    judge_boys(candidate);
    judge_maybe(candidate, shape->has_pets, suits->pets, MATCH_PETS);
    judge_maybe(candidate, shape->has_no_recourse, suits->no_recourse,
                MATCH_NO_RECOURSE);
    if ((suits->substance == SUBSTANCE_NONE && shape->substance > USE_NONE) ||
        (suits->substance == SUBSTANCE_MANAGED && shape->substance > USE_MANAGED))
        fail(candidate, MATCH_SUBSTANCE);
    if (suits->risk_up_to != RISK_UNSAID && shape->risk_level > suits->risk_up_to)
        fail(candidate, MATCH_RISK);
}

/* Access: what the vacancy or the rules say, else what any place of the service says.
 */
static enum maybe
find_access(const struct candidate *candidate, enum maybe said, bool is_wheelchair)
{
    const struct service *service = &candidate->listing->service;

    for (size_t i = 0; said == UNSAID && i < service->location_count; i++)
        said = is_wheelchair ? service->locations[i].wheelchair
                             : service->locations[i].step_free;
    return said;
}

static void
judge_access(struct candidate *candidate)
{
    const struct household_shape *shape = &candidate->wish->shape;
    const struct suits *suits = &candidate->suits;

    judge_maybe(candidate, shape->needs_step_free,
                find_access(candidate, suits->step_free, false), MATCH_STEP_FREE);
    judge_maybe(candidate, shape->needs_wheelchair,
                find_access(candidate, suits->wheelchair, true), MATCH_WHEELCHAIR);
    if (shape->needs_interpreter && !candidate->listing->service.has_interpreters)
        ask(candidate, MATCH_INTERPRETER);
}

/* The service itself. */

static void
judge_service(struct candidate *candidate)
{
    const struct match_wish *wish = candidate->wish;
    const struct service *service = &candidate->listing->service;
    enum referral_route route =
        candidate->vacancy != NULL && candidate->vacancy->has_route
            ? candidate->vacancy->route
            : service->route;

    if (g_strcmp0(wish->agency, candidate->listing->agency) == 0)
        fail(candidate, MATCH_OWN);
    if (service->status != SERVICE_ACTIVE)
        fail(candidate, MATCH_CLOSED);
    /* Whoever asks for something else does not ask for another kind. */
    if (wish->shape.type != NULL && strcmp(wish->shape.type, TYPE_OTHER) != 0 &&
        strcmp(wish->shape.type, service->type) != 0)
        fail(candidate, MATCH_TYPE);
    if (route == ROUTE_COUNCIL && !wish->is_council)
        fail(candidate, MATCH_ROUTE);
    if (wish->shape.need_count > 0 && candidate->prospect->needs_met == 0)
        fail(candidate, MATCH_NEED);
    if (wish->is_community_needed && candidate->prospect->communities_met == 0)
        fail(candidate, MATCH_COMMUNITY);
}

/* The vacancy. */

static void
judge_at_most(struct candidate *candidate, int value, int most, enum match_rule rule)
{
    if (value < 0)
        ask(candidate, rule);
    else if (value > most)
        fail(candidate, rule);
}

static void
judge_at_least(struct candidate *candidate, int value, int least, enum match_rule rule)
{
    if (value < 0)
        ask(candidate, rule);
    else if (value < least)
        fail(candidate, rule);
}

static void
judge_vacancy(struct candidate *candidate)
{
    const struct household_shape *shape = &candidate->wish->shape;
    const struct vacancy *vacancy = candidate->vacancy;
    int people = shape->adults + count_children(shape);

    if (shape->bedrooms > 0)
        judge_at_least(candidate, vacancy->bedrooms, shape->bedrooms, MATCH_BEDROOMS);
    if (shape->adults > 0 && vacancy->bed_spaces >= 0)
        judge_at_least(candidate, vacancy->bed_spaces, people, MATCH_BED_SPACES);
    if (shape->sharing != SHARING_UNSAID)
        judge_at_most(candidate,
                      vacancy->sharing == SHARING_UNSAID ? -1 : (int)vacancy->sharing,
                      (int)shape->sharing, MATCH_SHARING);
    if (shape->rent_weekly_max_pence >= 0)
        judge_at_most(candidate, vacancy->rent_weekly_pence,
                      shape->rent_weekly_max_pence, MATCH_RENT);
    if (shape->needed_by != DATE_NONE && vacancy->available_from != DATE_NONE &&
        vacancy->available_from > shape->needed_by)
        fail(candidate, MATCH_DATE);
    if (listing_is_held(candidate->listing, &vacancy->id, candidate->prospect->now_us))
        fail(candidate, MATCH_HELD);
}

/* All of it. */

struct eligibility
eligibility_judge(const struct prospect *prospect, const struct vacancy *vacancy)
{
    const struct suits *suits = &prospect->listing->service.suits;
    struct candidate candidate = {
        .prospect = prospect,
        .listing = prospect->listing,
        .wish = prospect->wish,
        .vacancy = vacancy,
        .suits = vacancy != NULL ? suits_join(&vacancy->suits, suits) : *suits,
    };

    judge_service(&candidate);
    judge_areas(&candidate);
    judge_sex(&candidate);
    judge_age(&candidate);
    judge_household(&candidate);
    judge_access(&candidate);
    if (vacancy != NULL)
        judge_vacancy(&candidate);
    return (struct eligibility){.vacancy = vacancy,
                                .failed = candidate.failed,
                                .asked = candidate.asked & ~candidate.failed};
}
