/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/outcome.h"
#include "common/documents/bodies.h"

#define END_REASON_LIST "endReason"

const char *const ending_names[] = {"completed", "ended-early", NULL};
const char *const need_result_names[] = {"met", "partly", "not-met", "unknown", NULL};

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, outcome, leg),
    NAMED("ending", outcome, ending, ending_names),
    REQUIRED("endReason", FIELD_TEXT, outcome, end_reason),
    OPTIONAL("destination", FIELD_TEXT, outcome, destination),
    OPTIONAL("hours", FIELD_HUNDREDTHS, outcome, hours_hundredths),
    OPTIONAL("followUpOn", FIELD_DATE, outcome, follow_up_on),
};

static const struct field result_fields[] = {
    REQUIRED("need", FIELD_TEXT, outcome_result, need),
    NAMED("result", outcome_result, result, need_result_names),
};

void
outcome_read(struct reader *reader, struct document *document)
{
    struct outcome *outcome = &document->outcome;

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  outcome);
    outcome->results = reader_children(
        reader, reader->body, "result", result_fields, G_N_ELEMENTS(result_fields),
        sizeof *outcome->results, &outcome->result_count);
}

void
outcome_check(struct reader *reader, const struct document *document)
{
    const struct outcome *outcome = &document->outcome;

    check_once(reader, reader->body, "result", "need", "need-once");
    check_not_past(reader, document, reader->body, "followUpOn", outcome->follow_up_on);
    check_words_are_sealed(reader, document, reader->body, END_REASON_LIST,
                           outcome->end_reason);
}

void
outcome_check_details(struct reader *reader, const struct document *document)
{
    const xmlNode *reason = tree_child(reader->body, "reason");

    if (codes_need_comment(reader->codes, END_REASON_LIST,
                           document->outcome.end_reason) &&
        (reason == NULL || !reader_has_text(reason)))
        reader_refuse(reader, reader->body, NULL, "comment-required",
                      "a reason that needs words has none");
}

void
outcome_write(GString *xml, const struct document *document)
{
    const struct outcome *outcome = &document->outcome;

    write_body(xml, KIND_OUTCOME, body_fields, G_N_ELEMENTS(body_fields), outcome);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < outcome->result_count; index++)
        writer_element(xml, "result", result_fields, G_N_ELEMENTS(result_fields),
                       &outcome->results[index]);
    g_string_append(xml, "</outcome>");
}
