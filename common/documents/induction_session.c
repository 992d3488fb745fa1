/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_session.h"
#include "common/documents/bodies.h"

const char *const induction_mode_names[] = {"in-person", "online", "hybrid", NULL};
const char *const induction_facilitator_names[] = {"staff", "service-user", "carer",
                                                   "external", NULL};

static const struct field body_fields[] = {
    PRESENT_IF("session", FIELD_UUID, induction_session, is_change, session),
    NAMED("programme", induction_session, programme, induction_programme_names),
    REQUIRED("title", FIELD_TEXT, induction_session, title),
    REQUIRED("startsAt", FIELD_TIMESTAMP, induction_session, starts_us),
    REQUIRED("minutes", FIELD_COUNT, induction_session, minutes),
    REQUIRED("places", FIELD_COUNT, induction_session, places),
    OPTIONAL("waitingList", FIELD_BOOL, induction_session, has_waiting_list),
    NAMED("mode", induction_session, mode, induction_mode_names),
    OPTIONAL("venue", FIELD_TEXT, induction_session, venue),
    OPTIONAL("breakoutGroups", FIELD_COUNT, induction_session, breakout_groups),
    PRESENT_IF("series", FIELD_UUID, induction_session, has_series, series),
    OPTIONAL("cancelled", FIELD_BOOL, induction_session, is_cancelled),
};

static const struct field facilitator_fields[] = {
    NAMED("kind", induction_facilitator, kind, induction_facilitator_names),
    OPTIONAL("count", FIELD_COUNT, induction_facilitator, count),
    OPTIONAL("consented", FIELD_BOOL, induction_facilitator, has_consented),
    REQUIRED("paid", FIELD_BOOL, induction_facilitator, is_paid),
    REQUIRED("expenses", FIELD_BOOL, induction_facilitator, has_expenses),
    OPTIONAL("settledOn", FIELD_DATE, induction_facilitator, settled_on),
};

void
induction_session_read(struct reader *reader, struct document *document)
{
    struct induction_session *session = &document->induction_session;

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  session);
    if (!session->is_change)
        session->session = document->id;
    session->outcomes = reader_codes(reader, reader->body, "learningOutcome", "text",
                                     &session->outcome_count);
    session->roles =
        reader_codes(reader, reader->body, "forRole", "code", &session->role_count);
    session->facilitators =
        reader_children(reader, reader->body, "facilitator", facilitator_fields,
                        G_N_ELEMENTS(facilitator_fields), sizeof *session->facilitators,
                        &session->facilitator_count);
    session->prerequisites = reader_codes(reader, reader->body, "prerequisite", "text",
                                          &session->prerequisite_count);
    session->materials = reader_codes(reader, reader->body, "material", "title",
                                      &session->material_count);
    session->access =
        reader_codes(reader, reader->body, "access", "code", &session->access_count);
}

/* People who lend their own story are asked first, and have somebody to turn to. */
static void
check_facilitators(struct reader *reader, const struct induction_session *session)
{
    const xmlNode *node = tree_child(reader->body, "facilitator");

    for (size_t index = 0; index < session->facilitator_count;
         index++, node = tree_next(node, "facilitator")) {
        const struct induction_facilitator *facilitator = &session->facilitators[index];

        if ((facilitator->kind == FACILITATOR_SERVICE_USER ||
             facilitator->kind == FACILITATOR_CARER) &&
            !facilitator->has_consented)
            reader_refuse(reader, node, "consented", "facilitator-consent",
                          "ask service users and carers first whether they take part, "
                          "and say so with consented=\"true\"");
        if (facilitator->settled_on != DATE_NONE && !facilitator->is_paid &&
            !facilitator->has_expenses)
            reader_refuse(reader, node, "settledOn", "facilitator-owed",
                          "nothing was due to them that could have been paid");
    }
}

void
induction_session_check(struct reader *reader, const struct document *document)
{
    const struct induction_session *session = &document->induction_session;

    if (session->mode != INDUCTION_ONLINE && session->venue == NULL)
        reader_refuse(
            reader, reader->body, "venue", "venue-of-mode",
            "a session where people meet says where; for a confidential place "
            "say only that it is told on booking");
    check_once(reader, reader->body, "forRole", "code", "role-once");
    check_once(reader, reader->body, "access", "code", "access-once");
    check_facilitators(reader, session);
}

void
induction_session_write(GString *xml, const struct document *document)
{
    const struct induction_session *session = &document->induction_session;

    write_body(xml, KIND_INDUCTION_SESSION, body_fields, G_N_ELEMENTS(body_fields),
               session);
    g_string_append_c(xml, '>');
    write_children(xml, "learningOutcome", "text", session->outcomes,
                   session->outcome_count);
    write_children(xml, "forRole", "code", session->roles, session->role_count);
    for (size_t index = 0; index < session->facilitator_count; index++)
        writer_element(xml, "facilitator", facilitator_fields,
                       G_N_ELEMENTS(facilitator_fields), &session->facilitators[index]);
    write_children(xml, "prerequisite", "text", session->prerequisites,
                   session->prerequisite_count);
    write_children(xml, "material", "title", session->materials,
                   session->material_count);
    write_children(xml, "access", "code", session->access, session->access_count);
    g_string_append(xml, "</induction-session>");
}
