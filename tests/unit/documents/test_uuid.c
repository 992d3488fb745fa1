/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/uuid.h"

static const struct {
    const char *why;
    const char *text;
    bool is_uuid;
} texts[] = {
    {"the wire form", "0a1b2c3d-0000-4000-8000-00000000000f", true},
    {"upper case is another spelling of one id", "0A1B2C3D-0000-4000-8000-00000000000F",
     false},
    {"too short", "0a1b2c3d-0000-4000-8000-00000000000", false},
    {"too long", "0a1b2c3d-0000-4000-8000-00000000000ff", false},
    {"empty", "", false},
    {"hyphens elsewhere", "0a1b2c3d0-000-4000-8000-00000000000f", false},
    {"no hyphens", "0a1b2c3d00004000800000000000000f", false},
    {"braces", "{0a1b2c3d-0000-4000-8000-00000000000f}", false},
    {"a space before", " 0a1b2c3d-0000-4000-8000-00000000000f", false},
    {"a newline after", "0a1b2c3d-0000-4000-8000-00000000000f\n", false},
    {"a path", "../../../../../../../../etc/passwd..", false},
    {"a letter beyond f", "0a1b2c3d-0000-4000-8000-00000000000g", false},
};

static void
only_the_wire_form_is_read(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(texts); index++) {
        struct uuid uuid;
        char written[UUID_TEXT_BYTES];

        g_test_message("%s", texts[index].why);
        g_assert_cmpint(uuid_read(texts[index].text, &uuid), ==, texts[index].is_uuid);
        if (!texts[index].is_uuid)
            continue;
        uuid_write(&uuid, written);
        g_assert_cmpstr(written, ==, texts[index].text);
    }
}

static void
a_new_one_is_of_version_4_and_differs_from_the_last(void)
{
    struct uuid one, other;
    char text[UUID_TEXT_BYTES];

    uuid_new(&one);
    uuid_new(&other);
    g_assert_false(uuid_is_equal(&one, &other));
    uuid_write(&one, text);
    g_assert_cmpint(text[14], ==, '4');
    g_assert_nonnull(strchr("89ab", text[19]));
}

static void
one_of_a_document_is_of_version_7_and_sorts_by_time(void)
{
    static const uint8_t milliseconds[] = {0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0};
    const int64_t made_us = INT64_C(1645557742000) * 1000 + 999; /* RFC 9562, A.6 */
    struct uuid one, other, later;
    char text[UUID_TEXT_BYTES];

    uuid_new_at(&one, made_us);
    uuid_new_at(&other, made_us);
    uuid_new_at(&later, made_us + 1);
    g_assert_cmpint(memcmp(one.bytes, milliseconds, sizeof milliseconds), ==, 0);
    g_assert_false(uuid_is_equal(&one, &other));
    g_assert_cmpint(memcmp(&one, &later, sizeof one), <, 0);
    uuid_write(&one, text);
    g_assert_cmpint(text[14], ==, '7');
    g_assert_nonnull(strchr("89ab", text[19]));
}

static void
ids_are_keys_of_a_table(void)
{
    g_autoptr(GHashTable) table = g_hash_table_new(uuid_table_hash, uuid_table_equal);
    struct uuid one, copy, other;

    uuid_new(&one);
    copy = one;
    uuid_new(&other);
    g_hash_table_add(table, &one);
    g_assert_true(g_hash_table_contains(table, &copy));
    g_assert_false(g_hash_table_contains(table, &other));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uuid/only-the-wire-form-is-read", only_the_wire_form_is_read);
    g_test_add_func("/uuid/a-new-one-is-of-version-4-and-differs-from-the-last",
                    a_new_one_is_of_version_4_and_differs_from_the_last);
    g_test_add_func("/uuid/one-of-a-document-is-of-version-7-and-sorts-by-time",
                    one_of_a_document_is_of_version_7_and_sorts_by_time);
    g_test_add_func("/uuid/ids-are-keys-of-a-table", ids_are_keys_of_a_table);
    return g_test_run();
}
