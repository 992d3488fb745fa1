/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/outbox.h"

#include "agency-client/local_store/statement.h"

static const char *const state_names[] = {"queued", "sent", "parked", "dropped",
                                          "superseded"};

/* The columns of every SELECT here, in the order read_item takes them. */
#define ITEM_COLUMNS                                                                   \
    "SELECT o.number, o.position, o.document, o.case_id, o.kind, o.step, o.thread,"    \
    " o.recipient, o.bytes, o.sha256, o.state, o.is_tried, o.queued_us, o.problem,"    \
    " o.detail, o.replaces, r.sequence, r.received_us"                                 \
    " FROM outbox o LEFT JOIN receipt r ON r.document = o.document "

const char *
outbox_state_text(enum outbox_state state)
{
    return state_names[state];
}

void
outbox_item_free(struct outbox_item *item)
{
    if (item == NULL)
        return;
    g_free(item->document);
    g_free(item->case_id);
    g_free(item->kind);
    g_free(item->step);
    g_free(item->thread);
    g_free(item->recipient);
    g_clear_pointer(&item->bytes, g_bytes_unref);
    g_free(item->sha256);
    g_free(item->problem);
    g_free(item->detail);
    g_free(item->replaces);
    g_free(item);
}

static enum outbox_state
read_state(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
        if (g_str_equal(state_names[i], name))
            return (enum outbox_state)i;
    g_assert_not_reached(); /* the table's CHECK knows no other */
}

static struct outbox_item *
read_item(statement *row)
{
    struct outbox_item *item = g_new0(struct outbox_item, 1);

    item->number = sqlite3_column_int64(row, 0);
    item->position = sqlite3_column_int64(row, 1);
    item->document = statement_text(row, 2);
    item->case_id = statement_text(row, 3);
    item->kind = statement_text(row, 4);
    item->step = statement_text(row, 5);
    item->thread = statement_text(row, 6);
    item->recipient = statement_text(row, 7);
    item->bytes = statement_bytes(row, 8);
    item->sha256 = statement_text(row, 9);
    item->state = read_state((const char *)sqlite3_column_text(row, 10));
    item->is_tried = sqlite3_column_int(row, 11) != 0;
    item->queued_us = sqlite3_column_int64(row, 12);
    item->problem = statement_text(row, 13);
    item->detail = statement_text(row, 14);
    item->replaces = statement_text(row, 15);
    item->sequence = sqlite3_column_int64(row, 16);
    item->received_us = sqlite3_column_int64(row, 17);
    return item;
}

static GPtrArray *
read_items(struct local_store *store, statement *row, GError **error)
{
    g_autoptr(GPtrArray) items =
        g_ptr_array_new_with_free_func((GDestroyNotify)outbox_item_free);
    int step;

    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(items, read_item(row));
    return step == 0 ? g_steal_pointer(&items) : NULL;
}

struct insertion {
    struct outbox_item *item;
    const struct outbox_item *old;
};

static const char insert_item[] =
    "INSERT INTO outbox (position, document, case_id, kind, step, thread, recipient,"
    " bytes, sha256, state, queued_us, replaces)"
    " VALUES (CASE ?1 WHEN 0 THEN (SELECT coalesce(max(position), 0) + 1 FROM outbox)"
    "         ELSE ?1 END, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'queued', ?10, ?11)"
    " RETURNING number, position";

static bool
insert(struct local_store *store, void *data, GError **error)
{
    struct outbox_item *item = ((struct insertion *)data)->item;
    g_autoptr(statement) row = NULL;

    row = statement_bind(store, insert_item, error, "ittttttbtit", item->position,
                         item->document, item->case_id, item->kind, item->step,
                         item->thread, item->recipient, item->bytes, item->sha256,
                         item->queued_us, item->replaces);
    if (row == NULL || statement_next(store, row, error) != 1)
        return false;
    item->number = sqlite3_column_int64(row, 0);
    item->position = sqlite3_column_int64(row, 1);
    item->state = OUTBOX_QUEUED;
    return statement_next(store, row, error) == 0;
}

