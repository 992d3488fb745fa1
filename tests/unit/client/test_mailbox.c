/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/client/stores.h"

#include <sys/wait.h>
#include <unistd.h>

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
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
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
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
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
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
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
    g_autoptr(outbox_item) rejection = stores_make_item("rejection", "r");

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
    g_autoptr(local_store) store = stores_open(path);
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
        g_autofree char *path = stores_new_path();

        run_page_in_child(path, dies_at);
        check_page(path, dies_at > 5);
        /* What the next run does about it. */
        run_page_in_child(path, dies_at > 5 ? 0 : 6);
        check_page(path, true);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mailbox/the-cursor-never-goes-back",
                    test_the_cursor_never_goes_back);
    g_test_add_func("/mailbox/an-entry-is-stored-once", test_an_entry_is_stored_once);
    g_test_add_func("/mailbox/what-was-missing-is-filled-in",
                    test_what_was_missing_is_filled_in);
    g_test_add_func("/mailbox/a-page-is-stored-whole-or-not",
                    test_a_page_is_stored_whole_or_not);
    return stores_run();
}
