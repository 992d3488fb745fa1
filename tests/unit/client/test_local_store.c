/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/local_store.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/local_store/settings.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *directory;

static char *
new_path(void)
{
    static int count = 0;

    return g_strdup_printf("%s/store-%d.db", directory, ++count);
}

static struct local_store *
must_open(const char *path)
{
    g_autoptr(GError) error = NULL;
    struct local_store *store = local_store_open(path, &error);

    g_assert_no_error(error);
    return store;
}

static struct outbox_item *
make_item(const char *document, const char *case_id)
{
    struct outbox_item *item = g_new0(struct outbox_item, 1);

    item->document = g_strdup(document);
    item->case_id = g_strdup(case_id);
    item->kind = g_strdup("response");
    item->step = g_strdup("response.accept");
    item->thread = g_strdup("leg-1");
    item->bytes = g_bytes_new(document, strlen(document));
    item->queued_us = 1;
    return item;
}

static void
queue(struct local_store *store, const char *document, const char *case_id)
{
    g_autoptr(outbox_item) item = make_item(document, case_id);
    g_autoptr(GError) error = NULL;

    g_assert_true(outbox_insert(store, item, &error));
    g_assert_no_error(error);
}

/* The ids of what may be sent now, as one text. */
static char *
sendable(struct local_store *store)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) items = outbox_list_sendable(store, &error);
    GString *text = g_string_new(NULL);

    g_assert_no_error(error);
    for (unsigned i = 0; i < items->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "",
                               ((struct outbox_item *)items->pdata[i])->document);
    return g_string_free(text, FALSE);
}

#define assert_sendable(store, expected)                                               \
    do {                                                                               \
        g_autofree char *found = sendable(store);                                      \
        g_assert_cmpstr(found, ==, expected);                                          \
    } while (false)

static void
test_parked_blocks_its_case_only(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(outbox_item) first = NULL;
    g_autoptr(GError) error = NULL;

    queue(store, "a1", "a");
    queue(store, "b1", "b");
    queue(store, "a2", "a");
    assert_sendable(store, "a1 b1 a2");
    first = outbox_find(store, "a1", &error);
    g_assert_true(outbox_park(store, first, "lifecycle", "too late", &error));
    assert_sendable(store, "b1");
    g_assert_true(outbox_retry(store, "a1", &error));
    assert_sendable(store, "a1 b1 a2");
    g_assert_true(outbox_park(store, first, "lifecycle", "too late", &error));
    g_assert_true(outbox_drop(store, "a1", &error));
    assert_sendable(store, "b1 a2");
    g_assert_no_error(error);
}