bool
outbox_insert(struct local_store *store, struct outbox_item *item, GError **error)
{
    struct insertion insertion = {.item = item};

    g_free(item->sha256);
    item->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, item->bytes);
    return local_store_transact(store, insert, &insertion, error);
}

static bool
must_change(struct local_store *store, const char *document, const char *is_not,
            GError **error)
{
    if (statement_changed(store) == 1)
        return true;
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE,
                "outbox: document %s is not %s", document, is_not);
    return false;
}

static const char supersede_item[] =
    "UPDATE outbox SET state = 'superseded', problem = ?2, detail = ?3"
    " WHERE document = ?1 AND state IN ('queued', 'parked')";

static const char park_followers[] =
    "UPDATE outbox SET state = 'parked', problem = 'superseded-leg', detail = ?2"
    " WHERE thread = ?1 AND state = 'queued'";

static bool
replace(struct local_store *store, void *data, GError **error)
{
    struct insertion *insertion = data;
    const struct outbox_item *old = insertion->old;
    g_autofree char *detail =
        g_strdup_printf("signed again as %s", insertion->item->document);

    if (!statement_run(store, supersede_item, error, "ttt", old->document,
                       "stale-recipient-key", detail) ||
        !must_change(store, old->document, "waiting to be sent", error) ||
        !statement_run(store, park_followers, error, "tt", old->document, detail))
        return false;
    return outbox_insert(store, insertion->item, error);
}

bool
outbox_replace(struct local_store *store, const struct outbox_item *old,
               struct outbox_item *replacement, GError **error)
{
    struct insertion insertion = {.item = replacement, .old = old};

    replacement->position = old->position;
    g_free(replacement->replaces);
    replacement->replaces = g_strdup(old->document);
    return local_store_transact(store, replace, &insertion, error);
}

GPtrArray *
outbox_list_sendable(struct local_store *store, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store,
        ITEM_COLUMNS "WHERE o.state = 'queued' AND NOT EXISTS (SELECT 1 FROM outbox p"
                     "  WHERE p.state = 'parked' AND p.case_id = o.case_id"
                     "  AND p.position < o.position) ORDER BY o.position, o.number",
        error, "");

    return row != NULL ? read_items(store, row, error) : NULL;
}

GPtrArray *
outbox_list(struct local_store *store, bool is_everything, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store,
                       ITEM_COLUMNS "WHERE ?1 OR o.state IN ('queued', 'parked')"
                                    " ORDER BY o.position, o.number",
                       error, "i", (int64_t)is_everything);

    return row != NULL ? read_items(store, row, error) : NULL;
}

GPtrArray *
outbox_list_thread(struct local_store *store, const char *thread, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, ITEM_COLUMNS "WHERE o.thread = ?1 ORDER BY o.position, o.number", error,
        "t", thread);

    return row != NULL ? read_items(store, row, error) : NULL;
}

GPtrArray *
outbox_list_newest(struct local_store *store, const char *kind, int limit,
                   GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, ITEM_COLUMNS "WHERE o.kind = ?1 ORDER BY o.number DESC LIMIT ?2", error,
        "ti", kind, (int64_t)limit);

    return row != NULL ? read_items(store, row, error) : NULL;
}

GHashTable *
outbox_list_ahead(struct local_store *store, int64_t after, GError **error)
{
    g_autoptr(GHashTable) ahead =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(statement) row = statement_bind(
        store,
        "SELECT thread FROM outbox WHERE state = 'queued' AND thread IS NOT NULL"
        " UNION ALL SELECT o.thread FROM receipt r"
        " JOIN outbox o ON o.document = r.document"
        " WHERE r.sequence > ?1 AND o.thread IS NOT NULL",
        error, "i", after);
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1)
        g_hash_table_add(ahead, statement_text(row, 0));
    return step == 0 ? g_steal_pointer(&ahead) : NULL;
}

