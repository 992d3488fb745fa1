/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/notice.h"
#include "common/documents/bodies.h"

const char *const notice_kind_names[] = {"superseded", "rejected", "undeliverable",
                                         NULL};

static const struct field body_fields[] = {
    NAMED("kind", notice, kind, notice_kind_names),
    REQUIRED("leg", FIELD_UUID, notice, leg),
    PRESENT_IF("document", FIELD_UUID, notice, has_document, document),
};

void
notice_read(struct reader *reader, struct document *document)
{
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  &document->notice);
}

void
notice_check(struct reader *reader, const struct document *document)
{
    if (document->notice.kind == NOTICE_REJECTED && !document->notice.has_document)
        reader_refuse(reader, reader->body, "document", "rejected-document",
                      "the rejection is not named");
}

void
notice_write(GString *xml, const struct document *document)
{
    write_body(xml, KIND_NOTICE, body_fields, G_N_ELEMENTS(body_fields),
               &document->notice);
    g_string_append(xml, "/>");
}
