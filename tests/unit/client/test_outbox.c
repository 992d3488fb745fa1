/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/client/stores.h"

static void
test_parked_blocks_its_case_only(void)
{
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autoptr(outbox_item) first = NULL;
    g_autoptr(GError) error = NULL;

    stores_queue(store, "a1", "a");
    stores_queue(store, "b1", "b");
    stores_queue(store, "a2", "a");
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
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autoptr(outbox_item) again = stores_make_item("a1", "a");
    g_autoptr(GError) error = NULL;

    stores_queue(store, "a1", "a");
    g_assert_false(outbox_insert(store, again, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_FAILED);
}

static void
test_a_receipt_settles_once(void)
{
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autoptr(GBytes) receipt = g_bytes_new_static("first", 5);
    g_autoptr(GBytes) later = g_bytes_new_static("later", 5);
    g_autoptr(GBytes) held = NULL;
    g_autoptr(outbox_item) item = NULL;
    g_autoptr(GError) error = NULL;

    stores_queue(store, "a1", "a");
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
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autoptr(GPtrArray) items = NULL;
    g_autoptr(GError) error = NULL;

    stores_queue(store, "a1", "a");
    items = outbox_list_sendable(store, &error);
    g_assert_true(outbox_mark_tried(store, items, true, &error));
    g_assert_false(outbox_drop(store, "a1", &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
    g_clear_error(&error);
    stores_queue(store, "a2", "a");
    g_assert_true(outbox_drop(store, "a2", &error));
    g_assert_no_error(error);
}

static void
test_a_replacement_takes_the_place(void)
{
    g_autofree char *path = stores_new_path();
    g_autoptr(local_store) store = stores_open(path);
    g_autoptr(outbox_item) old = NULL;
    g_autoptr(outbox_item) replacement = stores_make_item("a1b", "a");
    g_autoptr(outbox_item) follower = stores_make_item("a2", "a");
    g_autoptr(GError) error = NULL;

    g_free(follower->thread);
    follower->thread = g_strdup("leg-2");
    stores_queue(store, "a1", "a");
    g_assert_true(outbox_insert(store, follower, &error));
    old = outbox_find(store, "a1", &error);
    g_assert_true(outbox_replace(store, old, replacement, &error));
    assert_sendable(store, "a1b a2");
    g_assert_false(outbox_replace(store, old, replacement, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outbox/a-parked-document-blocks-its-case-only",
                    test_parked_blocks_its_case_only);
    g_test_add_func("/outbox/one-id-one-document", test_one_id_one_document);
    g_test_add_func("/outbox/a-receipt-settles-once", test_a_receipt_settles_once);
    g_test_add_func("/outbox/only-the-unsent-is-dropped",
                    test_only_the_unsent_is_dropped);
    g_test_add_func("/outbox/a-replacement-takes-the-place",
                    test_a_replacement_takes_the_place);
    return stores_run();
}
