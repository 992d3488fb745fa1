/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a service and its vacancies suit: a line a rule. */
#include "common/documents/match.h"
#include "tests/unit/documents/listings.h"
#include <string.h>

enum verdict { PASSES, FAILS, ASKS };

static const struct {
    const char *why;
    struct said said;
    struct looks looks;
    enum verdict verdict;
    enum match_rule rule;
    const char *words; /* of what failed or is asked; NULL: any */
} cases[] = {
    {"nothing said is no rule", {0}, {0}, PASSES, 0, NULL},

    {"a closed service takes nobody",
     {.service = "status='paused' route='agency'"},
     {0},
     FAILS,
     MATCH_CLOSED,
     "it is closed"},
    {"advice is no home",
     {0},
     {.wish = "type='accommodation'"},
     FAILS,
     MATCH_TYPE,
     NULL},
    {"something else is asked of any", {0}, {.wish = "type='other'"}, PASSES, 0, NULL},
    {"some take referrals of councils alone",
     {.service = "status='active' route='council'"},
     {0},
     FAILS,
     MATCH_ROUTE,
     NULL},
    {"and some vacancies do not",
     {.service = "status='active' route='council'", .vacancy = "route='agency'"},
     {0},
     PASSES,
     0,
     NULL},

    {"a district is served", {0}, {.area = "origin='E08000003'>"}, PASSES, 0, NULL},
    {"another is not",
     {0},
     {.area = "origin='E08000006'>"},
     FAILS,
     MATCH_SERVED,
     "it does not serve the area"},
    {"a region serves its districts",
     {.served = "<served region='E12000002'/>"},
     {.area = "origin='E08000006'>"},
     PASSES,
     0,
     NULL},
    {"and no others",
     {.served = "<served region='E12000002'/>"},
     {.area = "origin='E06000018'>"},
     FAILS,
     MATCH_SERVED,
     NULL},
    {"everybody is everybody",
     {.service = "status='active' route='agency' nationwide='true'", .served = ""},
     {.area = "origin='S12000036'>"},
     PASSES,
     0,
     NULL},
    {"where they want to live counts more than where they come from",
     {0},
     {.area = "origin='E06000018'><wanted code='E08000003'/>"},
     PASSES,
     0,
     NULL},
    {"one area wanted is enough",
     {0},
     {.area = "><wanted code='E06000018'/><wanted code='E08000003'/>"},
     PASSES,
     0,
     NULL},
    {"a home stands in one place",
     {.service = "status='active' route='agency'"
                 " nationwide='true'",
      .vacancy = "area='E08000003'"},
     {.area = "><wanted code='E08000006'/>"},
     FAILS,
     MATCH_PLACE,
     NULL},
    {"of a confidential one the region is all there is",
     {.service = "status='active' route='agency' nationwide='true'",
      .vacancy = "region='E12000002'"},
     {.area = "><wanted code='E08000006'/>"},
     PASSES,
     0,
     NULL},
    {"only for local people",
     {.suits = "localOnly='true'"},
     {.area = "origin='E06000018'><wanted code='E08000003'/>"},
     FAILS,
     MATCH_LOCAL,
     NULL},
    {"is only known when we know where they come from",
     {.suits = "localOnly='true'"},
     {.area = "><wanted code='E08000003'/>"},
     ASKS,
     MATCH_LOCAL,
     NULL},
    {"not for local people",
     {.suits = "notLocal='true'"},
     {.area = "origin='E08000003'>"},
     FAILS,
     MATCH_NOT_LOCAL,
     NULL},
    {"and in the same region it has to be asked",
     {.suits = "notLocal='true'", .location = "region='E12000002'"},
     {.area = "origin='E08000003'>"},
     ASKS,
     MATCH_NOT_LOCAL,
     NULL},
    {"from another region all is well",
     {.suits = "notLocal='true'", .location = "region='E12000009'"},
     {.area = "origin='E08000003'>"},
     PASSES,
     0,
     NULL},

    {"women only",
     {.suits = "sex='women'"},
     {.client = "sex='male'"},
     FAILS,
     MATCH_SEX,
     NULL},
    {"takes women", {.suits = "sex='women'"}, {0}, PASSES, 0, NULL},
    {"a sex that was not said as the rule has it",
     {.suits = "sex='women'"},
     {.household = "oldestBoy='0-4'><children ageBand='0-4' count='1'/>",
      .client = "sex='other'"},
     ASKS,
     MATCH_SEX,
     NULL},
    {"men only", {.suits = "sex='men'"}, {0}, FAILS, MATCH_SEX, NULL},
    {"who needs a place for women needs one",
     {.suits = "sex='any'"},
     {.access = "womenOnly='true'"},
     FAILS,
     MATCH_WOMEN_ONLY,
     NULL},

    {"too old",
     {.suits = "ageTo='24'"},
     {0},
     FAILS,
     MATCH_AGE,
     "it takes people up to 24"},
    {"too young",
     {.suits = "ageFrom='55' ageTo='90'"},
     {0},
     FAILS,
     MATCH_AGE,
     "it takes people from 55 to 90"},
    {"a band that the rule cuts",
     {.suits = "ageFrom='30'"},
     {0},
     ASKS,
     MATCH_AGE,
     "it takes people from 30 on: ask about the exact age"},
    {"the oldest band has no end",
     {.suits = "ageTo='120'"},
     {.client = "ageBand='85+'"},
     PASSES,
     0,
     NULL},

    {"two adults",
     {.suits = "adultsMax='1'"},
     {.adults = "2"},
     FAILS,
     MATCH_ADULTS,
     "it takes at most 1 adult"},
    {"one adult", {.suits = "adultsMax='1'"}, {0}, PASSES, 0, NULL},
    {"two adults may be a couple",
     {.suits = "sex='women'"},
     {.adults = "2"},
     ASKS,
     MATCH_SEX,
     NULL},
    {"no children",
     {.suits = "childrenMax='0'"},
     {.household = "><children ageBand='0-4' count='1'/>"},
     FAILS,
     MATCH_CHILDREN,
     "it takes no children"},
    {"five are too many for four",
     {.suits = "childrenMax='4'"},
     {.household = "><children ageBand='0-4' count='2'/>"
                   "<children ageBand='5-11' count='3'/>"},
     FAILS,
     MATCH_CHILDREN,
     "it takes at most 4 children"},
    {"a boy who is too old",
     {.suits = "boysTo='11'"},
     {.household = "oldestBoy='12-15'><children ageBand='12-15' count='1'/>"},
     FAILS,
     MATCH_BOYS,
     "it takes boys up to 11"},
    {"a boy of a band that the rule cuts",
     {.suits = "boysTo='14'"},
     {.household = "oldestBoy='12-15'><children ageBand='12-15' count='1'/>"},
     ASKS,
     MATCH_BOYS,
     NULL},
    {"a child who may be a girl",
     {.suits = "boysTo='11'"},
     {.household = "><children ageBand='12-15' count='1'/>"},
     ASKS,
     MATCH_BOYS,
     NULL},
    {"small boys",
     {.suits = "boysTo='11'"},
     {.household = "><children ageBand='5-11' count='1'/>"},
     PASSES,
     0,
     NULL},

    {"no pets",
     {.suits = "pets='false'"},
     {.household = "pets='true'>"},
     FAILS,
     MATCH_PETS,
     "it takes no pets"},
    {"of pets nothing is said",
     {0},
     {.household = "pets='true'>"},
     ASKS,
     MATCH_PETS,
     "ask whether pets may come"},
    {"a vacancy may say otherwise than its service",
     {.suits = "pets='false'", .vacancy = "pets='true'"},
     {.household = "pets='true'>"},
     PASSES,
     0,
     NULL},
    {"public funds are needed",
     {.suits = "noRecourse='false'"},
     {.household = "noRecourse='true'>"},
     FAILS,
     MATCH_NO_RECOURSE,
     NULL},
    {"no use",
     {.suits = "substance='none'"},
     {.household = "substance='managed'>"},
     FAILS,
     MATCH_SUBSTANCE,
     NULL},
    {"managed use",
     {.suits = "substance='managed'"},
     {.household = "substance='managed'>"},
     PASSES,
     0,
     NULL},
    {"active use",
     {.suits = "substance='managed'"},
     {.household = "substance='active'>"},
     FAILS,
     MATCH_SUBSTANCE,
     NULL},
    {"a risk that can be managed",
     {.suits = "riskUpTo='high'"},
     {.household = "riskLevel='high'>"},
     PASSES,
     0,
     NULL},
    {"one that cannot",
     {.suits = "riskUpTo='medium'"},
     {.household = "riskLevel='high'>"},
     FAILS,
     MATCH_RISK,
     NULL},

    {"steps",
     {.location = "area='E08000003' stepFree='false'"},
     {.access = "stepFree='true'"},
     FAILS,
     MATCH_STEP_FREE,
     NULL},
    {"of steps nothing is said",
     {0},
     {.access = "stepFree='true'"},
     ASKS,
     MATCH_STEP_FREE,
     NULL},
    {"an office may be step-free when a room is not",
     {.location = "area='E08000003' wheelchair='true'",
      .vacancy = "wheelchair='false'"},
     {.access = "wheelchair='true'"},
     FAILS,
     MATCH_WHEELCHAIR,
     NULL},
    {"an interpreter",
     {.service = "status='active' route='agency' interpreters='true'"},
     {.access = "interpreter='true'"},
     PASSES,
     0,
     NULL},
    {"nobody says that there is one",
     {0},
     {.access = "interpreter='true'"},
     ASKS,
     MATCH_INTERPRETER,
     NULL},

    {"too small",
     {.vacancy = "bedrooms='2'"},
     {.household = "bedrooms='3'>"},
     FAILS,
     MATCH_BEDROOMS,
     "it has 2 bedrooms"},
    {"of bedrooms nothing is said",
     {.vacancy = ""},
     {.household = "bedrooms='3'>"},
     ASKS,
     MATCH_BEDROOMS,
     NULL},
    {"too few beds",
     {.vacancy = "bedSpaces='2'"},
     {.household = "><children ageBand='0-4' count='2'/>"},
     FAILS,
     MATCH_BED_SPACES,
     "it has 2 bed spaces"},
    {"a shared room",
     {.vacancy = "sharing='shared-room'"},
     {.wish = "sharing='shared-facilities'"},
     FAILS,
     MATCH_SHARING,
     NULL},
    {"too dear",
     {.vacancy = "rentWeekly='20050'"},
     {.wish = "rentWeeklyMax='20000'"},
     FAILS,
     MATCH_RENT,
     "its rent is 200.50 pounds a week"},
    {"too late",
     {.vacancy = "availableFrom='2026-12-01'"},
     {.wish = "neededBy='2026-11-30'"},
     FAILS,
     MATCH_DATE,
     "it is free only from 2026-12-01 on"},
    {"somebody else was accepted",
     {.vacancy = "", .held = ""},
     {0},
     FAILS,
     MATCH_HELD,
     NULL},
    {"and holds it until tomorrow",
     {.vacancy = "", .held = "until='2026-11-23T09:00:00Z'"},
     {0},
     FAILS,
     MATCH_HELD,
     NULL},
    {"a hold lapses",
     {.vacancy = "", .held = "until='2026-11-22T09:00:00Z'"},
     {0},
     PASSES,
     0,
     NULL},

    {"full",
     {.capacity = "status='no-capacity' available='0'"
                  " validUntil='2026-11-23T09:00:00Z'"},
     {0},
     FAILS,
     MATCH_FULL,
     "it is full"},
    {"a notice lapses",
     {.capacity = "status='capacity' available='3'"
                  " validUntil='2026-11-22T09:00:00Z'"},
     {0},
     FAILS,
     MATCH_STALE,
     "what it said of its capacity was valid until 2026-11-22: ask"},
};

