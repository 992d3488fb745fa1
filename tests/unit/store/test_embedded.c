/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/store/fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* One database for all tests, because making one takes the time; the first test does.
 */
static char *directory;

/* A program of its own that owns a database until it is killed: ourselves, again. */
#define OWNER_ARGUMENT "--own"

static int
own(const char *where)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(embedded) embedded = embedded_start(where, EMBEDDED_SERVE, &error);
    char ready = 'r';

    if (embedded == NULL || write(STDOUT_FILENO, &ready, 1) != 1)
        return 1;
    for (;;)
        pause();
}

/* Starts such a program and waits until its database runs. */
static GPid
start_owner(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    char *arguments[] = {self, OWNER_ARGUMENT, directory, NULL};
    g_autoptr(GError) error = NULL;
    GPid owner;
    int output;
    char ready;

    g_assert_true(g_spawn_async_with_pipes(NULL, arguments, NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                           &owner, NULL, &output, NULL, &error));
    g_assert_cmpint(read(output, &ready, 1), ==, 1);
    close(output);
    return owner;
}

static void
kill_owner(GPid owner)
{
    g_assert_cmpint(kill(owner, SIGKILL), ==, 0);
    while (waitpid(owner, NULL, 0) < 0)
        g_assert_cmpint(errno, ==, EINTR);
}

/* Whether a database answers at that URL. */
static bool
answers(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(store) store = store_open(
        &(struct store_options){.url = url, .connections = 1, .wait_seconds = 5},
        &error);

    return store != NULL;
}

static void
test_half_a_database_is_made_anew(void)
{
    g_autofree char *unfinished = g_build_filename(directory, "postgres.new", NULL);
    g_autofree char *file = g_build_filename(unfinished, "PG_VERSION", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(embedded) embedded = NULL;

    g_assert_cmpint(mkdir(unfinished, 0700), ==, 0);
    g_assert_true(g_file_set_contents(file, "15\n", -1, NULL));
    embedded = embedded_start(directory, EMBEDDED_SERVE, &error);
    g_assert_no_error(error);
    g_assert_true(answers(embedded_url(embedded)));
    g_clear_pointer(&embedded, embedded_stop);
}

static void
test_it_starts_stops_and_starts_again(void)
{
    g_autoptr(GError) error = NULL;
    struct embedded *embedded;

    for (int i = 0; i < 2; i++) {
        pid_t pid;

        embedded = embedded_start(directory, EMBEDDED_SERVE, &error);
        g_assert_no_error(error);
        pid = embedded_pid(embedded);
        g_assert_true(answers(embedded_url(embedded)));
        embedded_stop(embedded);
        g_assert_cmpint(kill(pid, 0), ==, -1);
    }
}

static void
test_it_is_safe_and_private(void)
{
    static const struct {
        const char *why;
        const char *sql;
        const char *expected;
    } cases[] = {
        {"what is committed is on disk", "SHOW fsync", "on"},
        {"and stays so", "SHOW full_page_writes", "on"},
        {"a commit waits for it", "SHOW synchronous_commit", "on"},
        {"pages have checksums", "SHOW data_checksums", "on"},
        {"no network", "SHOW listen_addresses", ""},
        {"text is UTF-8", "SHOW server_encoding", "UTF8"},
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(embedded) embedded = embedded_start(directory, EMBEDDED_SERVE, &error);
    struct fixture database = {0};
    g_autofree char *url = NULL;
    g_autofree char *socket = NULL;
    struct stat status;

    g_assert_no_error(error);
    url = g_strdup(embedded_url(embedded));
    database.url = url;
    socket = fixture_sql(&database, "SHOW unix_socket_directories");

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].why);
        assert_sql(&database, cases[i].sql, cases[i].expected);
    }
    g_assert_cmpint(stat(socket, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 07777, ==, 0700);
}

static void
test_a_second_exchange_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(embedded) admin = NULL;
    GPid owner = start_owner();

    /* An admin command uses what the other one runs. */
    admin = embedded_start(directory, EMBEDDED_ADMIN, &error);
    g_assert_no_error(error);
    g_assert_true(answers(embedded_url(admin)));
    g_assert_null(embedded_start(directory, EMBEDDED_SERVE, &error));
    g_assert_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_IN_USE);
    kill_owner(owner);
    g_clear_pointer(&admin, embedded_stop);
    g_clear_error(&error);
    /* Alone, it runs one for its own duration. */
    admin = embedded_start(directory, EMBEDDED_ADMIN, &error);
    g_assert_no_error(error);
    g_assert_true(answers(embedded_url(admin)));
    g_clear_pointer(&admin, embedded_stop);
}

static void
test_what_a_killed_owner_left_is_no_obstacle(void)
{

    for (int i = 0; i < 3; i++) {
        g_autoptr(GError) error = NULL;
        GPid owner = start_owner();
        g_autoptr(embedded) embedded = NULL;

        kill_owner(owner);
        embedded = embedded_start(directory, EMBEDDED_SERVE, &error);
        g_assert_no_error(error);
        g_assert_true(answers(embedded_url(embedded)));
    }
}

static void
test_what_fails_is_told(void)
{
    g_autofree char *other = fixture_directory();
    g_autofree char *database = g_build_filename(other, "postgres", NULL);
    g_autofree char *version = g_build_filename(database, "PG_VERSION", NULL);
    g_autoptr(GError) error = NULL;

    /* A database directory that anybody may enter is not one of ours. */
    g_assert_cmpint(mkdir(database, 0755), ==, 0);
    g_assert_true(g_file_set_contents(version, "15\n", -1, NULL));
    g_assert_null(embedded_start(other, EMBEDDED_SERVE, &error));
    g_assert_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY);
    g_assert_nonnull(strstr(error->message, database));
    fixture_directory_remove(other);
}

static void
add_tests(void)
{
    g_test_add_func("/embedded/half-a-database-is-made-anew",
                    test_half_a_database_is_made_anew);
    g_test_add_func("/embedded/it-starts-stops-and-starts-again",
                    test_it_starts_stops_and_starts_again);
    g_test_add_func("/embedded/it-is-safe-and-private", test_it_is_safe_and_private);
    g_test_add_func("/embedded/a-second-exchange-is-refused",
                    test_a_second_exchange_is_refused);
    g_test_add_func("/embedded/what-a-killed-owner-left-is-no-obstacle",
                    test_what_a_killed_owner_left_is_no_obstacle);
    g_test_add_func("/embedded/what-fails-is-told", test_what_fails_is_told);
}

int
main(int argc, char **argv)
{
    int status;

    if (argc == 3 && strcmp(argv[1], OWNER_ARGUMENT) == 0)
        return own(argv[2]);
    directory = fixture_directory();
    status = fixture_run(argc, argv, add_tests);
    fixture_directory_remove(directory);
    g_free(directory);
    return status;
}