struct outbox_item *
outbox_find(struct local_store *store, const char *document, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, ITEM_COLUMNS "WHERE o.document = ?1", error, "t", document);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_item(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "the outbox holds no document %s", document);
    return NULL;
}

struct marking {
    GPtrArray *items;
    bool is_tried;
};

static bool
mark(struct local_store *store, void *data, GError **error)
{
    const struct marking *marking = data;

    for (unsigned i = 0; i < marking->items->len; i++) {
        const struct outbox_item *item = marking->items->pdata[i];

        if (item->is_tried != marking->is_tried &&
            !statement_run(store, "UPDATE outbox SET is_tried = ?2 WHERE number = ?1",
                           error, "ii", item->number, (int64_t)marking->is_tried))
            return false;
    }
    return true;
}

bool
outbox_mark_tried(struct local_store *store, GPtrArray *items, bool is_tried,
                  GError **error)
{
    struct marking marking = {items, is_tried};

    return local_store_transact(store, mark, &marking, error);
}

struct settlement {
    const struct outbox_item *item;
    int64_t sequence;
    int64_t received_us;
    GBytes *receipt;
};

/* A second client of the same file may have settled it first: the same proof. */
static bool
settle(struct local_store *store, void *data, GError **error)
{
    const struct settlement *settlement = data;

    return statement_run(store,
                         "INSERT INTO receipt (document, sequence, received_us, bytes)"
                         " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                         error, "tiib", settlement->item->document,
                         settlement->sequence, settlement->received_us,
                         settlement->receipt) &&
           statement_run(store,
                         "UPDATE outbox SET state = 'sent', is_tried = 1,"
                         " problem = NULL, detail = NULL WHERE document = ?1",
                         error, "t", settlement->item->document);
}

bool
outbox_settle(struct local_store *store, const struct outbox_item *item,
              int64_t sequence, int64_t received_us, GBytes *receipt, GError **error)
{
    struct settlement settlement = {item, sequence, received_us, receipt};

    return local_store_transact(store, settle, &settlement, error);
}

static bool
park(struct local_store *store, void *data, GError **error)
{
    const struct outbox_item *item = data;

    return statement_run(store,
                         "UPDATE outbox SET state = 'parked', problem = ?2, detail = ?3"
                         " WHERE document = ?1 AND state = 'queued'",
                         error, "ttt", item->document, item->problem, item->detail);
}

bool
outbox_park(struct local_store *store, const struct outbox_item *item,
            const char *problem, const char *detail, GError **error)
{
    struct outbox_item parked = {.document = item->document,
                                 .problem = (char *)problem,
                                 .detail = (char *)detail};

    return local_store_transact(store, park, &parked, error);
}

static bool
retry(struct local_store *store, void *data, GError **error)
{
    const char *document = data;

    return statement_run(store,
                         "UPDATE outbox SET state = 'queued', problem = NULL,"
                         " detail = NULL WHERE document = ?1 AND state = 'parked'",
                         error, "t", document) &&
           must_change(store, document, "parked, so there is nothing to retry", error);
}

bool
outbox_retry(struct local_store *store, const char *document, GError **error)
{
    return local_store_transact(store, retry, (char *)document, error);
}

static bool
drop(struct local_store *store, void *data, GError **error)
{
    const char *document = data;

    return statement_run(store,
                         "UPDATE outbox SET state = 'dropped' WHERE document = ?1"
                         " AND (state = 'parked' OR state = 'queued' AND NOT is_tried)",
                         error, "t", document) &&
           must_change(store, document,
                       "parked or unsent: it may have reached the exchange, so let"
                       " 'agency-client sync' find out first",
                       error);
}

bool
outbox_drop(struct local_store *store, const char *document, GError **error)
{
    return local_store_transact(store, drop, (char *)document, error);
}

GBytes *
receipt_find(struct local_store *store, const char *document, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, "SELECT bytes FROM receipt WHERE document = ?1", error, "t", document);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return statement_bytes(row, 0);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "there is no receipt for %s yet", document);
    return NULL;
}
