/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/response.h"
#include "common/documents/bodies.h"

/* The code list of reasons; its annotations say which need words. */
#define REASON_LIST "reason"

const char *const decision_names[] = {"acknowledge", "accept",   "waitlist",
                                      "decline",     "redirect", NULL};

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, leg_response, leg),
    NAMED("decision", leg_response, decision, decision_names),
    OPTIONAL("startBy", FIELD_DATE, leg_response, start_by),
    PRESENT_IF("vacancy", FIELD_UUID, leg_response, has_vacancy, vacancy),
    PRESENT_IF("holdUntil", FIELD_TIMESTAMP, leg_response, has_hold, hold_until_us),
    OPTIONAL("reviewOn", FIELD_DATE, leg_response, review_on),
    OPTIONAL("waitingBand", FIELD_TEXT, leg_response, waiting_band),
    OPTIONAL("clientInformed", FIELD_TEXT, leg_response, client_informed),
};

static const struct field proposed_fields[] = {
    OPTIONAL("agency", FIELD_TEXT, leg_response, proposed_agency),
    OPTIONAL("service", FIELD_TEXT, leg_response, proposed_service),
};

static void
read_reasons(struct reader *reader, struct leg_response *response)
{
    response->is_post_accept = true;
    for (const xmlNode *node = tree_child(reader->body, "reason"); node != NULL;
         node = tree_next(node, "reason")) {
        const char *code = reader_attribute(reader, node, "code");

        if (code == NULL || response->reason_count == REASONS_MAX)
            continue;
        response->reasons[response->reason_count++] = code;
        if (!codes_are_post_accept(reader->codes, REASON_LIST, code))
            response->is_post_accept = false;
    }
    if (response->reason_count == 0)
        response->is_post_accept = false;
}

void
response_read(struct reader *reader, struct document *document)
{
    struct leg_response *response = &document->response;
    const xmlNode *proposed = tree_child(reader->body, "proposed");

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  response);
    if (proposed != NULL)
        reader_fields(reader, proposed, proposed_fields, G_N_ELEMENTS(proposed_fields),
                      response);
    response->unmet_needs = reader_codes(reader, reader->body, "unmetNeed", "code",
                                         &response->unmet_need_count);
    read_reasons(reader, response);
}

/* What each decision needs (+), may have (?) and must not have (-). */
static const struct decision_row {
    char start_by, vacancy, review_on, waiting_band, reason, proposed, unmet_need;
} decision_rows[] = {
    [DECISION_ACKNOWLEDGE] = {'-', '-', '-', '-', '-', '-', '-'},
    [DECISION_ACCEPT] = {'+', '?', '-', '-', '-', '-', '?'},
    [DECISION_WAITLIST] = {'-', '-', '+', '?', '-', '-', '?'},
    [DECISION_DECLINE] = {'-', '-', '-', '-', '+', '-', '?'},
    [DECISION_REDIRECT] = {'-', '-', '-', '-', '?', '+', '?'},
};

static void
check_cell(struct reader *reader, char need, bool is_there, const char *attribute,
           const char *rule, const char *missing)
{
    if (need == '+' && !is_there)
        reader_refuse(reader, reader->body, attribute, rule, missing);
    else if (need == '-' && is_there)
        reader_refuse(reader, reader->body, attribute, rule,
                      "this does not go with the decision");
}

void
response_check(struct reader *reader, const struct document *document)
{
    const struct leg_response *response = &document->response;
    const struct decision_row *row = &decision_rows[response->decision];
    bool has_proposal =
        response->proposed_agency != NULL || response->proposed_service != NULL;

    check_cell(reader, row->start_by, response->start_by != DATE_NONE, "startBy",
               "accept-start-by", "an acceptance says by when the service starts");
    check_cell(reader, row->vacancy, response->has_vacancy || response->has_hold, NULL,
               "accept-vacancy", "");
    if (response->has_hold && response->hold_until_us <= document->created_us)
        reader_refuse(reader, reader->body, "holdUntil", "hold-ahead",
                      "a vacancy is held for some time after the answer was written");
    check_cell(reader, row->review_on, response->review_on != DATE_NONE, "reviewOn",
               "waitlist-review", "a waiting list says when it is reviewed");
    check_cell(reader, row->waiting_band, response->waiting_band != NULL, "waitingBand",
               "waitlist-position", "");
    check_cell(reader, row->reason, response->reason_count > 0, NULL, "decline-reason",
               "a decline gives a reason; other decisions but redirect give none");
    check_cell(reader, row->proposed, has_proposal, NULL, "redirect-proposed",
               "a redirect names an agency or a service");
    check_cell(reader, row->unmet_need, response->unmet_need_count > 0, NULL,
               "unmet-need-decided", "");
    check_not_past(reader, document, reader->body, "startBy", response->start_by);
    check_not_past(reader, document, reader->body, "reviewOn", response->review_on);
    check_once(reader, reader->body, "reason", "code", "reason-once");
    check_once(reader, reader->body, "unmetNeed", "code", "need-once");
    for (size_t index = 0; index < response->reason_count; index++)
        check_words_are_sealed(reader, document, reader->body, REASON_LIST,
                               response->reasons[index]);
}

void
response_check_details(struct reader *reader, const struct document *document)
{
    const struct leg_response *response = &document->response;

    for (size_t index = 0; index < response->reason_count; index++) {
        const char *code = response->reasons[index];
        const xmlNode *words;

        if (!codes_need_comment(reader->codes, REASON_LIST, code))
            continue;
        words = find_child(reader, reader->body, "reason", "code", code);
        if (words == NULL || !reader_has_text(words))
            reader_refuse(reader, reader->body, NULL, "comment-required",
                          "a reason that needs words has none");
    }
}

void
response_write(GString *xml, const struct document *document)
{
    const struct leg_response *response = &document->response;

    write_body(xml, KIND_RESPONSE, body_fields, G_N_ELEMENTS(body_fields), response);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < response->reason_count; index++) {
        g_string_append(xml, "<reason");
        writer_attribute(xml, "code", response->reasons[index]);
        g_string_append(xml, "/>");
    }
    if (response->proposed_agency != NULL || response->proposed_service != NULL)
        writer_element(xml, "proposed", proposed_fields, G_N_ELEMENTS(proposed_fields),
                       response);
    for (size_t index = 0; index < response->unmet_need_count; index++) {
        g_string_append(xml, "<unmetNeed");
        writer_attribute(xml, "code", response->unmet_needs[index]);
        g_string_append(xml, "/>");
    }
    g_string_append(xml, "</response>");
}