static void
test_one_id_one_document(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(outbox_item) again = make_item("a1", "a");
    g_autoptr(GError) error = NULL;

    queue(store, "a1", "a");
    g_assert_false(outbox_insert(store, again, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_FAILED);
}

static void
test_a_receipt_settles_once(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(GBytes) receipt = g_bytes_new_static("first", 5);
    g_autoptr(GBytes) later = g_bytes_new_static("later", 5);
    g_autoptr(GBytes) held = NULL;
    g_autoptr(outbox_item) item = NULL;
    g_autoptr(GError) error = NULL;

    queue(store, "a1", "a");
    item = outbox_find(store, "a1", &error);
    g_assert_true(outbox_settle(store, item, 9, 90, receipt, &error));
    g_assert_true(outbox_settle(store, item, 9, 90, later, &error));
    held = receipt_find(store, "a1", &error);
    g_assert_true(g_bytes_equal(held, receipt));
    assert_sendable(store, "");
    g_assert_no_error(error);
    g_assert_false(outbox_retry(store, "a1", &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
}

static void
test_only_the_unsent_is_dropped(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(GPtrArray) items = NULL;
    g_autoptr(GError) error = NULL;

    queue(store, "a1", "a");
    items = outbox_list_sendable(store, &error);
    g_assert_true(outbox_mark_tried(store, items, true, &error));
    g_assert_false(outbox_drop(store, "a1", &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
    g_clear_error(&error);
    queue(store, "a2", "a");
    g_assert_true(outbox_drop(store, "a2", &error));
    g_assert_no_error(error);
}

static void
test_a_replacement_takes_the_place(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(outbox_item) old = NULL;
    g_autoptr(outbox_item) replacement = make_item("a1b", "a");
    g_autoptr(outbox_item) follower = make_item("a2", "a");
    g_autoptr(GError) error = NULL;

    g_free(follower->thread);
    follower->thread = g_strdup("leg-2");
    queue(store, "a1", "a");
    g_assert_true(outbox_insert(store, follower, &error));
    old = outbox_find(store, "a1", &error);
    g_assert_true(outbox_replace(store, old, replacement, &error));
    assert_sendable(store, "a1b a2");
    g_assert_false(outbox_replace(store, old, replacement, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
}

static struct stored_entry *
make_entry(int64_t sequence)
{
    struct stored_entry *entry = g_new0(struct stored_entry, 1);

    entry->sequence = sequence;
    entry->document = g_strdup_printf("document-%d", (int)sequence);
    entry->case_id = g_strdup("a");
    entry->kind = g_strdup("referral");
    entry->sender = g_strdup("them");
    entry->recipient = g_strdup("us");
    entry->thread = g_strdup("leg-1");
    entry->sha256 = g_strdup("00");
    entry->bytes = g_bytes_new("bytes", 5);
    entry->is_due = true;
    return entry;
}

static void
test_the_cursor_never_goes_back(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(GError) error = NULL;
    int64_t cursor = -1;

    g_assert_true(mailbox_read_cursor(store, &cursor, &error));
    g_assert_cmpint(cursor, ==, 0);
    g_assert_true(mailbox_write_cursor(store, 1000, &error));
    g_assert_true(mailbox_write_cursor(store, 900, &error));
    g_assert_true(mailbox_read_cursor(store, &cursor, &error));
    g_assert_cmpint(cursor, ==, 1000);
    g_assert_no_error(error);
}

static void
test_an_entry_is_stored_once(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(stored_entry) entry = make_entry(4);
    g_autoptr(GPtrArray) due = NULL;
    g_autoptr(GPtrArray) none = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(mailbox_insert(store, entry, &error));
    due = mailbox_list_due(store, 500, &error);
    g_assert_cmpuint(due->len, ==, 1);
    g_assert_true(mailbox_mark_confirmed(store, due, &error));
    /* The same entry again, as after a kill before the cursor was read. */
    g_assert_true(mailbox_insert(store, entry, &error));
    none = mailbox_list_due(store, 500, &error);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_no_error(error);
}

static void
test_what_was_missing_is_filled_in(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(stored_entry) missing = make_entry(4);
    g_autoptr(stored_entry) found = make_entry(4);
    g_autoptr(stored_entry) read = NULL;
    g_autoptr(GPtrArray) left = NULL;
    g_autoptr(GError) error = NULL;

    g_clear_pointer(&missing->bytes, g_bytes_unref);
    missing->state = ENTRY_MISSING;
    missing->is_due = false;
    g_assert_true(mailbox_insert(store, missing, &error));
    g_assert_true(mailbox_insert(store, found, &error));
    read = mailbox_find(store, "document-4", &error);
    g_assert_cmpint(read->state, ==, ENTRY_STORED);
    g_assert_true(read->is_due);
    left = mailbox_list_missing(store, &error);
    g_assert_cmpuint(left->len, ==, 0);
    g_assert_no_error(error);
}

/* One page of the mailbox, that dies before its step number `dies_at`. */
struct page {
    int dies_at;
};

static void
die_at(const struct page *page, int step)
{
    if (page->dies_at == step)
        _exit(3);
}

static bool
store_page(struct local_store *store, void *data, GError **error)
{
    const struct page *page = data;
    g_autoptr(outbox_item) rejection = make_item("rejection", "r");

    die_at(page, 0);
    for (int i = 1; i <= 3; i++) {
        g_autoptr(stored_entry) entry = make_entry(i);

        if (!mailbox_insert(store, entry, error))
            return false;
        die_at(page, i);
    }
    if (!outbox_insert(store, rejection, error))
        return false;
    die_at(page, 4);
    if (!mailbox_write_cursor(store, 3, error))
        return false;
    die_at(page, 5);
    return true;
}

static void
check_page(const char *path, bool is_whole)
{
    g_autoptr(local_store) store = must_open(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) due = mailbox_list_due(store, 500, &error);
    int64_t cursor;

    g_assert_true(mailbox_read_cursor(store, &cursor, &error));
    g_assert_cmpint(cursor, ==, is_whole ? 3 : 0);
    g_assert_cmpuint(due->len, ==, is_whole ? 3 : 0);
    assert_sendable(store, is_whole ? "rejection" : "");
    g_assert_no_error(error);
}

static void
run_page_in_child(const char *path, int dies_at)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct page page = {dies_at};
        struct local_store *store = local_store_open(path, NULL);
        bool is_done =
            store != NULL && local_store_transact(store, store_page, &page, NULL);

        _exit(is_done ? 0 : 1);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, dies_at <= 5 ? 3 : 0);
}

static void
test_a_page_is_stored_whole_or_not(void)
{
    for (int dies_at = 0; dies_at <= 6; dies_at++) {
        g_autofree char *path = new_path();

        run_page_in_child(path, dies_at);
        check_page(path, dies_at > 5);
        /* What the next run does about it. */
        run_page_in_child(path, dies_at > 5 ? 0 : 6);
        check_page(path, true);
    }
}

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
    g_autofree char *path = new_path();
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    g_autoptr(local_store) one = must_open(path);
    g_autoptr(local_store) other = must_open(path);

    queue(one, "a1", "a");
    queue_in_another_program(path, "a2");
    g_assert_true(g_file_test(log, G_FILE_TEST_EXISTS));
    assert_sendable(one, "a1 a2");
    queue(other, "a3", "a");
    queue_in_another_program(path, "a4");
    assert_sendable(one, "a1 a2 a3 a4");
    assert_sendable(other, "a1 a2 a3 a4");
}

static void
test_the_file_is_private(void)
{
    g_autofree char *path = new_path();
    struct stat status;

    g_assert_true(g_file_set_contents(path, "", 0, NULL));
    g_assert_cmpint(g_chmod(path, 0644), ==, 0);
    {
        g_autoptr(local_store) store = must_open(path);
        g_autofree char *log = g_strconcat(path, "-wal", NULL);

        g_assert_cmpint(stat(path, &status), ==, 0);
        g_assert_cmpint(status.st_mode & 0777, ==, 0600);
        queue(store, "a1", "a");
        g_assert_cmpint(stat(log, &status), ==, 0);
        g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    }
}

static void
test_ids_are_found_by_their_beginning(void)
{
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
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

    queue(store, "abcd1111", "case-a");
    queue(store, "abcd2222", "case-a");
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
    g_autofree char *path = new_path();
    g_autoptr(local_store) store = must_open(path);
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

static void
directory_remove(void)
{
    g_autoptr(GDir) files = g_dir_open(directory, 0, NULL);

    for (const char *name; (name = g_dir_read_name(files)) != NULL;) {
        g_autofree char *path = g_build_filename(directory, name, NULL);

        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(directory), ==, 0);
    g_free(directory);
}

static int
queue_and_end(const char *path, const char *document)
{
    g_autoptr(local_store) store = must_open(path);

    queue(store, document, "a");
    return 0;
}

int
main(int argc, char **argv)
{
    int status;

    if (argc == 4 && g_str_equal(argv[1], "--queue"))
        return queue_and_end(argv[2], argv[3]);
    g_test_init(&argc, &argv, NULL);
    directory = g_dir_make_tmp("local-store-XXXXXX", NULL);
    g_test_add_func("/local-store/a-parked-document-blocks-its-case-only",
                    test_parked_blocks_its_case_only);
    g_test_add_func("/local-store/one-id-one-document", test_one_id_one_document);
    g_test_add_func("/local-store/a-receipt-settles-once", test_a_receipt_settles_once);
    g_test_add_func("/local-store/only-the-unsent-is-dropped",
                    test_only_the_unsent_is_dropped);
    g_test_add_func("/local-store/a-replacement-takes-the-place",
                    test_a_replacement_takes_the_place);
    g_test_add_func("/local-store/the-cursor-never-goes-back",
                    test_the_cursor_never_goes_back);
    g_test_add_func("/local-store/an-entry-is-stored-once",
                    test_an_entry_is_stored_once);
    g_test_add_func("/local-store/what-was-missing-is-filled-in",
                    test_what_was_missing_is_filled_in);
    g_test_add_func("/local-store/a-page-is-stored-whole-or-not",
                    test_a_page_is_stored_whole_or_not);
    g_test_add_func("/local-store/handles-of-two-programs-see-each-other",
                    test_handles_of_two_programs_see_each_other);
    g_test_add_func("/local-store/the-file-is-private", test_the_file_is_private);
    g_test_add_func("/local-store/ids-are-found-by-their-beginning",
                    test_ids_are_found_by_their_beginning);
    g_test_add_func("/local-store/an-older-change-never-overwrites",
                    test_an_older_change_never_overwrites);
    status = g_test_run();
    directory_remove();
    return status;
}
