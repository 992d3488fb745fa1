/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/disclosure.h"
#include "common/documents/bodies.h"

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, disclosure, leg),
};

void
disclosure_read(struct reader *reader, struct document *document)
{
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  &document->disclosure);
}

void
disclosure_write(GString *xml, const struct document *document)
{
    write_body(xml, KIND_DISCLOSURE, body_fields, G_N_ELEMENTS(body_fields),
               &document->disclosure);
    g_string_append(xml, "/>");
}
