/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of the log as rows, for the files of this folder. */
#ifndef STORE_ENTRY_ROWS_H
#define STORE_ENTRY_ROWS_H

#include "exchange/store/log.h"

/* What entry_rows_read() reads; other columns may follow. */
#define ENTRY_COLUMNS                                                                  \
    "e.sequence, e.id, e.case_id, e.leg, e.kind::text, e.sender, e.recipient,"         \
    " e.received_us, e.certificate_sha256, e.document_sha256, e.chain, d.receipt,"     \
    " e.matter"
#define ENTRY_COLUMN_COUNT 13

/* One entry without its bytes; the caller frees it. */
struct log_entry *entry_rows_read(const struct rows *rows, size_t row);

void entry_rows_digest(const struct rows *rows, size_t row, int column,
                       struct digest *digest);
GBytes *entry_rows_bytes(const struct rows *rows, size_t row, int column);

#endif
