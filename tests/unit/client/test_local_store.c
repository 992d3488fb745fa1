/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/legs.h"
#include "tests/unit/client/stores.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* As main() does when this program is started so; SQLite does not outlive a fork. */
static void
queue_in_another_program(const char *path, const char *document)
{
    const char *const argv[] = {"/proc/self/exe", "--queue", path, document, NULL};
    g_autoptr(GError) error = NULL;
    int status;

    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                               NULL, NULL, &status, &error));
    g_assert_no_error(error);
    g_assert_true(g_spawn_check_wait_status(status, &error));
}

/* A program with several handles, and another beside it that comes and goes. */
static void
test_handles_of_two_programs_see_each_other(void)
{
    g_autofree char *path = stores_new_path();
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    g_autoptr(local_store) one = stores_open(path);
    g_autoptr(local_store) other = stores_open(path);

    stores_queue(one, "a1", "a");
    queue_in_another_program(path, "a2");
    g_assert_true(g_file_test(log, G_FILE_TEST_EXISTS));
    assert_sendable(one, "a1 a2");
    stores_queue(other, "a3", "a");
    queue_in_another_program(path, "a4");
    assert_sendable(one, "a1 a2 a3 a4");
    assert_sendable(other, "a1 a2 a3 a4");
}

static void
test_the_file_is_private(void)
{
    g_autofree char *path = stores_new_path();
    struct stat status;

    g_assert_true(g_file_set_contents(path, "", 0, NULL));
    g_assert_cmpint(g_chmod(path, 0644), ==, 0);
    {
        g_autoptr(local_store) store = stores_open(path);
        g_autofree char *log = g_strconcat(path, "-wal", NULL);

        g_assert_cmpint(stat(path, &status), ==, 0);
        g_assert_cmpint(status.st_mode & 0777, ==, 0600);
        stores_queue(store, "a1", "a");
        g_assert_cmpint(stat(log, &status), ==, 0);
        g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    }
}

static void
test_ids_are_found_by_their_beginning(void)
{
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autofree char *found = NULL;
    g_autoptr(GError) error = NULL;
    static const struct {
        const char *why;
        const char *prefix;
        int code;
    } refused[] = {
        {"two begin so", "abcd", LOCAL_STORE_ERROR_AMBIGUOUS},
        {"too short to mean anything", "abc", LOCAL_STORE_ERROR_NOT_FOUND},
        {"nothing begins so", "beef", LOCAL_STORE_ERROR_NOT_FOUND},
        {"a pattern is no id", "abc*", LOCAL_STORE_ERROR_NOT_FOUND},
    };

    stores_queue(store, "abcd1111", "case-a");
    stores_queue(store, "abcd2222", "case-a");
    found = local_store_find_id(store, "ABCD2", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(found, ==, "abcd2222");
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_test_message("%s", refused[i].why);
        g_assert_null(local_store_find_id(store, refused[i].prefix, &error));
        g_assert_error(error, LOCAL_STORE_ERROR, refused[i].code);
        g_clear_error(&error);
    }
}

static void
test_an_older_change_never_overwrites(void)
{
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autoptr(known_leg) read = NULL;
    g_autoptr(GError) error = NULL;
    struct known_leg leg = {.leg = (char *)"l",
                            .referral = (char *)"r",
                            .case_id = (char *)"c",
                            .referrer = (char *)"us",
                            .recipient = (char *)"them",
                            .mode = (char *)"single",
                            .urgency = (char *)"routine",
                            .state = (char *)"accepted",
                            .changed = 8};

    g_assert_true(legs_write(store, &leg, &error));
    leg.state = (char *)"offered";
    leg.changed = 7;
    g_assert_true(legs_write(store, &leg, &error));
    read = legs_find(store, "l", &error);
    g_assert_cmpstr(read->state, ==, "accepted");
    g_assert_no_error(error);
}

static int
queue_and_end(const char *path, const char *document)
{
    g_autoptr(local_store) store = stores_open(path);

    stores_queue(store, document, "a");
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 4 && g_str_equal(argv[1], "--queue"))
        return queue_and_end(argv[2], argv[3]);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/local-store/handles-of-two-programs-see-each-other",
                    test_handles_of_two_programs_see_each_other);
    g_test_add_func("/local-store/the-file-is-private", test_the_file_is_private);
    g_test_add_func("/local-store/ids-are-found-by-their-beginning",
                    test_ids_are_found_by_their_beginning);
    g_test_add_func("/local-store/an-older-change-never-overwrites",
                    test_an_older_change_never_overwrites);
    return stores_run();
}
