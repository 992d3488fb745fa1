/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the services that suit, and how a service is known. */
#include "common/documents/match.h"
#include "common/documents/region.h"
#include "tests/unit/documents/listings.h"

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
    g_autoptr(services_view) view = listings_view(said, G_N_ELEMENTS(said));
    g_autoptr(read_shape) read = listings_shape(&looks);
    struct match_wish wish = {.shape = read->shape};
    g_autoptr(GArray) matches =
        match_list(view->listings, view->listing_count, &wish, listings_now());

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
    g_autoptr(services_view) view = listings_view(said, 2);
    g_autoptr(read_shape) read = listings_shape(&looks);
    struct match_wish by = {
        .shape = read->shape, .communities = both, .community_count = 1};
    struct match_wish specialist = {.shape = read->shape,
                                    .communities = one,
                                    .community_count = 1,
                                    .languages = so,
                                    .language_count = 2};
    g_autoptr(GArray) first = match_list(view->listings, 1, &by, listings_now());
    g_autoptr(GArray) second =
        match_list(view->listings, 1, &specialist, listings_now());

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
    g_test_add_func("/match/the-best-stand-first", the_best_stand_first);
    g_test_add_func("/match/led-by-ones-own-comes-before-a-specialist",
                    led_by_ones_own_comes_before_a_specialist);
    g_test_add_func("/match/a-district-has-its-region", a_district_has_its_region);
    g_test_add_func("/match/the-id-of-a-service-never-changes",
                    the_id_of_a_service_never_changes);
    return g_test_run();
}
