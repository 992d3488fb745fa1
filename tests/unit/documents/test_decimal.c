/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/decimal.h"

#include <glib.h>

static const struct {
    const char *text;
    uint64_t maximum;
    bool is_number;
    uint64_t value;
} cases[] = {
    {"0", 0, true, 0},
    {"007", 9, true, 7},
    {"65535", UINT16_MAX, true, UINT16_MAX},
    {"65536", UINT16_MAX, false, 0},
    {"9223372036854775807", INT64_MAX, true, INT64_MAX},
    {"9223372036854775808", INT64_MAX, false, 0},
    {"18446744073709551615", INT64_MAX, false, 0},
    {"99999999999999999999999999", INT64_MAX, false, 0},
    {"", 9, false, 0},
    {" 1", 9, false, 0},
    {"1 ", 9, false, 0},
    {"+1", 9, false, 0},
    {"-1", INT64_MAX, false, 0},
    {"-18446744073709551615", 9, false, 0},
    {"1.0", 9, false, 0},
    {"0x1", 9, false, 0},
    {"1e3", 9, false, 0},
    {"\xd9\xa1", 9, false, 0}, /* an Arabic one */
};

static void
digits_alone_are_a_number(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t value = 0;

        g_test_message("%s", cases[i].text);
        g_assert_true(decimal_read(cases[i].text, cases[i].maximum, &value) ==
                      cases[i].is_number);
        g_assert_cmpuint(value, ==, cases[i].value);
    }
}

static void
what_is_refused_leaves_the_value_alone(void)
{
    uint64_t value = 5;

    g_assert_false(decimal_read("6!", 9, &value));
    g_assert_false(decimal_read("10", 9, &value));
    g_assert_cmpuint(value, ==, 5);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decimal/digits-alone-are-a-number", digits_alone_are_a_number);
    g_test_add_func("/decimal/what-is-refused-leaves-the-value-alone",
                    what_is_refused_leaves_the_value_alone);
    return g_test_run();
}
