/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules of matching say to a caseworker. */
#include "common/documents/match.h"

const char *const match_rule_names[] = {
    [MATCH_OWN] = "own-service",
    [MATCH_CLOSED] = "closed",
    [MATCH_TYPE] = "type",
    [MATCH_ROUTE] = "route",
    [MATCH_NEED] = "need",
    [MATCH_SERVED] = "area-served",
    [MATCH_LOCAL] = "local-only",
    [MATCH_NOT_LOCAL] = "not-local",
    [MATCH_PLACE] = "place",
    [MATCH_AVOIDED] = "area-avoided",
    [MATCH_CONFIDENTIAL] = "confidential",
    [MATCH_SEX] = "sex",
    [MATCH_WOMEN_ONLY] = "women-only",
    [MATCH_AGE] = "age",
    [MATCH_ADULTS] = "adults",
    [MATCH_CHILDREN] = "children",
    [MATCH_BOYS] = "boys",
    [MATCH_PETS] = "pets",
    [MATCH_NO_RECOURSE] = "no-recourse",
    [MATCH_SUBSTANCE] = "substance",
    [MATCH_RISK] = "risk",
    [MATCH_STEP_FREE] = "step-free",
    [MATCH_WHEELCHAIR] = "wheelchair",
    [MATCH_INTERPRETER] = "interpreter",
    [MATCH_COMMUNITY] = "community",
    [MATCH_BEDROOMS] = "bedrooms",
    [MATCH_BED_SPACES] = "bed-spaces",
    [MATCH_SHARING] = "sharing",
    [MATCH_RENT] = "rent",
    [MATCH_DATE] = "free-from",
    [MATCH_HELD] = "held",
    [MATCH_FULL] = "full",
    [MATCH_STALE] = "stale",
    [MATCH_RULES] = NULL,
};

/* Why it failed, and what to ask when too little is said. */
static const struct words {
    const char *failed;
    const char *asked;
} words[MATCH_RULES] = {
    [MATCH_OWN] = {"it is your own agency's", ""},
    [MATCH_CLOSED] = {"it is closed", ""},
    [MATCH_TYPE] = {"it is another kind of service", ""},
    [MATCH_ROUTE] = {"it takes referrals from councils alone", ""},
    [MATCH_NEED] = {"it meets none of the needs at their level", ""},
    [MATCH_SERVED] = {"it does not serve the area", ""},
    [MATCH_LOCAL] = {"it is only for people from its own area",
                     "it is only for people from its own area: say where they come "
                     "from"},
    [MATCH_NOT_LOCAL] = {"for safety it takes nobody from the area where it is",
                         "for safety it takes nobody from the area where it is: ask "
                         "whether that is theirs"},
    [MATCH_PLACE] = {"it is not in an area that they want", ""},
    [MATCH_AVOIDED] = {"it is in an area that they must avoid",
                       "ask whether it is far from the area that they must avoid"},
    [MATCH_CONFIDENTIAL] = {"its address is known", ""},
    [MATCH_SEX] = {"it does not take people of that sex",
                   "ask whether everybody of the household is accepted by sex"},
    [MATCH_WOMEN_ONLY] = {"it is not for women only", ""},
    [MATCH_AGE] = {NULL, NULL},
    [MATCH_ADULTS] = {NULL, ""},
    [MATCH_CHILDREN] = {NULL, ""},
    [MATCH_BOYS] = {NULL, NULL},
    [MATCH_PETS] = {"it takes no pets", "ask whether pets may come"},
    [MATCH_NO_RECOURSE] = {"it takes nobody without recourse to public funds",
                           "ask whether it takes people without recourse to public "
                           "funds"},
    [MATCH_SUBSTANCE] = {"it does not take people who use drugs or alcohol so", ""},
    [MATCH_RISK] = {"the risk is higher than it can manage", ""},
    [MATCH_STEP_FREE] = {"it has steps", "ask whether it is reached without steps"},
    [MATCH_WHEELCHAIR] = {"it cannot be used with a wheelchair",
                          "ask whether a wheelchair can be used"},
    [MATCH_INTERPRETER] = {"", "ask whether it brings in an interpreter"},
    [MATCH_COMMUNITY] = {"it is not made for that group", ""},
    [MATCH_BEDROOMS] = {NULL, "ask how many bedrooms there are"},
    [MATCH_BED_SPACES] = {NULL, ""},
    [MATCH_SHARING] = {"too much is shared with others",
                       "ask what is shared with others"},
    [MATCH_RENT] = {NULL, "ask what the rent is"},
    [MATCH_DATE] = {NULL, ""},
    [MATCH_HELD] = {"somebody else was accepted for the vacancy", ""},
    [MATCH_FULL] = {"it is full", ""},
    [MATCH_STALE] = {NULL, ""},
};

