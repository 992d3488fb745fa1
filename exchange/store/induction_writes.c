/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/induction_sessions.h"

#include "exchange/store/columns.h"

static const struct statement upsert_sessions = {
    "induction_upsert_sessions",
    "INSERT INTO induction_session (id, sequence, changed, host, programme, title,"
    " starts_us, minutes, capacity, has_waiting_list, mode, roles, is_cancelled,"
    " is_test)"
    " SELECT id, sequence, changed, host, programme::induction_programme, title,"
    " starts_us, minutes, capacity, has_waiting_list, mode::induction_mode,"
    " string_to_array(roles, ' '), is_cancelled, is_test"
    " FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[],"
    " $6::text[], $7::bigint[], $8::integer[], $9::integer[], $10::boolean[],"
    " $11::text[], $12::text[], $13::boolean[], $14::boolean[])"
    " AS t (id, sequence, changed, host, programme, title, starts_us, minutes,"
    " capacity, has_waiting_list, mode, roles, is_cancelled, is_test)"
    " ON CONFLICT (id) DO UPDATE SET changed = excluded.changed,"
    " title = excluded.title, starts_us = excluded.starts_us,"
    " minutes = excluded.minutes, capacity = excluded.capacity,"
    " has_waiting_list = excluded.has_waiting_list, mode = excluded.mode,"
    " roles = excluded.roles, is_cancelled = excluded.is_cancelled"};

static bool
send_sessions(struct transaction *transaction, const GPtrArray *sessions,
              GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *id = columns_add(columns, PARAMETER_UUID);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *changed = columns_add(columns, PARAMETER_INT8);
    struct array *host = columns_add(columns, PARAMETER_INT4);
    struct array *programme = columns_add(columns, PARAMETER_TEXT);
    struct array *title = columns_add(columns, PARAMETER_TEXT);
    struct array *starts_us = columns_add(columns, PARAMETER_INT8);
    struct array *minutes = columns_add(columns, PARAMETER_INT4);
    struct array *capacity = columns_add(columns, PARAMETER_INT4);
    struct array *has_waiting_list = columns_add(columns, PARAMETER_BOOL);
    struct array *mode = columns_add(columns, PARAMETER_TEXT);
    struct array *roles = columns_add(columns, PARAMETER_TEXT);
    struct array *is_cancelled = columns_add(columns, PARAMETER_BOOL);
    struct array *is_test = columns_add(columns, PARAMETER_BOOL);

    for (guint i = 0; i < sessions->len; i++) {
        const struct session_record *session = g_ptr_array_index(sessions, i);

        array_add_uuid(id, &session->id);
        array_add_int8(sequence, session->sequence);
        array_add_int8(changed, session->changed);
        array_add_int4(host, session->host);
        array_add_text(programme, induction_programme_names[session->programme]);
        array_add_text(title, session->title);
        array_add_int8(starts_us, session->starts_us);
        array_add_int4(minutes, session->minutes);
        array_add_int4(capacity, session->capacity);
        array_add_bool(has_waiting_list, session->has_waiting_list);
        array_add_text(mode, induction_mode_names[session->mode]);
        array_add_words(roles, session->roles);
        array_add_bool(is_cancelled, session->is_cancelled);
        array_add_bool(is_test, session->is_test);
    }
    return columns_send(columns, transaction, &upsert_sessions, error);
}

static const struct statement upsert_places = {
    "induction_upsert_places",
    "INSERT INTO induction_place (session, position, booking, agency, starter, role,"
    " started_on, is_together, state, sequence, changed, case_id)"
    " SELECT session, position, booking, agency, starter, role, started_on,"
    " is_together, state::place_state, sequence, changed, case_id"
    " FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::integer[], $5::text[],"
    " $6::text[], $7::integer[], $8::boolean[], $9::text[], $10::bigint[],"
    " $11::bigint[], $12::uuid[]) AS t (session, position, booking, agency, starter,"
    " role, started_on, is_together, state, sequence, changed, case_id)"
    " ON CONFLICT (session, position) DO UPDATE SET state = excluded.state,"
    " changed = excluded.changed"};

