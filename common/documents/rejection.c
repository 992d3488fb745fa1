/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/rejection.h"
#include "common/documents/bodies.h"

const char *const rejection_reason_names[] = {"cannot-open", "invalid-details",
                                              "binding-mismatch", NULL};

static const struct field body_fields[] = {
    REQUIRED("document", FIELD_UUID, rejection, document),
    NAMED("reason", rejection, reason, rejection_reason_names),
};

void
rejection_read(struct reader *reader, struct document *document)
{
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  &document->rejection);
}

void
rejection_check(struct reader *reader, const struct document *document)
{
    if (uuid_is_equal(&document->rejection.document, &document->id))
        reader_refuse(reader, reader->body, "document", "rejects-another",
                      "a rejection cannot reject itself");
}

void
rejection_write(GString *xml, const struct document *document)
{
    write_body(xml, KIND_REJECTION, body_fields, G_N_ELEMENTS(body_fields),
               &document->rejection);
    g_string_append(xml, "/>");
}
