/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/timestamp.h"

static const struct {
    const char *why;
    const char *text;
    bool is_time;
    int64_t us;
    const char *written; /* NULL: as read */
} times[] = {
    {"the epoch", "1970-01-01T00:00:00Z", true, 0, NULL},
    {"microseconds", "2026-11-21T09:30:00.000001Z", true, INT64_C(1795253400000001),
     NULL},
    {"a short fraction", "2026-11-21T09:30:00.5Z", true, INT64_C(1795253400500000),
     "2026-11-21T09:30:00.500000Z"},
    {"beyond 2038", "2038-01-19T03:14:08Z", true, INT64_C(2147483648000000), NULL},
    {"2100 is no leap year", "2100-02-28T23:59:59Z", true, INT64_C(4107542399000000),
     NULL},
    {"2100 has no 29 February", "2100-02-29T00:00:00Z", false, 0, NULL},
    {"2000 has", "2000-02-29T12:00:00Z", true, INT64_C(951825600000000), NULL},
    {"the last second of all", "9999-12-31T23:59:59.999999Z", true,
     INT64_C(253402300799999999), NULL},
    {"no zone", "2026-11-21T09:30:00", false, 0, NULL},
    {"an offset", "2026-11-21T09:30:00+01:00", false, 0, NULL},
    {"a small z", "2026-11-21T09:30:00z", false, 0, NULL},
    {"a leap second", "2016-12-31T23:59:60Z", false, 0, NULL},
    {"hour 24", "2026-11-21T24:00:00Z", false, 0, NULL},
    {"a space for T", "2026-11-21 09:30:00Z", false, 0, NULL},
    {"seven digits of fraction", "2026-11-21T09:30:00.1234567Z", false, 0, NULL},
    {"a point and no digits", "2026-11-21T09:30:00.Z", false, 0, NULL},
    {"month 13", "2026-13-01T00:00:00Z", false, 0, NULL},
    {"day 0", "2026-01-00T00:00:00Z", false, 0, NULL},
    {"before the epoch", "1969-12-31T23:59:59Z", false, 0, NULL},
    {"a date", "2026-11-21", false, 0, NULL},
    {"empty", "", false, 0, NULL},
    {"something after", "1970-01-01T00:00:00Z ", false, 0, NULL},
};

static void
only_utc_is_read_and_it_comes_back(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(times); index++) {
        char written[TIMESTAMP_TEXT_BYTES];
        int64_t us = -1;

        g_test_message("%s", times[index].why);
        g_assert_cmpint(timestamp_read(times[index].text, &us), ==,
                        times[index].is_time);
        if (!times[index].is_time)
            continue;
        g_assert_cmpint(us, ==, times[index].us);
        timestamp_write(us, written);
        g_assert_cmpstr(written, ==,
                        times[index].written != NULL ? times[index].written
                                                     : times[index].text);
    }
}

static void
every_day_of_four_centuries_comes_back(void)
{
    char first[DATE_TEXT_BYTES], text[DATE_TEXT_BYTES];
    int32_t begin, read;

    g_assert_true(date_read("1900-01-01", &begin));
    date_write(begin, first);
    g_assert_cmpstr(first, ==, "1900-01-01");
    for (int32_t days = begin; days < begin + 146097; days++) {
        date_write(days, text);
        g_assert_true(date_read(text, &read));
        g_assert_cmpint(read, ==, days);
    }
    date_write(begin + 146097, text);
    g_assert_cmpstr(text, ==, "2300-01-01");
}

static void
a_date_has_no_zone(void)
{
    int32_t days;

    g_assert_false(date_read("2026-12-03Z", &days));
    g_assert_false(date_read("2026-12-03+01:00", &days));
    g_assert_false(date_read("1899-12-31", &days));
    g_assert_false(date_read("2026-02-30", &days));
    g_assert_false(date_read("", &days));
}

static void
a_moment_falls_on_its_date(void)
{
    int32_t days;
    int64_t us;

    g_assert_true(date_read("2026-11-21", &days));
    g_assert_true(timestamp_read("2026-11-21T00:00:00Z", &us));
    g_assert_cmpint(date_begin(days), ==, us);
    g_assert_cmpint(date_of(us), ==, days);
    g_assert_cmpint(date_of(us + DAY_US - 1), ==, days);
    g_assert_cmpint(date_of(us - 1), ==, days - 1);
    g_assert_cmpint(date_of(-1), ==, -1);
}

static int64_t
noon(void *data)
{
    return *(int64_t *)data;
}

static void
a_test_sets_the_clock(void)
{
    int64_t at = 12 * 3600 * SECOND_US;
    struct clock clock = {.now_us = noon, .data = &at};

    g_assert_cmpint(clock_now(&clock), ==, at);
    g_assert_cmpint(clock_now(&clock_system), >, INT64_C(1700000000) * SECOND_US);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/timestamp/only-utc-is-read-and-it-comes-back",
                    only_utc_is_read_and_it_comes_back);
    g_test_add_func("/timestamp/every-day-of-four-centuries-comes-back",
                    every_day_of_four_centuries_comes_back);
    g_test_add_func("/timestamp/a-date-has-no-zone", a_date_has_no_zone);
    g_test_add_func("/timestamp/a-moment-falls-on-its-date",
                    a_moment_falls_on_its_date);
    g_test_add_func("/timestamp/a-test-sets-the-clock", a_test_sets_the_clock);
    return g_test_run();
}
