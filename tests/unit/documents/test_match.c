/* SPDX-License-Identifier: Apache-2.0 */
/* Which services suit whom: one line a rule, and the order of what suits. */
#include "common/documents/availability.h"
#include "common/documents/match.h"
#include "common/documents/region.h"
#include "common/documents/services_view.h"
#include "tests/unit/documents/support.h"
#include <string.h>

#define VACANCY_ID "5d2f0a10-6a0e-4f5e-9a43-1f0d7e2b0001"
#define NOW        "2026-11-22T09:00:00Z"

/* A service by what is said of it, or NULL. */
struct said {
    const char *service;  /* attributes */
    const char *served;   /* children; else the district E08000003 */
    const char *suits;    /* attributes of eligibility */
    const char *location; /* attributes */
    const char *capacity; /* attributes; "" none said, NULL: room, valid */
    const char *vacancy;  /* attributes; NULL: no vacancy is described */
    const char *held;     /* attributes of <held> beside the vacancy */
};

/* Who looks: children and attributes of an availability enquiry. */
struct looks {
    const char *wish;      /* attributes of the enquiry */
    const char *client;    /* attributes */
    const char *household; /* attributes and children after them */
    const char *adults;
    const char *area;   /* attributes and children */
    const char *access; /* attributes */
};

static const char *
given(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

static void
append_listing(GString *xml, const struct said *said, int number)
{
    g_string_append_printf(
        xml,
        "<listing id='0a1b2c3d-0000-4000-8000-0000000000%02d' agency='northgate-homes'"
        " agencyName='Northgate Homes' document='" LEG_ID "' published='" NOW "'>"
        "<service xmlns='urn:referral-exchange:service:1' service='s-%d' type='advice'"
        " name='Service %d' %s>"
        "<description>d</description><location kind='physical' %s/>%s"
        "<language code='so'/><madeFor group='women' provision='by-and-for'/>"
        "<madeFor group='young' provision='specialist'/>"
        "<need code='housing' upTo='medium'/><need code='parenting' upTo='high'/>"
        "<eligibility %s/></service>",
        number, number, number, given(said->service, "status='active' route='agency'"),
        given(said->location, "area='E08000003'"),
        given(said->served, "<served area='E08000003'/>"), given(said->suits, ""));
    if (said->capacity == NULL || said->capacity[0] != '\0')
        g_string_append_printf(
            xml,
            "<notice document='" OTHER_ID "' published='" NOW "'>"
            "<capacity xmlns='urn:referral-exchange:capacity:1' service='s-%d'"
            " unit='home' %s>",
            number,
            given(said->capacity, "status='capacity' available='1'"
                                  " validUntil='2026-11-23T09:00:00Z'"));
    if (said->vacancy != NULL)
        g_string_append_printf(xml, "<vacancy id='" VACANCY_ID "' %s/>", said->vacancy);
    if (said->capacity == NULL || said->capacity[0] != '\0')
        g_string_append(xml, "</capacity></notice>");
    if (said->held != NULL)
        g_string_append_printf(xml, "<held vacancy='" VACANCY_ID "' %s/>", said->held);
    g_string_append(xml, "</listing>");
}

static struct services_view *
view_of(const struct said *said, size_t count)
{
    GString *xml = g_string_new("<services xmlns='urn:referral-exchange:view:1'>");
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    struct services_view *view;

    for (size_t i = 0; i < count; i++)
        append_listing(xml, &said[i], (int)i + 1);
    g_string_append(xml, "</services>");
    bytes = g_string_free_to_bytes(xml);
    g_assert_true(
        validator_check(support_validator(SCHEMA_VIEWS), bytes, NULL, &error));
    g_assert_no_error(error);
    view = services_view_read(bytes, &error);
    g_assert_no_error(error);
    return view;
}

static struct read_shape *
shape_of(const struct looks *looks)
{
    g_autofree char *xml = g_strdup_printf(
        "<authoring xmlns='urn:referral-exchange:document:1'>"
        "<to agency='northgate-homes'/>"
        "<availability-enquiry xmlns='urn:referral-exchange:availability-enquiry:1'"
        " service='any' %s><need code='housing' level='medium'/>"
        "<client %s/><household adults='%s' %s</household><area %s</area><access %s/>"
        "</availability-enquiry></authoring>",
        given(looks->wish, ""), given(looks->client, "sex='female' ageBand='25-34'"),
        given(looks->adults, "1"), given(looks->household, ">"),
        given(looks->area, ">"), given(looks->access, ""));
    g_autoptr(GBytes) bytes = g_bytes_new(xml, strlen(xml));
    g_autoptr(GError) error = NULL;
    struct read_shape *read = availability_shape_read(
        support_validator(SCHEMA_AUTHORING), bytes, NULL, &error);

    g_assert_no_error(error);
    return read;
}

static int64_t
now(void)
{
    int64_t now_us;

    g_assert_true(timestamp_read(NOW, &now_us));
    return now_us;
}

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
        g_autoptr(services_view) view = view_of(&cases[i].said, 1);
        g_autoptr(read_shape) read = shape_of(&cases[i].looks);
        struct match_wish wish = {.shape = read->shape, .agency = "eastborough"};
        g_autoptr(GArray) matches = match_list(view->listings, 1, &wish, now());
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
    g_autoptr(services_view) view = view_of(&said, 1);
    g_autoptr(read_shape) read = shape_of(&looks);
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
        matches = match_list(view->listings, 1, &wish, now());
        g_assert_cmphex(g_array_index(matches, struct match, 0).failed, ==,
                        MATCH_SET(wishes[i].rule));
    }
}

