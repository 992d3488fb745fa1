/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/leg_writes.h"

#include "exchange/store/columns.h"

static const char *const leg_fact_kind_names[] = {
    [LEG_FACT_DECLINE_REASON] = "decline-reason",
    [LEG_FACT_REDIRECT_REASON] = "redirect-reason",
    [LEG_FACT_WITHDRAWAL_REASON] = "withdrawal-reason",
    [LEG_FACT_REJECTION_REASON] = "rejection-reason",
    [LEG_FACT_UNMET_NEED] = "unmet-need",
    [LEG_FACT_RESULT] = "result",
    [LEG_FACT_END_REASON] = "end-reason",
    [LEG_FACT_DESTINATION] = "destination",
};

/* What changes in a leg, in the same order in both statements. */
struct leg_columns {
    struct array *id;
    struct array *changed;
    struct array *state;
    struct array *state_before;
    struct array *is_disclosed;
    struct array *is_awarded;
    struct array *open_request;
    struct array *flagged;
    struct array *delivered_us;
    struct array *acknowledged_us;
    struct array *decided_us;
    struct array *accepted_us;
    struct array *ended_us;
    struct array *vacancy;
};

static struct leg_columns
leg_columns_add(struct columns *columns)
{
    struct leg_columns to;

    to.id = columns_add(columns, PARAMETER_UUID);
    to.changed = columns_add(columns, PARAMETER_INT8);
    to.state = columns_add(columns, PARAMETER_TEXT);
    to.state_before = columns_add(columns, PARAMETER_TEXT);
    to.is_disclosed = columns_add(columns, PARAMETER_BOOL);
    to.is_awarded = columns_add(columns, PARAMETER_BOOL);
    to.open_request = columns_add(columns, PARAMETER_UUID);
    to.flagged = columns_add(columns, PARAMETER_UUID);
    to.delivered_us = columns_add(columns, PARAMETER_INT8);
    to.acknowledged_us = columns_add(columns, PARAMETER_INT8);
    to.decided_us = columns_add(columns, PARAMETER_INT8);
    to.accepted_us = columns_add(columns, PARAMETER_INT8);
    to.ended_us = columns_add(columns, PARAMETER_INT8);
    to.vacancy = columns_add(columns, PARAMETER_UUID);
    return to;
}

static void
leg_columns_fill(const struct leg_columns *to, const struct leg_record *leg)
{
    array_add_uuid(to->id, &leg->id);
    array_add_int8(to->changed, leg->changed);
    array_add_text(to->state, leg_state_names[leg->life.state]);
    array_add_text(to->state_before, leg_state_names[leg->life.before]);
    array_add_bool(to->is_disclosed, leg->life.is_disclosed);
    array_add_bool(to->is_awarded, leg->is_awarded);
    array_add_uuid(to->open_request, leg->has_open_request ? &leg->open_request : NULL);
    array_add_uuid(to->flagged, leg->has_flagged ? &leg->flagged : NULL);
    array_add_time(to->delivered_us, leg->delivered_us);
    array_add_time(to->acknowledged_us, leg->acknowledged_us);
    array_add_time(to->decided_us, leg->decided_us);
    array_add_time(to->accepted_us, leg->accepted_us);
    array_add_time(to->ended_us, leg->ended_us);
    array_add_uuid(to->vacancy, leg->has_vacancy ? &leg->vacancy : NULL);
}

#define INSERT_LEG                                                                     \
    "INSERT INTO leg (id, changed, state, state_before, is_disclosed, is_awarded,"     \
    " open_request, flagged, delivered_us, acknowledged_us, decided_us, accepted_us,"  \
    " ended_us, vacancy, referral, case_id, sequence, referrer, recipient, mode,"      \
    " urgency, type, area, needs, is_test, offered_us)"

