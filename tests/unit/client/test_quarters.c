/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/settings.h"
#include "agency-client/office/statistics.h"
#include "tests/unit/client/offices.h"

static const struct {
    const char *why;
    const char *text;
    const char *before; /* a quarter before; NULL: no quarter */
} quarters[] = {
    {"within a year", "2026Q4", "2026Q3"},
    {"over its beginning", "2026Q1", "2025Q4"},
    {"the first that there is", "2000Q1", "2000Q1"}, /* written no earlier */
    {"five quarters", "2026Q5", NULL},
    {"no quarter at all", "2026Q0", NULL},
    {"lower case", "2026q4", NULL},
    {"longer", "2026Q4 ", NULL},
    {"shorter", "2026Q", NULL},
    {"words", "latest", NULL},
    {"before there was anything", "1999Q4", NULL},
};

static void
a_quarter_is_written_in_one_way(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quarters); i++) {
        struct quarter quarter;
        char text[QUARTER_TEXT_BYTES];
        bool is_one = quarter_read(quarters[i].text, &quarter);

        g_test_message("%s", quarters[i].why);
        g_assert_cmpint(is_one, ==, quarters[i].before != NULL);
        if (!is_one)
            continue;
        quarter_write(quarter, text);
        g_assert_cmpstr(text, ==, quarters[i].text);
        g_assert_cmpint(quarter_compare(quarter_before(quarter, 1), quarter), <, 0);
        if (quarter.year > 2000) {
            quarter_write(quarter_before(quarter, 1), text);
            g_assert_cmpstr(text, ==, quarters[i].before);
        }
    }
}

static void
a_moment_has_its_quarter(void)
{
    char text[QUARTER_TEXT_BYTES];

    quarter_write(quarter_of(NOW), text);
    g_assert_cmpstr(text, ==, "2026Q4");
}

static GBytes *
fetch(struct office *office, const char *period, bool *is_reachable,
      int64_t *fetched_us)
{
    g_autoptr(GError) error = NULL;
    struct quarter quarter;
    GBytes *counts;

    g_assert_true(quarter_read(period, &quarter));
    counts =
        statistics_fetch(office, quarter, SCOPE_OWN, is_reachable, fetched_us, &error);
    g_assert_no_error(error);
    return counts;
}

/* Nobody listens where these homes look for the exchange. */
static void
without_a_connection_there_is_what_was_said_last(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_COUNCIL];
    g_autoptr(GBytes) kept = g_bytes_new_static("<statistics/>", 13);
    g_autoptr(GBytes) counts = NULL;
    g_autoptr(GError) error = NULL;
    bool is_reachable = true;
    int64_t fetched_us = 0;

    g_assert_null(fetch(office, "2026Q4", &is_reachable, &fetched_us));
    g_assert_false(is_reachable);
    g_assert_true(settings_write(office->store, "statistics-own-2026Q4", kept, &error));
    g_assert_true(settings_write_text(office->store, "statistics-own-2026Q4-fetched",
                                      "1234567", &error));
    counts = fetch(office, "2026Q4", &is_reachable, &fetched_us);
    g_assert_true(g_bytes_equal(counts, kept));
    g_assert_cmpint(fetched_us, ==, 1234567);
    g_assert_null(fetch(office, "2026Q3", &is_reachable, &fetched_us));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quarters/a-quarter-is-written-in-one-way",
                    a_quarter_is_written_in_one_way);
    g_test_add_func("/quarters/a-moment-has-its-quarter", a_moment_has_its_quarter);
    g_test_add_func("/quarters/without-a-connection-there-is-what-was-said-last",
                    without_a_connection_there_is_what_was_said_last);
    return g_test_run();
}
