/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/information_disclosure.h"
#include "common/documents/bodies.h"

const char *const answer_names[] = {"answered", "partly", "refused", "none-held", NULL};

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, information_disclosure, leg),
    REQUIRED("request", FIELD_UUID, information_disclosure, request),
    REQUIRED("onwardUse", FIELD_TEXT, information_disclosure, onward_use),
};

static const struct field item_fields[] = {
    REQUIRED("category", FIELD_TEXT, information_item, category),
    NAMED("answer", information_item, answer, answer_names),
};

void
information_disclosure_read(struct reader *reader, struct document *document)
{
    struct information_disclosure *disclosure = &document->information_disclosure;

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  disclosure);
    disclosure->items = reader_children(
        reader, reader->body, "item", item_fields, G_N_ELEMENTS(item_fields),
        sizeof *disclosure->items, &disclosure->item_count);
}

void
information_disclosure_check(struct reader *reader, const struct document *document)
{
    (void)document;
    check_once(reader, reader->body, "item", "category", "item-once");
}

/* What an answer code promises stands in the details. */
static void
check_item(struct reader *reader, const struct information_item *item)
{
    const xmlNode *answer =
        find_child(reader, reader->body, "answer", "category", item->category);
    bool has_words = answer != NULL && tree_child(answer, "words") != NULL;
    bool has_reason = answer != NULL && tree_child(answer, "reason") != NULL;

    if ((item->answer == ANSWER_ANSWERED || item->answer == ANSWER_PARTLY) &&
        !has_words)
        reader_refuse(reader, reader->body, NULL, "answer-given",
                      "an item that is answered has no words");
    if ((item->answer == ANSWER_REFUSED || item->answer == ANSWER_PARTLY) &&
        !has_reason)
        reader_refuse(reader, reader->body, NULL, "refusal-explained",
                      "an item that is refused, or answered in part, has no reason");
}

void
information_disclosure_check_details(struct reader *reader,
                                     const struct document *document)
{
    const struct information_disclosure *disclosure = &document->information_disclosure;

    for (size_t index = 0; index < disclosure->item_count; index++)
        check_item(reader, &disclosure->items[index]);
}

void
information_disclosure_write(GString *xml, const struct document *document)
{
    const struct information_disclosure *disclosure = &document->information_disclosure;

    write_body(xml, KIND_INFORMATION_DISCLOSURE, body_fields, G_N_ELEMENTS(body_fields),
               disclosure);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < disclosure->item_count; index++)
        writer_element(xml, "item", item_fields, G_N_ELEMENTS(item_fields),
                       &disclosure->items[index]);
    g_string_append(xml, "</information-disclosure>");
}