static void
each_rule_judges(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(services_view) view = listings_view(&cases[i].said, 1);
        g_autoptr(read_shape) read = listings_shape(&cases[i].looks);
        struct match_wish wish = {.shape = read->shape, .agency = "eastborough"};
        g_autoptr(GArray) matches =
            match_list(view->listings, 1, &wish, listings_now());
        const struct match *match = &g_array_index(matches, struct match, 0);
        uint64_t rule = MATCH_SET(cases[i].rule);
        g_autofree char *words = NULL;

        g_test_message("%s", cases[i].why);
        g_assert_cmphex(match->failed, ==, cases[i].verdict == FAILS ? rule : 0);
        g_assert_cmphex(match->asked, ==, cases[i].verdict == ASKS ? rule : 0);
        g_assert_true((match->tier == MATCH_MISS) == (cases[i].verdict == FAILS));
        if (cases[i].verdict == PASSES)
            continue;
        words = match_describe(match, cases[i].rule);
        g_assert_cmpuint(strlen(words), >, 0);
        if (cases[i].words != NULL)
            g_assert_cmpstr(words, ==, cases[i].words);
    }
}

/* What only the client knows of itself and of the household. */
static void
what_never_leaves_the_agency_counts_too(void)
{
    static const struct said said = {.vacancy = "area='E08000003'"};
    static const struct looks looks = {0};
    const char *avoided[] = {"E08000003"}, *men[] = {"men"};
    g_autoptr(services_view) view = listings_view(&said, 1);
    g_autoptr(read_shape) read = listings_shape(&looks);
    const struct {
        struct match_wish wish;
        enum match_rule rule;
    } wishes[] = {
        {{.agency = "northgate-homes"}, MATCH_OWN},
        {{.avoided_areas = avoided, .avoided_area_count = 1}, MATCH_AVOIDED},
        {{.is_confidential_needed = true}, MATCH_CONFIDENTIAL},
        {{.communities = men, .community_count = 1, .is_community_needed = true},
         MATCH_COMMUNITY},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++) {
        struct match_wish wish = wishes[i].wish;
        g_autoptr(GArray) matches = NULL;

        wish.shape = read->shape;
        matches = match_list(view->listings, 1, &wish, listings_now());
        g_assert_cmphex(g_array_index(matches, struct match, 0).failed, ==,
                        MATCH_SET(wishes[i].rule));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/eligibility/each-rule-judges", each_rule_judges);
    g_test_add_func("/eligibility/what-never-leaves-the-agency-counts-too",
                    what_never_leaves_the_agency_counts_too);
    return g_test_run();
}
