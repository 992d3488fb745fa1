/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/mailbox.h"

#include "exchange/store/agency_names.h"

#include <string.h>

/*
 * Each branch is an index scan in order of sequence that ends at the limit, so that a
 * page costs the same whatever the length of the log.  Of one agency, it is compared
 * and ordered by both columns of its index: PostgreSQL would else walk the log itself
 * from $2 on and pass over what is other agencies', because the end seems near.  The
 * agency's own entry is in the first branch only.  Beside the page is a row without an
 * id that tells the head of the log; a log without entries has none.
 */
static const struct statement read_page = {
    "mailbox_read_page",
    "SELECT m.sequence, m.id, m.case_id, m.kind::text, m.sender, m.recipient,"
    " m.received_us, m.leg, m.document_sha256,"
    " CASE WHEN m.recipient = $1"
    "       AND m.kind IN ('referral', 'disclosure', 'information-disclosure')"
    "  THEN (SELECT l.state::text FROM leg AS l WHERE l.id = m.leg"
    "   AND l.accepted_us IS NULL AND l.state IN ('withdrawn', 'superseded')) END,"
    " EXISTS (SELECT FROM document_flag AS f WHERE f.document = m.id AND f.is_raised),"
    " m.matter"
    " FROM ("
    "  (SELECT * FROM entry WHERE (sender, sequence) > ($1, $2) AND sender <= $1"
    "    ORDER BY sender, sequence LIMIT $3)"
    "  UNION ALL"
    "  (SELECT * FROM entry WHERE (recipient, sequence) > ($1, $2) AND recipient <= $1"
    "    ORDER BY recipient, sequence LIMIT $3)"
    "  UNION ALL"
    "  (SELECT * FROM entry WHERE recipient IS NULL AND sender <> $1 AND sequence > $2"
    "    ORDER BY recipient, sequence LIMIT $3)"
    "  ORDER BY sequence LIMIT $3) AS m"
    " UNION ALL"
    " (SELECT sequence, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
    "   NULL FROM entry ORDER BY sequence DESC LIMIT 1)"};

void
mailbox_free(struct mailbox *mailbox)
{
    if (mailbox == NULL)
        return;
    g_array_unref(mailbox->entries);
    g_free(mailbox);
}

static bool
read_entry(struct store *store, struct mailbox *mailbox, const struct rows *rows,
           size_t row, GError **error)
{
    struct mailbox_entry entry = {0};
    const char *gone = rows_text(rows, row, 9);
    const void *sha256;
    size_t length;

    entry.sequence = (uint64_t)rows_int8(rows, row, 0);
    rows_uuid(rows, row, 1, &entry.document);
    rows_uuid(rows, row, 2, &entry.case_id);
    if (!kind_find(rows_text(rows, row, 3), &entry.kind))
        g_error("the log holds a kind that this release does not know");
    entry.from = agency_names_find(store, rows_int4(rows, row, 4), error);
    if (entry.from == NULL)
        return false;
    if (!rows_is_null(rows, row, 5)) {
        entry.to = agency_names_find(store, rows_int4(rows, row, 5), error);
        if (entry.to == NULL)
            return false;
    }
    entry.received_us = rows_int8(rows, row, 6);
    entry.has_leg = rows_uuid(rows, row, 7, &entry.leg);
    sha256 = rows_bytes(rows, row, 8, &length);
    g_assert(length == sizeof entry.sha256);
    memcpy(entry.sha256, sha256, length);
    if (gone != NULL)
        entry.gone = strcmp(gone, "withdrawn") == 0 ? GONE_WITHDRAWN : GONE_SUPERSEDED;
    entry.is_flagged = rows_bool(rows, row, 10);
    entry.has_matter = rows_uuid(rows, row, 11, &entry.matter);
    g_array_append_val(mailbox->entries, entry);
    return true;
}

static int
compare_entries(const void *one, const void *other)
{
    const struct mailbox_entry *a = one;
    const struct mailbox_entry *b = other;

    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

struct mailbox *
mailbox_read(struct store *store, int agency, int64_t after, int limit, GError **error)
{
    g_autoptr(mailbox) mailbox = NULL;
    g_autoptr(rows) found =
        store_query(store, &read_page,
                    PARAMETERS(parameter_int4(agency), parameter_int8(after),
                               parameter_int8(limit)),
                    error);

    if (found == NULL)
        return NULL;
    mailbox = g_new0(struct mailbox, 1);
    mailbox->entries = g_array_new(FALSE, FALSE, sizeof(struct mailbox_entry));
    mailbox->view.after = (uint64_t)after;
    mailbox->view.next = (uint64_t)after;
    for (size_t row = 0; row < rows_count(found); row++)
        if (rows_is_null(found, row, 1))
            mailbox->view.head = (uint64_t)rows_int8(found, row, 0);
        else if (!read_entry(store, mailbox, found, row, error))
            return NULL;
    /* SQL promises no order for the whole of a union. */
    g_array_sort(mailbox->entries, compare_entries);
    mailbox->view.entries = (struct mailbox_entry *)(void *)mailbox->entries->data;
    mailbox->view.entry_count = mailbox->entries->len;
    if (mailbox->view.entry_count > 0)
        mailbox->view.next =
            mailbox->view.entries[mailbox->view.entry_count - 1].sequence;
    return g_steal_pointer(&mailbox);
}
