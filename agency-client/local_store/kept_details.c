/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/kept_details.h"

#include "agency-client/local_store/statement.h"

struct keeping {
    const char *document;
    GBytes *sealed;
};

static bool
keep(struct local_store *store, void *data, GError **error)
{
    const struct keeping *keeping = data;

    return statement_run(store,
                         "INSERT INTO kept_details (document, sealed) VALUES (?1, ?2)"
                         " ON CONFLICT DO NOTHING",
                         error, "tb", keeping->document, keeping->sealed);
}

bool
kept_details_insert(struct local_store *store, const char *document, GBytes *sealed,
                    GError **error)
{
    struct keeping keeping = {document, sealed};

    return local_store_transact(store, keep, &keeping, error);
}

bool
kept_details_find(struct local_store *store, const char *document, GBytes **sealed,
                  GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store, "SELECT sealed FROM kept_details WHERE document = ?1",
                       error, "t", document);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return false;
    *sealed = step == 1 ? statement_bytes(row, 0) : NULL;
    return true;
}

static bool
restore_item(struct local_store *store, void *data, GError **error)
{
    struct outbox_item *item = data;
    enum outbox_state state = item->state;

    if (!outbox_insert(store, item, error))
        return false;
    item->state = state;
    return statement_run(store,
                         "UPDATE outbox SET state = ?2, is_tried = ?3, problem = ?4"
                         " WHERE document = ?1",
                         error, "ttit", item->document, outbox_state_text(state),
                         (int64_t)item->is_tried, item->problem);
}

bool
outbox_restore(struct local_store *store, struct outbox_item *item, GError **error)
{
    return local_store_transact(store, restore_item, item, error);
}

static bool
restore_entry(struct local_store *store, void *data, GError **error)
{
    const struct stored_entry *entry = data;

    if (!mailbox_insert(store, entry, error))
        return false;
    return entry->state != ENTRY_STORED ||
           statement_run(store,
                         "UPDATE entry SET state = 'stored', reason = NULL"
                         " WHERE sequence = ?1 AND document = ?2 AND sha256 = ?3"
                         " AND state = 'rejected'",
                         error, "itt", entry->sequence, entry->document, entry->sha256);
}

bool
mailbox_restore(struct local_store *store, const struct stored_entry *entry,
                GError **error)
{
    return local_store_transact(store, restore_entry, (void *)entry, error);
}