static bool
send_places(struct transaction *transaction, const GPtrArray *sessions, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *session = columns_add(columns, PARAMETER_UUID);
    struct array *position = columns_add(columns, PARAMETER_INT4);
    struct array *booking = columns_add(columns, PARAMETER_UUID);
    struct array *agency = columns_add(columns, PARAMETER_INT4);
    struct array *starter = columns_add(columns, PARAMETER_TEXT);
    struct array *role = columns_add(columns, PARAMETER_TEXT);
    struct array *started_on = columns_add(columns, PARAMETER_INT4);
    struct array *is_together = columns_add(columns, PARAMETER_BOOL);
    struct array *state = columns_add(columns, PARAMETER_TEXT);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *changed = columns_add(columns, PARAMETER_INT8);
    struct array *case_id = columns_add(columns, PARAMETER_UUID);

    for (guint i = 0; i < sessions->len; i++) {
        const struct session_record *of = g_ptr_array_index(sessions, i);

        for (guint j = 0; j < of->places->len; j++) {
            const struct place_record *record = g_ptr_array_index(of->places, j);

            if (!record->is_changed)
                continue;
            array_add_uuid(session, &of->id);
            array_add_int4(position, (int32_t)j);
            array_add_uuid(booking, &record->place.booking);
            array_add_int4(agency, record->agency);
            array_add_text(starter, record->place.starter);
            array_add_text(role, record->role);
            array_add_int4(started_on, record->started_on);
            array_add_bool(is_together, record->place.is_together);
            array_add_text(state, place_state_names[record->place.state]);
            array_add_int8(sequence, record->sequence);
            array_add_int8(changed, record->changed);
            array_add_uuid(case_id, &record->case_id);
        }
    }
    return columns_send(columns, transaction, &upsert_places, error);
}

static const struct statement insert_feedback = {
    "induction_insert_feedback",
    "INSERT INTO induction_feedback (sequence, session, booking, stage, starter,"
    " relevance, confidence, knows_who_to_call)"
    " SELECT unnest($1::bigint[]), unnest($2::uuid[]), unnest($3::uuid[]),"
    " unnest($4::text[])::induction_stage, unnest($5::text[]), unnest($6::integer[]),"
    " unnest($7::integer[]), unnest($8::integer[])"};

static bool
send_feedback(struct transaction *transaction, const GPtrArray *sessions,
              GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *session = columns_add(columns, PARAMETER_UUID);
    struct array *booking = columns_add(columns, PARAMETER_UUID);
    struct array *stage = columns_add(columns, PARAMETER_TEXT);
    struct array *starter = columns_add(columns, PARAMETER_TEXT);
    struct array *relevance = columns_add(columns, PARAMETER_INT4);
    struct array *confidence = columns_add(columns, PARAMETER_INT4);
    struct array *knows_who_to_call = columns_add(columns, PARAMETER_INT4);

    for (guint i = 0; i < sessions->len; i++) {
        const struct session_record *of = g_ptr_array_index(sessions, i);

        for (guint j = 0; j < of->feedback->len; j++) {
            const struct feedback_record *feedback =
                &g_array_index(of->feedback, struct feedback_record, j);

            if (feedback->sequence == 0)
                continue;
            array_add_int8(sequence, feedback->sequence);
            array_add_uuid(session, &of->id);
            array_add_uuid(booking, &feedback->booking);
            array_add_text(stage, induction_stage_names[feedback->stage]);
            array_add_text(starter,
                           feedback->starter[0] == '\0' ? NULL : feedback->starter);
            array_add_int4(relevance, feedback->relevance);
            array_add_int4(confidence, feedback->confidence);
            array_add_int4(knows_who_to_call, feedback->knows_who_to_call);
        }
    }
    return columns_send(columns, transaction, &insert_feedback, error);
}

/* Those that are new and those that are not are written alike. */
bool
sessions_write(struct transaction *transaction, const GPtrArray *fresh,
               const GPtrArray *changed, GError **error)
{
    g_autoptr(GPtrArray) sessions = g_ptr_array_new();

    g_ptr_array_extend(sessions, (GPtrArray *)fresh, NULL, NULL);
    g_ptr_array_extend(sessions, (GPtrArray *)changed, NULL, NULL);
    return send_sessions(transaction, sessions, error) &&
           send_places(transaction, sessions, error) &&
           send_feedback(transaction, sessions, error);
}
