/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/information_request.h"
#include "common/documents/bodies.h"

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, information_request, leg),
    REQUIRED("purpose", FIELD_TEXT, information_request, purpose),
    REQUIRED("basis", FIELD_TEXT, information_request, basis),
    REQUIRED("dueOn", FIELD_DATE, information_request, due_on),
};

void
information_request_read(struct reader *reader, struct document *document)
{
    struct information_request *request = &document->information_request;

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  request);
    request->categories = reader_codes(reader, reader->body, "item", "category",
                                       &request->category_count);
}

void
information_request_check(struct reader *reader, const struct document *document)
{
    check_once(reader, reader->body, "item", "category", "item-once");
    check_not_past(reader, document, reader->body, "dueOn",
                   document->information_request.due_on);
}

void
information_request_check_details(struct reader *reader,
                                  const struct document *document)
{
    const struct information_request *request = &document->information_request;

    for (size_t index = 0; index < request->category_count; index++) {
        if (find_child(reader, reader->body, "question", "category",
                       request->categories[index]) == NULL)
            reader_refuse(reader, reader->body, NULL, "question-asked",
                          "an item of the request has no question in words");
    }
}

void
information_request_write(GString *xml, const struct document *document)
{
    const struct information_request *request = &document->information_request;

    write_body(xml, KIND_INFORMATION_REQUEST, body_fields, G_N_ELEMENTS(body_fields),
               request);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < request->category_count; index++) {
        g_string_append(xml, "<item");
        writer_attribute(xml, "category", request->categories[index]);
        g_string_append(xml, "/>");
    }
    g_string_append(xml, "</information-request>");
}
