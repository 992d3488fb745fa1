/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/mailbox.h"

#include "agency-client/local_store/statement.h"

static const char *const state_names[] = {"stored", "rejected", "gone", "missing"};

#define ENTRY_COLUMNS                                                                  \
    "SELECT sequence, document, case_id, kind, sender, recipient, thread,"             \
    " received_us,"                                                                    \
    " sha256, bytes, state, reason, is_new, is_due FROM entry "

void
stored_entry_free(struct stored_entry *entry)
{
    if (entry == NULL)
        return;
    g_free(entry->document);
    g_free(entry->case_id);
    g_free(entry->kind);
    g_free(entry->sender);
    g_free(entry->recipient);
    g_free(entry->thread);
    g_free(entry->sha256);
    g_clear_pointer(&entry->bytes, g_bytes_unref);
    g_free(entry->reason);
    g_free(entry);
}

static enum entry_state
read_state(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
        if (g_str_equal(state_names[i], name))
            return (enum entry_state)i;
    g_assert_not_reached(); /* the table's CHECK knows no other */
}

static struct stored_entry *
read_entry(statement *row)
{
    struct stored_entry *entry = g_new0(struct stored_entry, 1);

    entry->sequence = sqlite3_column_int64(row, 0);
    entry->document = statement_text(row, 1);
    entry->case_id = statement_text(row, 2);
    entry->kind = statement_text(row, 3);
    entry->sender = statement_text(row, 4);
    entry->recipient = statement_text(row, 5);
    entry->thread = statement_text(row, 6);
    entry->received_us = sqlite3_column_int64(row, 7);
    entry->sha256 = statement_text(row, 8);
    entry->bytes = statement_bytes(row, 9);
    entry->state = read_state((const char *)sqlite3_column_text(row, 10));
    entry->reason = statement_text(row, 11);
    entry->is_new = sqlite3_column_int(row, 12) != 0;
    entry->is_due = sqlite3_column_int(row, 13) != 0;
    return entry;
}

static GPtrArray *
read_entries(struct local_store *store, statement *row, GError **error)
{
    g_autoptr(GPtrArray) entries =
        g_ptr_array_new_with_free_func((GDestroyNotify)stored_entry_free);
    int step;

    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(entries, read_entry(row));
    return step == 0 ? g_steal_pointer(&entries) : NULL;
}

static const char insert_entry[] =
    "INSERT INTO entry (sequence, document, case_id, kind, sender, recipient, thread,"
    " received_us, sha256, bytes, state, reason, is_new, is_due)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
    " ON CONFLICT (sequence) DO UPDATE SET bytes = excluded.bytes,"
    "  state = excluded.state, reason = excluded.reason, is_due = excluded.is_due"
    "  WHERE entry.state = 'missing'";

static bool
insert(struct local_store *store, void *data, GError **error)
{
    const struct stored_entry *entry = data;

    return statement_run(store, insert_entry, error, "ittttttitbttii", entry->sequence,
                         entry->document, entry->case_id, entry->kind, entry->sender,
                         entry->recipient, entry->thread, entry->received_us,
                         entry->sha256, entry->bytes, state_names[entry->state],
                         entry->reason, (int64_t)entry->is_new, (int64_t)entry->is_due);
}

bool
mailbox_insert(struct local_store *store, const struct stored_entry *entry,
               GError **error)
{
    return local_store_transact(store, insert, (void *)entry, error);
}

bool
mailbox_read_cursor(struct local_store *store, int64_t *cursor, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, "SELECT value FROM setting WHERE name = 'mailbox-cursor'", error, "");
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return false;
    *cursor = step == 1 ? sqlite3_column_int64(row, 0) : 0;
    return true;
}

static bool
write_cursor(struct local_store *store, void *data, GError **error)
{
    return statement_run(store,
                         "INSERT INTO setting (name, value)"
                         " VALUES ('mailbox-cursor', ?1) ON CONFLICT (name) DO UPDATE"
                         " SET value = max(value, excluded.value)",
                         error, "i", *(int64_t *)data);
}

bool
mailbox_write_cursor(struct local_store *store, int64_t cursor, GError **error)
{
    return local_store_transact(store, write_cursor, &cursor, error);
}

/* The one entry that a query of ENTRY_COLUMNS leads to. */
static struct stored_entry *
find_entry(struct local_store *store, const char *sql, const char *value,
           GError **error)
{
    g_autoptr(statement) row = statement_bind(store, sql, error, "t", value);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_entry(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "the mailbox holds no document %s", value);
    return NULL;
}

struct stored_entry *
mailbox_find(struct local_store *store, const char *document, GError **error)
{
    return find_entry(store,
                      ENTRY_COLUMNS "WHERE document = ?1"
                                    " ORDER BY sequence DESC LIMIT 1",
                      document, error);
}

