/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/notice.h"
#include "common/documents/bodies.h"

const char *const notice_kind_names[] = {"superseded", "rejected",   "undeliverable",
                                         "promoted",   "called-off", NULL};

static const struct field body_fields[] = {
    NAMED("kind", notice, kind, notice_kind_names),
    PRESENT_IF("leg", FIELD_UUID, notice, has_leg, leg),
    PRESENT_IF("matter", FIELD_UUID, notice, has_matter, matter),
    PRESENT_IF("document", FIELD_UUID, notice, has_document, document),
};

void
notice_read(struct reader *reader, struct document *document)
{
    struct notice *notice = &document->notice;
    size_t count;
    const char **starters =
        reader_codes(reader, reader->body, "attendee", "starter", &count);

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields), notice);
    notice->starter_count = MIN(count, INDUCTION_ATTENDEES_MAX);
    for (size_t index = 0; index < notice->starter_count; index++)
        notice->starters[index] = starters[index];
}

void
notice_check(struct reader *reader, const struct document *document)
{
    const struct notice *notice = &document->notice;
    bool is_of_booking =
        notice->kind == NOTICE_PROMOTED || notice->kind == NOTICE_CALLED_OFF;

    if (is_of_booking ? !notice->has_matter || notice->starter_count == 0
                      : !notice->has_leg)
        reader_refuse(reader, reader->body, is_of_booking ? "matter" : "leg",
                      "notice-about", "the notice does not say what it is about");
    if (notice->kind == NOTICE_REJECTED && !notice->has_document)
        reader_refuse(reader, reader->body, "document", "rejected-document",
                      "the rejection is not named");
}

void
notice_write(GString *xml, const struct document *document)
{
    const struct notice *notice = &document->notice;

    write_body(xml, KIND_NOTICE, body_fields, G_N_ELEMENTS(body_fields), notice);
    g_string_append_c(xml, '>');
    write_children(xml, "attendee", "starter", notice->starters, notice->starter_count);
    g_string_append(xml, "</notice>");
}
