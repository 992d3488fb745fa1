/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/name_index.h"

static const struct {
    const char *why;
    const char *text;
    const char *legs; /* those found, sorted */
} searches[] = {
    {"a family name", "warsame", "1"},
    {"the beginning of one", "war", "1"},
    {"in any order and case", "WARSAME hod", "1"},
    {"not the middle", "arsame", ""},
    {"what she is known as", "hani", "1"},
    {"without the accent that is there", "dorte", "2"},
    {"with it", "dörte", "2"},
    {"each word must be there", "hodan silva", ""},
    {"a word of two", "farah", "1 2"},
    {"a reference, as it is written", "ESS-2611-0417", "1"},
    {"nothing", "", ""},
    {"nothing but spaces and signs", "  - ", ""},
};

static struct name_index *
make_index(void)
{
    struct name_index *index = name_index_new();

    name_index_put(index, "1", "Hodan Warsame (Hani)",
                   "Hodan Warsame Hani Farah ESS-2611-0417");
    name_index_put(index, "2", "Dörte Silva", "Dörte Silva Farah-Öz ESS-2611-0418");
    return index;
}

static char *
list(GHashTable *found)
{
    GString *text = g_string_new(NULL);

    for (int i = 1; i <= 2; i++) {
        g_autofree char *leg = g_strdup_printf("%d", i);

        if (g_hash_table_contains(found, leg))
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", leg);
    }
    return g_string_free(text, FALSE);
}

static void
names_are_found_by_their_beginnings(void)
{
    g_autoptr(name_index) index = make_index();

    for (size_t i = 0; i < G_N_ELEMENTS(searches); i++) {
        g_autoptr(GHashTable) found = name_index_search(index, searches[i].text);
        g_autofree char *legs = list(found);

        g_test_message("%s", searches[i].why);
        g_assert_cmpstr(legs, ==, searches[i].legs);
    }
}

static void
a_later_name_takes_the_place_of_an_earlier(void)
{
    g_autoptr(name_index) index = make_index();
    g_autoptr(GHashTable) found = NULL;
    g_autofree char *shown = NULL;

    name_index_put(index, "1", "Hodan Farah", "Hodan Farah");
    shown = name_index_find(index, "1");
    found = name_index_search(index, "warsame");
    g_assert_cmpstr(shown, ==, "Hodan Farah");
    g_assert_cmpuint(g_hash_table_size(found), ==, 0);
    g_assert_true(name_index_has(index, "2"));
    g_assert_false(name_index_has(index, "3"));
    g_assert_null(name_index_find(index, "3"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/name-index/names-are-found-by-their-beginnings",
                    names_are_found_by_their_beginnings);
    g_test_add_func("/name-index/a-later-name-takes-the-place-of-an-earlier",
                    a_later_name_takes_the_place_of_an_earlier);
    return g_test_run();
}
