/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/store/fixture.h"

#include <string.h>

static struct store *
open_again(struct fixture *fixture, GError **error)
{
    return store_open(&(struct store_options){.url = fixture->url,
                                              .connections = 1,
                                              .wait_seconds = 0},
                      error);
}

static void
test_a_second_start_changes_nothing(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *before =
        fixture_sql(fixture, "SELECT string_agg(t::text, ',') FROM migration AS t");
    g_autoptr(store) again = open_again(fixture, &error);

    g_assert_no_error(error);
    g_assert_nonnull(again);
    assert_sql(fixture, "SELECT string_agg(t::text, ',') FROM migration AS t", before);
}

static void *
open_in_thread(void *data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(store) store = open_again(data, &error);

    g_assert_no_error(error);
    return store == NULL ? NULL : data;
}

static void
test_several_may_start_at_once(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    GThread *threads[4];

    /* An empty database again, so that there is something to be made. */
    assert_sql(fixture,
               "DROP SCHEMA public CASCADE; CREATE SCHEMA public; SELECT 'done'",
               "done");
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("start", open_in_thread, fixture);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_true(g_thread_join(threads[i]) == fixture);
    assert_sql(fixture, "SELECT count(*) = max(number) FROM migration", "t");
}

static void
test_what_is_not_ours_is_refused(void)
{
    static const struct {
        const char *why;
        const char *sql;
        int code;
    } cases[] = {
        {"a later release's schema",
         "INSERT INTO migration VALUES (9999, '9999_later.sql', 'x') RETURNING 'done'",
         STORE_ERROR_SCHEMA_TOO_NEW},
        {"a migration that reads otherwise",
         "DELETE FROM migration WHERE number = 9999;"
         "UPDATE migration SET sha256 = 'x' WHERE number = 1 RETURNING 'done'",
         STORE_ERROR_SCHEMA_DIFFERENT},
    };
    g_autoptr(fixture) fixture = fixture_new();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", cases[i].why);
        assert_sql(fixture, cases[i].sql, "done");
        g_assert_null(open_again(fixture, &error));
        g_assert_error(error, STORE_ERROR, cases[i].code);
    }
}

static void
test_no_database_is_unavailable(void)
{
    g_autoptr(GError) error = NULL;
    struct store_options options = {
        .url = "host=/nonexistent dbname=none", .connections = 1, .wait_seconds = 0};

    g_assert_null(store_open(&options, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_UNAVAILABLE);
}

static void
test_everything_is_explained(void)
{
    g_autoptr(fixture) fixture = fixture_new();

    assert_sql(fixture,
               "SELECT COALESCE(string_agg(c.relname || '.' || a.attname, ' '), 'none')"
               " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
               " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
               " AND a.attnum >= 0 AND NOT a.attisdropped"
               " AND col_description(c.oid, a.attnum) IS NULL",
               "none");
    assert_sql(fixture,
               "SELECT COALESCE(string_agg(relname, ' '), 'none') FROM pg_class"
               " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
               " AND obj_description(oid, 'pg_class') IS NULL",
               "none");
}

static void
test_documents_stay_in_their_row(void)
{
    g_autoptr(fixture) fixture = fixture_new();

    /* 4 KB with its receipt, then one that is too large for a page. */
    assert_sql(
        fixture,
        "INSERT INTO document SELECT 1, string_agg(sha256(i::text::bytea), ''),"
        " string_agg(sha256(i::text::bytea), '') FROM generate_series(1, 120) AS i;"
        "SELECT pg_relation_size(reltoastrelid) FROM pg_class"
        " WHERE relname = 'document'",
        "0");
    assert_sql(fixture,
               "INSERT INTO document SELECT 2, string_agg(sha256(i::text::bytea), ''),"
               " '\\x00' FROM generate_series(1, 3000) AS i;"
               "SELECT pg_relation_size(reltoastrelid) > 0 FROM pg_class"
               " WHERE relname = 'document'",
               "t");
}

static void
add_tests(void)
{
    g_test_add_func("/migrations/a-second-start-changes-nothing",
                    test_a_second_start_changes_nothing);
    g_test_add_func("/migrations/several-may-start-at-once",
                    test_several_may_start_at_once);
    g_test_add_func("/migrations/what-is-not-ours-is-refused",
                    test_what_is_not_ours_is_refused);
    g_test_add_func("/migrations/no-database-is-unavailable",
                    test_no_database_is_unavailable);
    g_test_add_func("/migrations/everything-is-explained",
                    test_everything_is_explained);
    g_test_add_func("/migrations/documents-stay-in-their-row",
                    test_documents_stay_in_their_row);
}

int
main(int argc, char **argv)
{
    return fixture_run(argc, argv, add_tests);
}
