/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/refusal.h"

static void
every_refusal_has_one_name_a_status_and_a_title(void)
{
    g_autoptr(GHashTable) suffixes = g_hash_table_new(g_str_hash, g_str_equal);

    for (int index = 0; index < REFUSAL_COUNT; index++) {
        const struct refusal_entry *entry = &refusals[index];
        g_autofree char *type = g_strconcat(REFUSAL_URN_PREFIX, entry->suffix, NULL);
        enum refusal found;

        g_assert_nonnull(entry->suffix);
        g_assert_nonnull(entry->title);
        g_assert_cmpint(entry->status, >=, 400);
        g_assert_cmpint(entry->status, <, 600);
        g_assert_true(g_hash_table_add(suffixes, (char *)entry->suffix));
        g_assert_true(refusal_find(type, &found));
        g_assert_cmpint((int)found, ==, index);
    }
}

static void
a_strangers_type_is_not_found(void)
{
    enum refusal found;

    g_assert_false(refusal_find("about:blank", &found));
    g_assert_false(refusal_find(REFUSAL_URN_PREFIX "no-such-thing", &found));
    g_assert_false(refusal_find(REFUSAL_URN_PREFIX, &found));
    g_assert_false(refusal_find("", &found));
}

static void
setting_one_ends_a_check(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(refusal_set(&error, REFUSAL_LIFECYCLE, "after %d steps", 3));
    g_assert_error(error, REFUSAL_ERROR, REFUSAL_LIFECYCLE);
    g_assert_cmpstr(error->message, ==, "after 3 steps");
    g_assert_false(refusal_set(NULL, REFUSAL_LIFECYCLE, "nobody asks"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/refusal/every-refusal-has-one-name-a-status-and-a-title",
                    every_refusal_has_one_name_a_status_and_a_title);
    g_test_add_func("/refusal/a-strangers-type-is-not-found",
                    a_strangers_type_is_not_found);
    g_test_add_func("/refusal/setting-one-ends-a-check", setting_one_ends_a_check);
    return g_test_run();
}