static char *
describe_ages(const struct suits *suits)
{
    if (suits->age_from < 0)
        return g_strdup_printf("up to %d", suits->age_to);
    if (suits->age_to < 0)
        return g_strdup_printf("from %d on", suits->age_from);
    return g_strdup_printf("from %d to %d", suits->age_from, suits->age_to);
}

static char *
describe_age(const struct suits *suits, bool is_failed)
{
    g_autofree char *ages = describe_ages(suits);

    return g_strdup_printf(is_failed ? "it takes people %s"
                                     : "it takes people %s: ask about the exact age",
                           ages);
}

static char *
describe_boys(const struct suits *suits, bool is_failed)
{
    return g_strdup_printf(is_failed
                               ? "it takes boys up to %d"
                               : "it takes boys up to %d: ask about the oldest boy",
                           suits->boys_to);
}

static char *
describe_stale(const struct listing *listing)
{
    char until[DATE_TEXT_BYTES];

    date_write(date_of(listing->capacity.valid_until_us), until);
    return g_strdup_printf("what it said of its capacity was valid until %s: ask",
                           until);
}

/* The rules that only a vacancy can fail. */
static char *
describe_vacancy(const struct vacancy *vacancy, enum match_rule rule)
{
    char from[DATE_TEXT_BYTES];

    g_assert(vacancy != NULL);
    switch (rule) {
    case MATCH_BEDROOMS:
        return g_strdup_printf("it has %d bedroom%s", vacancy->bedrooms,
                               vacancy->bedrooms == 1 ? "" : "s");
    case MATCH_BED_SPACES:
        return g_strdup_printf("it has %d bed space%s", vacancy->bed_spaces,
                               vacancy->bed_spaces == 1 ? "" : "s");
    case MATCH_RENT:
        return g_strdup_printf("its rent is %d.%02d pounds a week",
                               vacancy->rent_weekly_pence / 100,
                               vacancy->rent_weekly_pence % 100);
    default:
        date_write(vacancy->available_from, from);
        return g_strdup_printf("it is free only from %s on", from);
    }
}

char *
match_describe(const struct match *match, enum match_rule rule)
{
    bool is_failed = (match->failed & MATCH_SET(rule)) != 0;
    const struct vacancy *vacancy = match->vacancy;
    struct suits suits =
        vacancy != NULL ? suits_join(&vacancy->suits, &match->listing->service.suits)
                        : match->listing->service.suits;
    const char *plain = is_failed ? words[rule].failed : words[rule].asked;

    if (plain != NULL)
        return g_strdup(plain);
    switch (rule) {
    case MATCH_AGE:
        return describe_age(&suits, is_failed);
    case MATCH_BOYS:
        return describe_boys(&suits, is_failed);
    case MATCH_ADULTS:
        return g_strdup_printf("it takes at most %d adult%s", suits.adults_max,
                               suits.adults_max == 1 ? "" : "s");
    case MATCH_CHILDREN:
        return suits.children_max == 0
                   ? g_strdup("it takes no children")
                   : g_strdup_printf("it takes at most %d child%s", suits.children_max,
                                     suits.children_max == 1 ? "" : "ren");
    case MATCH_STALE:
        return describe_stale(match->listing);
    default:
        return describe_vacancy(vacancy, rule);
    }
}