static const struct row_statement insert_legs = {
    .many = {"projection_insert_legs", INSERT_LEG
             " SELECT unnest($1::uuid[]), unnest($2::bigint[]),"
             " unnest($3::text[])::leg_state, unnest($4::text[])::leg_state,"
             " unnest($5::boolean[]), unnest($6::boolean[]), unnest($7::uuid[]),"
             " unnest($8::uuid[]), unnest($9::bigint[]), unnest($10::bigint[]),"
             " unnest($11::bigint[]), unnest($12::bigint[]), unnest($13::bigint[]),"
             " unnest($14::uuid[]), unnest($15::uuid[]), unnest($16::uuid[]),"
             " unnest($17::bigint[]), unnest($18::integer[]), unnest($19::integer[]),"
             " unnest($20::text[])::referral_mode, unnest($21::text[])::urgency,"
             " unnest($22::text[]), unnest($23::text[]),"
             " string_to_array(unnest($24::text[]), ' '), unnest($25::boolean[]),"
             " unnest($26::bigint[])"},
    .one = {"projection_insert_leg",
            INSERT_LEG " VALUES ($1, $2, $3::leg_state, $4::leg_state, $5, $6, $7, $8,"
                       " $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
                       " $20::referral_mode, $21::urgency, $22, $23,"
                       " string_to_array($24, ' '), $25, $26)"},
};

static bool
send_new_legs(struct transaction *transaction, const GPtrArray *legs, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct leg_columns changing = leg_columns_add(columns);
    struct array *referral = columns_add(columns, PARAMETER_UUID);
    struct array *case_id = columns_add(columns, PARAMETER_UUID);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *referrer = columns_add(columns, PARAMETER_INT4);
    struct array *recipient = columns_add(columns, PARAMETER_INT4);
    struct array *mode = columns_add(columns, PARAMETER_TEXT);
    struct array *urgency = columns_add(columns, PARAMETER_TEXT);
    struct array *type = columns_add(columns, PARAMETER_TEXT);
    struct array *area = columns_add(columns, PARAMETER_TEXT);
    struct array *needs = columns_add(columns, PARAMETER_TEXT);
    struct array *is_test = columns_add(columns, PARAMETER_BOOL);
    struct array *offered_us = columns_add(columns, PARAMETER_INT8);

    for (guint i = 0; i < legs->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(legs, i);

        leg_columns_fill(&changing, leg);
        array_add_uuid(referral, &leg->referral);
        array_add_uuid(case_id, &leg->case_id);
        array_add_int8(sequence, leg->sequence);
        array_add_int4(referrer, leg->referrer);
        array_add_int4(recipient, leg->recipient);
        array_add_text(mode, referral_mode_names[leg->life.mode]);
        array_add_text(urgency, urgency_names[leg->urgency]);
        array_add_text(type, leg->type);
        array_add_text(area, leg->area);
        array_add_words(needs, leg->needs);
        array_add_bool(is_test, leg->is_test);
        array_add_int8(offered_us, leg->offered_us);
    }
    return columns_send_rows(columns, transaction, &insert_legs, error);
}

#define UPDATE_LEG                                                                     \
    "UPDATE leg SET changed = t.changed, state = t.state::leg_state,"                  \
    " state_before = t.state_before::leg_state, is_disclosed = t.is_disclosed,"        \
    " is_awarded = t.is_awarded, open_request = t.open_request, flagged = t.flagged,"  \
    " delivered_us = t.delivered_us, acknowledged_us = t.acknowledged_us,"             \
    " decided_us = t.decided_us, accepted_us = t.accepted_us, ended_us = t.ended_us,"  \
    " vacancy = t.vacancy"

static const struct row_statement update_legs = {
    .many = {"projection_update_legs", UPDATE_LEG
             " FROM (SELECT unnest($1::uuid[]) AS id, unnest($2::bigint[]) AS changed,"
             " unnest($3::text[]) AS state, unnest($4::text[]) AS state_before,"
             " unnest($5::boolean[]) AS is_disclosed,"
             " unnest($6::boolean[]) AS is_awarded, unnest($7::uuid[]) AS open_request,"
             " unnest($8::uuid[]) AS flagged, unnest($9::bigint[]) AS delivered_us,"
             " unnest($10::bigint[]) AS acknowledged_us,"
             " unnest($11::bigint[]) AS decided_us,"
             " unnest($12::bigint[]) AS accepted_us,"
             " unnest($13::bigint[]) AS ended_us, unnest($14::uuid[]) AS vacancy) AS t"
             " WHERE leg.id = t.id"},
    .one = {"projection_update_leg", UPDATE_LEG
            " FROM (SELECT $2 AS changed, $3 AS state, $4 AS state_before,"
            " $5 AS is_disclosed, $6 AS is_awarded, $7 AS open_request, $8 AS flagged,"
            " $9 AS delivered_us, $10 AS acknowledged_us, $11 AS decided_us,"
            " $12 AS accepted_us, $13 AS ended_us, $14 AS vacancy) AS t"
            " WHERE leg.id = $1"},
};

