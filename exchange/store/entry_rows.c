/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/entry_rows.h"

#include <string.h>

void
entry_rows_digest(const struct rows *rows, size_t row, int column,
                  struct digest *digest)
{
    size_t length;
    const void *bytes = rows_bytes(rows, row, column, &length);

    g_assert(length == DIGEST_BYTES);
    memcpy(digest->bytes, bytes, DIGEST_BYTES);
}

GBytes *
entry_rows_bytes(const struct rows *rows, size_t row, int column)
{
    size_t length;
    const void *bytes = rows_bytes(rows, row, column, &length);

    return g_bytes_new(bytes, length);
}

struct log_entry *
entry_rows_read(const struct rows *rows, size_t row)
{
    struct log_entry *entry = g_new0(struct log_entry, 1);

    entry->sequence = rows_int8(rows, row, 0);
    rows_uuid(rows, row, 1, &entry->id);
    rows_uuid(rows, row, 2, &entry->case_id);
    entry->has_leg = rows_uuid(rows, row, 3, &entry->leg);
    if (!kind_find(rows_text(rows, row, 4), &entry->kind))
        g_error("the log holds a kind that this release does not know");
    entry->sender = rows_int4(rows, row, 5);
    entry->recipient =
        rows_is_null(rows, row, 6) ? LOG_PUBLISHED : rows_int4(rows, row, 6);
    entry->received_us = rows_int8(rows, row, 7);
    entry_rows_digest(rows, row, 8, &entry->certificate);
    entry_rows_digest(rows, row, 9, &entry->document);
    entry_rows_digest(rows, row, 10, &entry->chain);
    entry->receipt = entry_rows_bytes(rows, row, 11);
    entry->has_matter = rows_uuid(rows, row, 12, &entry->matter);
    return entry;
}
