/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/withdrawal.h"
#include "common/documents/bodies.h"

#define WITHDRAWAL_REASON_LIST "withdrawalReason"

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, withdrawal, leg),
    REQUIRED("reason", FIELD_TEXT, withdrawal, reason),
};

void
withdrawal_read(struct reader *reader, struct document *document)
{
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  &document->withdrawal);
}

void
withdrawal_check(struct reader *reader, const struct document *document)
{
    check_words_are_sealed(reader, document, reader->body, WITHDRAWAL_REASON_LIST,
                           document->withdrawal.reason);
}

void
withdrawal_write(GString *xml, const struct document *document)
{
    write_body(xml, KIND_WITHDRAWAL, body_fields, G_N_ELEMENTS(body_fields),
               &document->withdrawal);
    g_string_append(xml, "/>");
}
