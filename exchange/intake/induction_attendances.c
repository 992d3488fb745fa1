/* SPDX-License-Identifier: Apache-2.0 */
/* Who of a booking came, and what it was worth to them. */
#include "exchange/intake/family.h"
#include "exchange/intake/induction_life.h"
#include "exchange/intake/matters.h"

static void
matter_ask(struct log_question *question, const struct document *document)
{
    family_matters.ask(question, document);
    shelf_ask(&question->shelves, SHELF_SESSIONS, document_matter(document));
}

/* The session of a booking of which a step may be taken. */
static const struct session_record *
step_check(const struct ledger *ledger, const struct proposal *proposal, GError **error)
{
    const struct session_record *session;

    if (!matters_check_step(ledger, proposal, error))
        return NULL;
    session = session_find_booking(ledger, document_matter(proposal->document));
    if (session == NULL)
        (void)refuse_unknown_document(error);
    return session;
}

/* Attendance. */

static bool
attendance_check(const struct ledger *ledger, const struct proposal *proposal,
                 GError **error)
{
    const struct induction_attendance *attendance =
        &proposal->document->induction_attendance;
    const struct session_record *session = step_check(ledger, proposal, error);

    if (session == NULL)
        return false;
    if (proposal->at_us < session->starts_us)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: the session has not begun; say who came once it "
                           "has");
    for (size_t i = 0; i < attendance->line_count; i++) {
        const struct place_record *record = session_find_place(
            session, &attendance->matter.matter, attendance->lines[i].starter);

        if (record == NULL || record->place.state == PLACE_WAITING ||
            record->place.state == PLACE_CANCELLED)
            return refusal_set(error, REFUSAL_LIFECYCLE,
                               "lifecycle: one of them has no place in this booking; "
                               "leave that one out");
    }
    return true;
}

static void
attendance_fold(struct ledger *ledger, const struct log_entry *entry,
                const struct document *document)
{
    static const enum place_state states[] = {
        [ATTENDANCE_ATTENDED] = PLACE_ATTENDED,
        [ATTENDANCE_NO_SHOW] = PLACE_NO_SHOW,
        [ATTENDANCE_EXCUSED] = PLACE_EXCUSED,
    };
    const struct induction_attendance *attendance = &document->induction_attendance;
    struct session_record *session =
        session_change_booking(ledger, &attendance->matter.matter, entry);

    matters_fold_step(ledger, entry, document);
    if (session == NULL)
        return;
    for (size_t i = 0; i < attendance->line_count; i++) {
        struct place_record *record = session_find_place(
            session, &attendance->matter.matter, attendance->lines[i].starter);

        if (record != NULL)
            place_change(record, states[attendance->lines[i].result], entry);
    }
}

const struct family family_induction_attendances = {
    .ask = matter_ask,
    .check = attendance_check,
    .fold = attendance_fold,
};

/* Feedback. */

/* How many of a booking came, and how many of them have answered this stage. */
static void
feedback_count(const struct session_record *session,
               const struct induction_feedback *feedback, unsigned int *came,
               unsigned int *answered)
{
    *came = *answered = 0;
    for (unsigned int i = 0; i < session->places->len; i++) {
        const struct place_record *record = g_ptr_array_index(session->places, i);

        *came += uuid_is_equal(&record->place.booking, &feedback->matter.matter) &&
                 record->place.state == PLACE_ATTENDED;
    }
    for (unsigned int i = 0; i < session->feedback->len; i++) {
        const struct feedback_record *known =
            &g_array_index(session->feedback, struct feedback_record, i);

        *answered += uuid_is_equal(&known->booking, &feedback->matter.matter) &&
                     known->stage == feedback->stage;
    }
}

static bool
has_answered(const struct session_record *session,
             const struct induction_feedback *feedback)
{
    for (unsigned int i = 0; i < session->feedback->len; i++) {
        const struct feedback_record *known =
            &g_array_index(session->feedback, struct feedback_record, i);

        if (uuid_is_equal(&known->booking, &feedback->matter.matter) &&
            known->stage == feedback->stage &&
            g_str_equal(known->starter, feedback->starter))
            return true;
    }
    return false;
}

static bool
feedback_check(const struct ledger *ledger, const struct proposal *proposal,
               GError **error)
{
    const struct induction_feedback *feedback = &proposal->document->induction_feedback;
    const struct session_record *session = step_check(ledger, proposal, error);
    const struct place_record *record;
    unsigned int came, answered;

    if (session == NULL)
        return false;
    if (proposal->at_us <
        session->starts_us + induction_stage_days[feedback->stage] * DAY_US)
        return refusal_set(
            error, REFUSAL_LIFECYCLE,
            "lifecycle: it is too early for feedback after %s days; give "
            "it from %d days after the session on",
            induction_stage_names[feedback->stage],
            induction_stage_days[feedback->stage]);
    feedback_count(session, feedback, &came, &answered);
    if (feedback->starter != NULL) {
        record =
            session_find_place(session, &feedback->matter.matter, feedback->starter);
        if (record == NULL || record->place.state != PLACE_ATTENDED)
            return refusal_set(error, REFUSAL_LIFECYCLE,
                               "lifecycle: only who came gives feedback; the host has "
                               "not said that this one did");
        if (has_answered(session, feedback))
            return refusal_set(error, REFUSAL_LIFECYCLE,
                               "lifecycle: this one has given this feedback already");
    }
    if (answered >= came)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: %u of the booking came, and as many have given "
                           "this feedback",
                           came);
    return true;
}

static void
feedback_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct document *document)
{
    const struct induction_feedback *feedback = &document->induction_feedback;
    struct session_record *session =
        session_change_booking(ledger, &feedback->matter.matter, entry);
    struct feedback_record record = {
        .sequence = entry->sequence,
        .booking = feedback->matter.matter,
        .stage = feedback->stage,
        .relevance = feedback->relevance,
        .confidence = feedback->confidence,
        .knows_who_to_call = feedback->knows_who_to_call,
    };

    matters_fold_step(ledger, entry, document);
    if (session == NULL)
        return;
    if (feedback->starter != NULL)
        g_strlcpy(record.starter, feedback->starter, sizeof record.starter);
    g_array_append_val(session->feedback, record);
}

const struct family family_induction_feedback = {
    .ask = matter_ask,
    .check = feedback_check,
    .fold = feedback_fold,
};
