/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rates.h"

#define SECOND INT64_C(1000000)

static void
an_agency_has_its_share_and_no_more(void)
{
    g_autoptr(rates) rates = rates_new(3);

    for (int i = 0; i < 3; i++)
        g_assert_true(rates_take(rates, 1, 10 * SECOND));
    g_assert_false(rates_take(rates, 1, 10 * SECOND));
    g_assert_false(rates_take(rates, 1, 10 * SECOND + SECOND / 3 - 1));
    g_assert_true(rates_take(rates, 1, 10 * SECOND + SECOND / 3 + 1));
    g_assert_false(rates_take(rates, 1, 10 * SECOND + SECOND / 3 + 1));
}

static void
one_agency_does_not_use_up_anothers_share(void)
{
    g_autoptr(rates) rates = rates_new(1);

    g_assert_true(rates_take(rates, 1, 10 * SECOND));
    g_assert_false(rates_take(rates, 1, 10 * SECOND));
    g_assert_true(rates_take(rates, 2, 10 * SECOND));
}

static void
a_long_rest_saves_up_one_second_only(void)
{
    g_autoptr(rates) rates = rates_new(2);

    g_assert_true(rates_take(rates, 1, 10 * SECOND));
    g_assert_true(rates_take(rates, 1, INT64_C(86400) * SECOND));
    g_assert_true(rates_take(rates, 1, INT64_C(86400) * SECOND));
    g_assert_false(rates_take(rates, 1, INT64_C(86400) * SECOND));
}

static void
no_limit_is_no_limit(void)
{
    g_autoptr(rates) rates = rates_new(0);

    for (int i = 0; i < 1000; i++)
        g_assert_true(rates_take(rates, 1, 0));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rates/an-agency-has-its-share-and-no-more",
                    an_agency_has_its_share_and_no_more);
    g_test_add_func("/rates/one-agency-does-not-use-up-anothers-share",
                    one_agency_does_not_use_up_anothers_share);
    g_test_add_func("/rates/a-long-rest-saves-up-one-second-only",
                    a_long_rest_saves_up_one_second_only);
    g_test_add_func("/rates/no-limit-is-no-limit", no_limit_is_no_limit);
    return g_test_run();
}
