/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of the log outside commits. */
#include "exchange/store/entry_rows.h"
#include "exchange/store/log.h"

static const struct statement read_after = {
    "log_read_after", "SELECT " ENTRY_COLUMNS ", d.signed_bytes"
                      " FROM entry AS e JOIN document AS d USING (sequence)"
                      " WHERE e.sequence > $1 ORDER BY e.sequence LIMIT $2"};

GPtrArray *
log_read(struct transaction *transaction, int64_t after, int limit, GError **error)
{
    g_autoptr(rows) found = transaction_query(
        transaction, &read_after,
        PARAMETERS(parameter_int8(after), parameter_int8(limit)), error);
    GPtrArray *entries;

    if (found == NULL)
        return NULL;
    entries = g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    for (size_t row = 0; row < rows_count(found); row++) {
        struct log_entry *entry = entry_rows_read(found, row);

        entry->signed_bytes = entry_rows_bytes(found, row, ENTRY_COLUMN_COUNT);
        g_ptr_array_add(entries, entry);
    }
    return entries;
}

static const struct statement find_sent = {
    "log_find_sent",
    "SELECT " ENTRY_COLUMNS " FROM entry AS e JOIN document AS d USING (sequence)"
    " WHERE e.id = $1 AND e.sender = $2"};

struct log_entry *
log_find_sent(struct store *store, const struct uuid *id, int sender, GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &find_sent,
                    PARAMETERS(parameter_uuid(id), parameter_int4(sender)), error);

    if (found == NULL)
        return NULL;
    if (rows_count(found) == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                    "this agency has submitted no such document");
        return NULL;
    }
    return entry_rows_read(found, 0);
}

/*
 * What a withdrawal or an award takes back from a recipient is what tells about the
 * person; its own documents and the withdrawal itself stay readable.  Leg and matter
 * are asked only for what they may close: each relation that a statement names is
 * opened anew each time, whether or not it is read.
 */
static const struct statement find_document = {
    "log_find_document",
    "SELECT e.sequence, e.document_sha256, d.signed_bytes, CASE WHEN e.recipient = $2"
    " AND e.kind IN ('referral', 'disclosure', 'information-disclosure')"
    "  THEN EXISTS (SELECT FROM leg AS l WHERE l.id = e.leg"
    "   AND l.state IN ('withdrawn', 'superseded') AND l.accepted_us IS NULL)"
    "  ELSE false END,"
    " COALESCE(e.kind = 'audit-access' AND e.recipient = $2, false)"
    " FROM entry AS e JOIN document AS d USING (sequence)"
    " WHERE e.id = $1 AND (e.sender = $2 OR e.recipient = $2 OR e.recipient IS NULL)"};

/*
 * A view of cases is read until its last day ($2, days since 1970), or until it or the
 * audit is ended.
 */
static const struct statement find_ended_view = {
    "log_find_ended_view",
    "SELECT FROM entry AS e JOIN matter AS m ON m.id = e.matter"
    " JOIN matter_step AS s ON s.matter = m.id AND s.sequence = e.sequence"
    " WHERE e.id = $1 AND s.word = 'granted'"
    " AND (m.due_on < DATE '1970-01-01' + $2::integer OR m.ended_us IS NOT NULL"
    "  OR EXISTS (SELECT FROM matter_step WHERE matter = m.id AND word = 'ended'))"};

static bool
check_view_is_open(struct store *store, const struct uuid *id, int32_t today,
                   GError **error)
{
    g_autoptr(rows) ended =
        store_query(store, &find_ended_view,
                    PARAMETERS(parameter_uuid(id), parameter_int4(today)), error);

    if (ended == NULL)
        return false;
    if (rows_count(ended) == 0)
        return true;
    g_set_error(error, STORE_ERROR, STORE_ERROR_GONE,
                "the view of these cases has ended");
    return false;
}

GBytes *
log_find_document(struct store *store, const struct uuid *id, int reader, int32_t today,
                  struct digest *sha256, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    struct digest expected;
    struct digest actual;
    g_autoptr(rows) found =
        store_query(store, &find_document,
                    PARAMETERS(parameter_uuid(id), parameter_int4(reader)), error);

    if (found == NULL)
        return NULL;
    if (rows_count(found) == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                    "no such document, or not this agency's to see");
        return NULL;
    }
    if (rows_bool(found, 0, 3)) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_GONE,
                    "the referral was withdrawn, or another agency was chosen");
        return NULL;
    }
    if (rows_bool(found, 0, 4) && !check_view_is_open(store, id, today, error))
        return NULL;
    entry_rows_digest(found, 0, 1, &expected);
    bytes = entry_rows_bytes(found, 0, 2);
    actual = digest_of_bytes(bytes);
    if (!digest_is_equal(&actual, &expected)) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
                    "entry %" G_GINT64_FORMAT ": the bytes do not have their SHA-256",
                    rows_int8(found, 0, 0));
        return NULL;
    }
    *sha256 = expected;
    return g_steal_pointer(&bytes);
}