static void
the_best_stand_first(void)
{
    static const struct said said[] = {
        {.capacity = "status='no-capacity' available='0'"
                     " validUntil='2026-11-23T09:00:00Z'"},
        {.capacity = ""},
        {.capacity = "status='waitlist' available='0' waitWeeks='9'"
                     " validUntil='2026-11-23T09:00:00Z'"},
        {.capacity = "status='waitlist' available='0' waitWeeks='2'"
                     " validUntil='2026-11-23T09:00:00Z'"},
        {.capacity = "status='additional-assessment-required' available='0'"
                     " validUntil='2026-11-23T09:00:00Z'"},
        {.suits = "sex='men' pets='false'"},
        {0},
        {.vacancy = "bedrooms='4' pets='true'"},
        {.vacancy = "bedrooms='4'"},
    };
    static const char *const order[] = {"s-8", "s-9", "s-7", "s-5", "s-4",
                                        "s-3", "s-2", "s-1", "s-6"};
    static const enum match_tier tiers[] = {
        MATCH_VACANCY,  MATCH_VACANCY, MATCH_ROOM, MATCH_ASSESSMENT, MATCH_WAITLIST,
        MATCH_WAITLIST, MATCH_UNKNOWN, MATCH_MISS, MATCH_MISS};
    static const struct looks looks = {.household = "pets='true' bedrooms='3'>"};
    g_autoptr(services_view) view = view_of(said, G_N_ELEMENTS(said));
    g_autoptr(read_shape) read = shape_of(&looks);
    struct match_wish wish = {.shape = read->shape};
    g_autoptr(GArray) matches =
        match_list(view->listings, view->listing_count, &wish, now());

    for (unsigned int i = 0; i < matches->len; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        g_assert_cmpstr(match->listing->service.slug, ==, order[i]);
        g_assert_cmpint((int)match->tier, ==, (int)tiers[i]);
    }
}

static void
led_by_ones_own_comes_before_a_specialist(void)
{
    static const struct said said[] = {{0}, {0}};
    static const struct looks looks = {0};
    const char *both[] = {"women"}, *one[] = {"young"}, *so[] = {"so", "ur"};
    g_autoptr(services_view) view = view_of(said, 2);
    g_autoptr(read_shape) read = shape_of(&looks);
    struct match_wish by = {
        .shape = read->shape, .communities = both, .community_count = 1};
    struct match_wish specialist = {.shape = read->shape,
                                    .communities = one,
                                    .community_count = 1,
                                    .languages = so,
                                    .language_count = 2};
    g_autoptr(GArray) first = match_list(view->listings, 1, &by, now());
    g_autoptr(GArray) second = match_list(view->listings, 1, &specialist, now());

    g_assert_cmpuint(g_array_index(first, struct match, 0).communities_met, >,
                     g_array_index(second, struct match, 0).communities_met);
    g_assert_cmpuint(g_array_index(second, struct match, 0).communities_met, >, 0);
    g_assert_cmpuint(g_array_index(second, struct match, 0).languages_met, ==, 1);
}

static const struct {
    const char *area, *region;
} districts[] = {
    {"E06000018", "E12000004"}, {"E08000003", "E12000002"},
    {"E07000123", "E12000002"}, {"E09000033", "E12000007"},
    {"E08000035", "E12000003"}, {"E08000021", "E12000001"},
    {"E06000023", "E12000009"}, {"E08000025", "E12000005"},
    {"E07000008", "E12000006"}, {"E07000178", "E12000008"},
    {"W06000015", "W92000004"}, {"S12000036", "S92000003"},
    {"N09000003", "N92000002"}, {"E06000065", "E12000003"},
    {"E07000999", NULL},        {"E06", NULL},
};

/* Nottingham, Manchester, Preston, Westminster, Leeds, Newcastle, Bristol, Birmingham,
 * Cambridge, Oxford, Cardiff, Edinburgh, Belfast, North Yorkshire, and none. */
static void
a_district_has_its_region(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(districts); i++)
        g_assert_cmpstr(region_of_area(districts[i].area), ==, districts[i].region);
    g_assert_null(region_of_area(NULL));
}

static void
the_id_of_a_service_never_changes(void)
{
    struct uuid id;
    char text[UUID_TEXT_BYTES];

    listing_id("northgate-homes", "refuge", &id);
    uuid_write(&id, text);
    g_assert_cmpstr(text, ==, "24ad8d62-3239-59b2-99c4-56208def5a8a");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/match/each-rule-judges", each_rule_judges);
    g_test_add_func("/match/what-never-leaves-the-agency-counts-too",
                    what_never_leaves_the_agency_counts_too);
    g_test_add_func("/match/the-best-stand-first", the_best_stand_first);
    g_test_add_func("/match/led-by-ones-own-comes-before-a-specialist",
                    led_by_ones_own_comes_before_a_specialist);
    g_test_add_func("/match/a-district-has-its-region", a_district_has_its_region);
    g_test_add_func("/match/the-id-of-a-service-never-changes",
                    the_id_of_a_service_never_changes);
    return g_test_run();
}