static bool
send_changed_legs(struct transaction *transaction, const GPtrArray *legs,
                  GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct leg_columns changing = leg_columns_add(columns);

    for (guint i = 0; i < legs->len; i++)
        leg_columns_fill(&changing, g_ptr_array_index(legs, i));
    return columns_send_rows(columns, transaction, &update_legs, error);
}

#define INSERT_STEP                                                                    \
    "INSERT INTO leg_step (leg, sequence, referrer, recipient, event, state)"

static const struct row_statement insert_steps = {
    .many =
        {"projection_insert_steps", INSERT_STEP
         " SELECT unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::integer[]),"
         " unnest($4::integer[]), unnest($5::text[]), unnest($6::text[])::leg_state"},
    .one = {"projection_insert_step",
            INSERT_STEP " VALUES ($1, $2, $3, $4, $5, $6::leg_state)"},
};

static void
note_legs(GHashTable *legs, const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        struct leg_record *leg = g_ptr_array_index(list, i);

        g_hash_table_insert(legs, &leg->id, leg);
    }
}

/* A step stands with the parties of its leg, which therefore is in the same batch. */
static bool
send_steps(struct transaction *transaction, const struct projection_batch *batch,
           GError **error)
{
    g_autoptr(GHashTable) legs = g_hash_table_new(uuid_table_hash, uuid_table_equal);
    g_autoptr(columns) columns = columns_new();
    struct array *leg = columns_add(columns, PARAMETER_UUID);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *referrer = columns_add(columns, PARAMETER_INT4);
    struct array *recipient = columns_add(columns, PARAMETER_INT4);
    struct array *event = columns_add(columns, PARAMETER_TEXT);
    struct array *state = columns_add(columns, PARAMETER_TEXT);

    note_legs(legs, batch->new_legs);
    note_legs(legs, batch->changed_legs);
    for (guint i = 0; i < batch->steps->len; i++) {
        const struct leg_step *step = &g_array_index(batch->steps, struct leg_step, i);
        const struct leg_record *of = g_hash_table_lookup(legs, &step->leg);

        if (of == NULL) {
            g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED,
                        "entry %" G_GINT64_FORMAT ": a step without its leg",
                        step->sequence);
            return false;
        }
        array_add_uuid(leg, &step->leg);
        array_add_int8(sequence, step->sequence);
        array_add_int4(referrer, of->referrer);
        array_add_int4(recipient, of->recipient);
        array_add_text(event, leg_event_names[step->event]);
        array_add_text(state, leg_state_names[step->state]);
    }
    return columns_send_rows(columns, transaction, &insert_steps, error);
}

static const struct statement insert_facts = {
    "projection_insert_facts",
    "INSERT INTO leg_fact (leg, sequence, position, kind, code, value)"
    " SELECT unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::integer[]),"
    " unnest($4::text[])::leg_fact_kind, unnest($5::text[]), unnest($6::text[])"};

static bool
send_facts(struct transaction *transaction, const GArray *facts, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *leg = columns_add(columns, PARAMETER_UUID);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *position = columns_add(columns, PARAMETER_INT4);
    struct array *kind = columns_add(columns, PARAMETER_TEXT);
    struct array *code = columns_add(columns, PARAMETER_TEXT);
    struct array *value = columns_add(columns, PARAMETER_TEXT);
    int64_t last = 0;
    int32_t next = 0;

    for (guint i = 0; i < facts->len; i++) {
        const struct leg_fact *fact = &g_array_index(facts, struct leg_fact, i);

        /* Counted within the entry, so that a rebuild's batches count the same. */
        next = fact->sequence == last ? next + 1 : 0;
        last = fact->sequence;
        array_add_uuid(leg, &fact->leg);
        array_add_int8(sequence, fact->sequence);
        array_add_int4(position, next);
        array_add_text(kind, leg_fact_kind_names[fact->kind]);
        array_add_text(code, fact->code);
        array_add_text(value, fact->value);
    }
    return columns_send(columns, transaction, &insert_facts, error);
}

bool
leg_writes_send(struct transaction *transaction, const struct projection_batch *batch,
                GError **error)
{
    return send_new_legs(transaction, batch->new_legs, error) &&
           send_changed_legs(transaction, batch->changed_legs, error) &&
           send_steps(transaction, batch, error) &&
           send_facts(transaction, batch->facts, error);
}
