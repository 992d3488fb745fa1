/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/client/stores.h"

#include <glib/gstdio.h>
#include <string.h>

static char *directory;

char *
stores_new_path(void)
{
    static int count = 0;

    return g_strdup_printf("%s/store-%d.db", directory, ++count);
}

struct local_store *
stores_open(const char *path)
{
    g_autoptr(GError) error = NULL;
    struct local_store *store = local_store_open(path, &error);

    g_assert_no_error(error);
    return store;
}

struct outbox_item *
stores_make_item(const char *document, const char *case_id)
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

void
stores_queue(struct local_store *store, const char *document, const char *case_id)
{
    g_autoptr(outbox_item) item = stores_make_item(document, case_id);
    g_autoptr(GError) error = NULL;

    g_assert_true(outbox_insert(store, item, &error));
    g_assert_no_error(error);
}

char *
stores_sendable(struct local_store *store)
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

static void
remove_directory(void)
{
    g_autoptr(GDir) files = g_dir_open(directory, 0, NULL);

    for (const char *name; (name = g_dir_read_name(files)) != NULL;) {
        g_autofree char *path = g_build_filename(directory, name, NULL);

        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(directory), ==, 0);
    g_free(directory);
}

int
stores_run(void)
{
    int status;

    directory = g_dir_make_tmp("local-store-XXXXXX", NULL);
    status = g_test_run();
    remove_directory();
    return status;
}
