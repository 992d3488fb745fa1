/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/mailbox.h"

#include <string.h>

/*
 * Each branch is an index scan in order of sequence that ends at the limit, so that a
 * page costs the same whatever the length of the log (of what is published, only the
 * index of recipients has the order that is asked for).  The agency's own entry is in
 * the first branch only.
 */
static const struct statement read_page = {
    "mailbox_read_page",
    "SELECT COALESCE((SELECT max(sequence) FROM entry), 0), m.sequence, m.id, "
    "m.case_id,"
    " m.kind::text, s.id, r.id, m.received_us, m.leg, m.document_sha256,"
    " CASE WHEN m.recipient = $1 AND l.accepted_us IS NULL"
    "       AND m.kind IN ('referral', 'disclosure', 'information-disclosure')"
    "       AND l.state IN ('withdrawn', 'superseded') THEN l.state::text END,"
    " COALESCE(f.is_raised, false)"
    " FROM (VALUES (true)) AS always (present) LEFT JOIN ("
    "  (SELECT * FROM entry WHERE sender = $1 AND sequence > $2"
    "    ORDER BY sequence LIMIT $3)"
    "  UNION ALL"
    "  (SELECT * FROM entry WHERE recipient = $1 AND sequence > $2"
    "    ORDER BY sequence LIMIT $3)"
    "  UNION ALL"
    "  (SELECT * FROM entry WHERE recipient IS NULL AND sender <> $1 AND sequence > $2"
    "    ORDER BY recipient, sequence LIMIT $3)"
    "  ORDER BY sequence LIMIT $3) AS m ON true"
    " LEFT JOIN agency AS s ON s.number = m.sender"
    " LEFT JOIN agency AS r ON r.number = m.recipient"
    " LEFT JOIN leg AS l ON l.id = m.leg"
    " LEFT JOIN document_flag AS f ON f.document = m.id"
    " ORDER BY m.sequence"};

void
mailbox_free(struct mailbox *mailbox)
{
    if (mailbox == NULL)
        return;
    g_array_unref(mailbox->entries);
    g_string_chunk_free(mailbox->strings);
    g_free(mailbox);
}

static void
read_entry(struct mailbox *mailbox, const struct rows *rows, size_t row)
{
    struct mailbox_entry entry = {0};
    const char *to = rows_text(rows, row, 6);
    const char *gone = rows_text(rows, row, 10);
    const void *sha256;
    size_t length;

    entry.sequence = (uint64_t)rows_int8(rows, row, 1);
    rows_uuid(rows, row, 2, &entry.document);
    rows_uuid(rows, row, 3, &entry.case_id);
    if (!kind_find(rows_text(rows, row, 4), &entry.kind))
        g_error("the log holds a kind that this release does not know");
    entry.from = g_string_chunk_insert_const(mailbox->strings, rows_text(rows, row, 5));
    if (to != NULL)
        entry.to = g_string_chunk_insert_const(mailbox->strings, to);
    entry.received_us = rows_int8(rows, row, 7);
    entry.has_leg = rows_uuid(rows, row, 8, &entry.leg);
    sha256 = rows_bytes(rows, row, 9, &length);
    g_assert(length == sizeof entry.sha256);
    memcpy(entry.sha256, sha256, length);
    if (gone != NULL)
        entry.gone = strcmp(gone, "withdrawn") == 0 ? GONE_WITHDRAWN : GONE_SUPERSEDED;
    entry.is_flagged = rows_bool(rows, row, 11);
    g_array_append_val(mailbox->entries, entry);
}

struct mailbox *
mailbox_read(struct store *store, int agency, int64_t after, int limit, GError **error)
{
    struct mailbox *mailbox;
    g_autoptr(rows) found =
        store_query(store, &read_page,
                    PARAMETERS(parameter_int4(agency), parameter_int8(after),
                               parameter_int8(limit)),
                    error);

    if (found == NULL)
        return NULL;
    mailbox = g_new0(struct mailbox, 1);
    mailbox->entries = g_array_new(FALSE, FALSE, sizeof(struct mailbox_entry));
    mailbox->strings = g_string_chunk_new(256);
    mailbox->view.after = (uint64_t)after;
    mailbox->view.next = (uint64_t)after;
    mailbox->view.head = (uint64_t)rows_int8(found, 0, 0);
    /* An empty page is one row that only tells the head. */
    for (size_t row = 0; row < rows_count(found); row++)
        if (!rows_is_null(found, row, 1)) {
            read_entry(mailbox, found, row);
            mailbox->view.next = (uint64_t)rows_int8(found, row, 1);
        }
    mailbox->view.entries = (struct mailbox_entry *)(void *)mailbox->entries->data;
    mailbox->view.entry_count = mailbox->entries->len;
    return mailbox;
}
