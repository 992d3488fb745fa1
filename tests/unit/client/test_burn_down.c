/* SPDX-License-Identifier: Apache-2.0 */
/* What is left of bought hours, and how long payments take. */
#include "agency-client/office/burn_down.h"

#include "common/documents/timestamp.h"

static int32_t
day(const char *text)
{
    int32_t on = DATE_NONE;

    if (text != NULL)
        g_assert_true(date_read(text, &on));
    return on;
}

/* 70 hours in ten weeks. */
static struct hours_order
an_order(void)
{
    return (struct hours_order){.hours_hundredths = 7000,
                                .hours_per_week_hundredths = 700,
                                .start_on = day("2026-11-02"),
                                .end_on = day("2027-01-10"),
                                .review_on = DATE_NONE};
}

static void
add(GPtrArray *lines, int number, const char *from, const char *to, int hundredths,
    const char *state, const char *paid)
{
    struct burn_line *line = g_new0(struct burn_line, 1);

    line->number = number;
    line->from_on = day(from);
    line->to_on = day(to);
    line->hours_hundredths = hundredths;
    line->state = g_strdup(state);
    line->stated_on = day(to) + 1;
    line->paid_on = day(paid);
    g_ptr_array_add(lines, line);
}

static void
hours_should_go_evenly(void)
{
    const struct hours_order order = an_order();

    g_assert_cmpint(burn_down_planned(&order, day("2026-10-01")), ==, 7000);
    g_assert_cmpint(burn_down_planned(&order, day("2026-11-08")), ==, 6300);
    g_assert_cmpint(burn_down_planned(&order, day("2027-01-10")), ==, 0);
    g_assert_cmpint(burn_down_planned(&order, day("2027-03-01")), ==, 0);
}

static void
what_is_stated_is_taken_off_in_the_order_of_its_days(void)
{
    const struct hours_order order = an_order();
    g_autoptr(GPtrArray) lines =
        g_ptr_array_new_with_free_func((GDestroyNotify)burn_line_free);
    struct burn_down sum;
    const struct burn_line *line;

    add(lines, 3, "2026-11-16", "2026-11-22", 900, "stated", NULL);
    add(lines, 1, "2026-11-02", "2026-11-08", 650, "paid", "2026-11-29");
    add(lines, 2, "2026-11-09", "2026-11-15", 700, "approved", NULL);
    add(lines, 4, "2026-11-16", "2026-11-22", 1100, "withdrawn", NULL);
    sum = burn_down_reckon(&order, lines);
    g_assert_cmpint(sum.stated_hundredths, ==, 2250);
    g_assert_cmpint(sum.approved_hundredths, ==, 1350);
    g_assert_cmpint(sum.paid_hundredths, ==, 650);
    g_assert_cmpint(sum.left_hundredths, ==, 4750);
    g_assert_cmpint(sum.longest_days, ==, 20);
    g_assert_cmpint(sum.median_days, ==, 20);
    line = lines->pdata[0];
    g_assert_cmpint(line->number, ==, 1);
    g_assert_cmpint(line->left_hundredths, ==, 6350);
    g_assert_cmpint(line->planned_hundredths, ==, 6300);
    g_assert_cmpint(line->days, ==, 20);
    line = lines->pdata[2];
    g_assert_cmpint(line->number, ==, 3);
    g_assert_cmpint(line->days, ==, -1);
    line = lines->pdata[3];
    g_assert_cmpint(line->left_hundredths, ==, 4750);
}

static void
more_than_was_bought_is_left_below_nothing(void)
{
    const struct hours_order order = an_order();
    g_autoptr(GPtrArray) lines =
        g_ptr_array_new_with_free_func((GDestroyNotify)burn_line_free);

    add(lines, 1, "2026-11-02", "2027-01-10", 7150, "stated", NULL);
    g_assert_cmpint(burn_down_reckon(&order, lines).left_hundredths, ==, -150);
}

static void
the_median_payment_is_one_that_was_made(void)
{
    const struct hours_order order = an_order();
    g_autoptr(GPtrArray) lines =
        g_ptr_array_new_with_free_func((GDestroyNotify)burn_line_free);
    struct burn_down sum;

    g_assert_cmpint(burn_down_reckon(&order, lines).median_days, ==, -1);
    add(lines, 1, "2026-11-02", "2026-11-08", 100, "paid", "2026-11-08");
    add(lines, 2, "2026-11-09", "2026-11-15", 100, "paid", "2026-11-23");
    add(lines, 3, "2026-11-16", "2026-11-22", 100, "paid", "2027-01-22");
    add(lines, 4, "2026-11-23", "2026-11-29", 100, "paid", "2026-12-02");
    sum = burn_down_reckon(&order, lines);
    g_assert_cmpint(sum.median_days, ==, 2);
    g_assert_cmpint(sum.longest_days, ==, 60);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/burn-down/hours-should-go-evenly", hours_should_go_evenly);
    g_test_add_func("/burn-down/what-is-stated-is-taken-off-in-the-order-of-its-days",
                    what_is_stated_is_taken_off_in_the_order_of_its_days);
    g_test_add_func("/burn-down/more-than-was-bought-is-left-below-nothing",
                    more_than_was_bought_is_left_below_nothing);
    g_test_add_func("/burn-down/the-median-payment-is-one-that-was-made",
                    the_median_payment_is_one_that_was_made);
    return g_test_run();
}