struct stored_entry *
mailbox_find_sha256(struct local_store *store, const char *sha256, GError **error)
{
    return find_entry(store,
                      ENTRY_COLUMNS "WHERE sha256 = ?1 AND bytes IS NOT NULL"
                                    " ORDER BY sequence DESC LIMIT 1",
                      sha256, error);
}

bool
mailbox_newest_induction(struct local_store *store, int64_t after, int64_t *sequence,
                         GError **error)
{
    /* A notice may give somebody on a waiting list a place. */
    g_autoptr(statement) row =
        statement_bind(store,
                       "SELECT COALESCE(MAX(sequence), 0) FROM entry"
                       " WHERE sequence > ?1"
                       " AND (kind GLOB 'induction-*' OR kind = 'notice')",
                       error, "i", after);

    if (row == NULL || statement_next(store, row, error) != 1)
        return false;
    *sequence = sqlite3_column_int64(row, 0);
    return true;
}

struct stored_entry *
mailbox_find_last(struct local_store *store, const char *thread, const char *kind,
                  GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store,
                       ENTRY_COLUMNS "WHERE thread = ?1 AND kind = ?2"
                                     " ORDER BY sequence DESC LIMIT 1",
                       error, "tt", thread, kind);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_entry(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "nothing of kind %s has come about %s", kind, thread);
    return NULL;
}

GPtrArray *
mailbox_list_thread(struct local_store *store, const char *thread, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, ENTRY_COLUMNS "WHERE thread = ?1 ORDER BY sequence", error, "t", thread);

    return row != NULL ? read_entries(store, row, error) : NULL;
}

/* Said as the index says it, so that SQLite takes that. */
GPtrArray *
mailbox_list_views(struct local_store *store, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store,
                       ENTRY_COLUMNS "WHERE kind = 'audit-access' AND bytes IS NOT NULL"
                                     " ORDER BY sequence",
                       error, "");

    return row != NULL ? read_entries(store, row, error) : NULL;
}

GPtrArray *
mailbox_list_held(struct local_store *store, int64_t after, int limit, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store,
                       ENTRY_COLUMNS "WHERE sequence > ?1 AND bytes IS NOT NULL"
                                     " ORDER BY sequence LIMIT ?2",
                       error, "ii", after, (int64_t)limit);

    return row != NULL ? read_entries(store, row, error) : NULL;
}

struct erasure {
    int64_t sequence;
    const char *reason;
};

static bool
erase(struct local_store *store, void *data, GError **error)
{
    const struct erasure *erasure = data;

    return statement_run(store,
                         "UPDATE entry SET bytes = NULL, state = 'gone', reason = ?2"
                         " WHERE sequence = ?1",
                         error, "it", erasure->sequence, erasure->reason);
}

bool
mailbox_erase(struct local_store *store, int64_t sequence, const char *reason,
              GError **error)
{
    struct erasure erasure = {sequence, reason};

    return local_store_transact(store, erase, &erasure, error);
}

GPtrArray *
mailbox_list_missing(struct local_store *store, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, ENTRY_COLUMNS "WHERE state = 'missing' ORDER BY sequence", error, "");

    return row != NULL ? read_entries(store, row, error) : NULL;
}

GPtrArray *
mailbox_list_due(struct local_store *store, int limit, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store, ENTRY_COLUMNS "WHERE is_due ORDER BY sequence LIMIT ?1",
                       error, "i", (int64_t)limit);

    return row != NULL ? read_entries(store, row, error) : NULL;
}

static bool
mark_confirmed(struct local_store *store, void *data, GError **error)
{
    const GPtrArray *entries = data;

    for (unsigned i = 0; i < entries->len; i++) {
        const struct stored_entry *entry = entries->pdata[i];

        if (!statement_run(store, "UPDATE entry SET is_due = 0 WHERE sequence = ?1",
                           error, "i", entry->sequence))
            return false;
    }
    return true;
}

bool
mailbox_mark_confirmed(struct local_store *store, GPtrArray *entries, GError **error)
{
    return local_store_transact(store, mark_confirmed, entries, error);
}

bool
mailbox_count_new(struct local_store *store, int *count, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store,
        "SELECT count(DISTINCT e.thread) FROM entry e WHERE e.is_new"
        " AND (EXISTS (SELECT 1 FROM leg l WHERE l.leg = e.thread)"
        "      OR EXISTS (SELECT 1 FROM matter m WHERE m.matter = e.thread))",
        error, "");

    if (row == NULL || statement_next(store, row, error) != 1)
        return false;
    *count = sqlite3_column_int(row, 0);
    return true;
}

static bool
mark_seen(struct local_store *store, void *data, GError **error)
{
    return statement_run(store,
                         "UPDATE entry SET is_new = 0 WHERE thread = ?1 AND is_new",
                         error, "t", (const char *)data);
}

bool
mailbox_mark_seen(struct local_store *store, const char *thread, GError **error)
{
    return local_store_transact(store, mark_seen, (char *)thread, error);
}
