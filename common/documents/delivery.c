/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/delivery.h"
#include "common/documents/bodies.h"

static const struct field stored_fields[] = {
    {.name = "document", .type = FIELD_UUID, .offset = 0},
};

void
delivery_read(struct reader *reader, struct document *document)
{
    struct delivery *delivery = &document->delivery;

    delivery->stored = reader_children(
        reader, reader->body, "stored", stored_fields, G_N_ELEMENTS(stored_fields),
        sizeof *delivery->stored, &delivery->stored_count);
}

void
delivery_check(struct reader *reader, const struct document *document)
{
    (void)document;
    check_once(reader, reader->body, "stored", "document", "document-once");
}

void
delivery_write(GString *xml, const struct document *document)
{
    const struct delivery *delivery = &document->delivery;

    write_body(xml, KIND_DELIVERY, NULL, 0, delivery);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < delivery->stored_count; index++)
        writer_element(xml, "stored", stored_fields, G_N_ELEMENTS(stored_fields),
                       &delivery->stored[index]);
    g_string_append(xml, "</delivery>");
}
