/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/projection.h"

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

struct projection_batch *
projection_batch_new(void)
{
    struct projection_batch *batch = g_new0(struct projection_batch, 1);

    batch->new_legs = g_ptr_array_new_with_free_func((GDestroyNotify)leg_record_free);
    batch->changed_legs =
        g_ptr_array_new_with_free_func((GDestroyNotify)leg_record_free);
    batch->steps = g_array_new(FALSE, TRUE, sizeof(struct leg_step));
    batch->facts = g_array_new(FALSE, TRUE, sizeof(struct leg_fact));
    batch->flags = g_array_new(FALSE, TRUE, sizeof(struct document_flag));
    batch->agencies = g_ptr_array_new_with_free_func((GDestroyNotify)agency_free);
    return batch;
}

void
projection_batch_free(struct projection_batch *batch)
{
    if (batch == NULL)
        return;
    g_ptr_array_unref(batch->new_legs);
    g_ptr_array_unref(batch->changed_legs);
    g_array_unref(batch->steps);
    g_array_unref(batch->facts);
    g_array_unref(batch->flags);
    g_ptr_array_unref(batch->agencies);
    for (int name = 0; name < SHELF_COUNT; name++) {
        g_clear_pointer(&batch->fresh[name], g_ptr_array_unref);
        g_clear_pointer(&batch->changed[name], g_ptr_array_unref);
    }
    g_free(batch);
}

void
projection_batch_add(struct projection_batch *batch, enum shelf_name name, void *record,
                     bool is_fresh)
{
    if (batch->fresh[name] == NULL) {
        batch->fresh[name] = g_ptr_array_new_with_free_func(shelves[name]->free);
        batch->changed[name] = g_ptr_array_new_with_free_func(shelves[name]->free);
    }
    g_ptr_array_add((is_fresh ? batch->fresh : batch->changed)[name], record);
}

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

static const struct statement insert_legs = {
    "projection_insert_legs",
    "INSERT INTO leg (id, changed, state, state_before, is_disclosed, is_awarded,"
    " open_request, flagged, delivered_us, acknowledged_us, decided_us, accepted_us,"
    " ended_us, vacancy, referral, case_id, sequence, referrer, recipient, mode, "
    "urgency, type,"
    " area, needs, is_test, offered_us)"
    " SELECT unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::text[])::leg_state,"
    " unnest($4::text[])::leg_state, unnest($5::boolean[]), unnest($6::boolean[]),"
    " unnest($7::uuid[]), unnest($8::uuid[]), unnest($9::bigint[]),"
    " unnest($10::bigint[]), unnest($11::bigint[]), unnest($12::bigint[]),"
    " unnest($13::bigint[]), unnest($14::uuid[]), unnest($15::uuid[]), "
    "unnest($16::uuid[]),"
    " unnest($17::bigint[]), unnest($18::integer[]), unnest($19::integer[]),"
    " unnest($20::text[])::referral_mode, unnest($21::text[])::urgency,"
    " unnest($22::text[]), unnest($23::text[]), string_to_array(unnest($24::text[]), ' "
    "'),"
    " unnest($25::boolean[]), unnest($26::bigint[])"};

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
    return columns_send(columns, transaction, &insert_legs, error);
}

static const struct statement update_legs = {
    "projection_update_legs",
    "UPDATE leg SET changed = t.changed, state = t.state::leg_state,"
    " state_before = t.state_before::leg_state, is_disclosed = t.is_disclosed,"
    " is_awarded = t.is_awarded, open_request = t.open_request, flagged = t.flagged,"
    " delivered_us = t.delivered_us, acknowledged_us = t.acknowledged_us,"
    " decided_us = t.decided_us, accepted_us = t.accepted_us, ended_us = t.ended_us,"
    " vacancy = t.vacancy"
    " FROM (SELECT unnest($1::uuid[]) AS id, unnest($2::bigint[]) AS changed,"
    " unnest($3::text[]) AS state, unnest($4::text[]) AS state_before,"
    " unnest($5::boolean[]) AS is_disclosed, unnest($6::boolean[]) AS is_awarded,"
    " unnest($7::uuid[]) AS open_request, unnest($8::uuid[]) AS flagged,"
    " unnest($9::bigint[]) AS delivered_us, unnest($10::bigint[]) AS acknowledged_us,"
    " unnest($11::bigint[]) AS decided_us, unnest($12::bigint[]) AS accepted_us,"
    " unnest($13::bigint[]) AS ended_us, unnest($14::uuid[]) AS vacancy) AS t"
    " WHERE leg.id = t.id"};

static bool
send_changed_legs(struct transaction *transaction, const GPtrArray *legs,
                  GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct leg_columns changing = leg_columns_add(columns);

    for (guint i = 0; i < legs->len; i++)
        leg_columns_fill(&changing, g_ptr_array_index(legs, i));
    return columns_send(columns, transaction, &update_legs, error);
}

static const struct statement insert_steps = {
    "projection_insert_steps",
    "INSERT INTO leg_step (leg, sequence, referrer, recipient, event, state)"
    " SELECT unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::integer[]),"
    " unnest($4::integer[]), unnest($5::text[]), unnest($6::text[])::leg_state"};

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
    return columns_send(columns, transaction, &insert_steps, error);
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

static const struct statement upsert_flags = {
    "projection_upsert_flags",
    "INSERT INTO document_flag (document, sequence, is_raised)"
    " SELECT DISTINCT ON (document) document, sequence, is_raised"
    " FROM unnest($1::uuid[], $2::bigint[], $3::boolean[])"
    " WITH ORDINALITY AS t (document, sequence, is_raised, position)"
    " ORDER BY document, position DESC"
    " ON CONFLICT (document) DO UPDATE"
    " SET sequence = excluded.sequence, is_raised = excluded.is_raised"};

static bool
send_flags(struct transaction *transaction, const GArray *flags, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *document = columns_add(columns, PARAMETER_UUID);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *is_raised = columns_add(columns, PARAMETER_BOOL);

    for (guint i = 0; i < flags->len; i++) {
        const struct document_flag *flag =
            &g_array_index(flags, struct document_flag, i);

        array_add_uuid(document, &flag->document);
        array_add_int8(sequence, flag->sequence);
        array_add_bool(is_raised, flag->is_raised);
    }
    return columns_send(columns, transaction, &upsert_flags, error);
}

static const struct statement upsert_agencies = {
    "projection_upsert_agencies",
    "INSERT INTO registration (agency, sequence, name, kind, status,"
    " emergency_telephone, areas)"
    " SELECT agency, sequence, name, kind::agency_kind, status::agency_status, "
    "telephone,"
    " string_to_array(areas, ' ')"
    " FROM unnest($1::integer[], $2::bigint[], $3::text[], $4::text[], $5::text[],"
    " $6::text[], $7::text[])"
    " AS t (agency, sequence, name, kind, status, telephone, areas)"
    " ON CONFLICT (agency) DO UPDATE SET sequence = excluded.sequence,"
    " name = excluded.name, kind = excluded.kind, status = excluded.status,"
    " emergency_telephone = excluded.emergency_telephone, areas = excluded.areas"};

static bool
send_agencies(struct transaction *transaction, const GPtrArray *agencies,
              GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *number = columns_add(columns, PARAMETER_INT4);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *name = columns_add(columns, PARAMETER_TEXT);
    struct array *kind = columns_add(columns, PARAMETER_TEXT);
    struct array *status = columns_add(columns, PARAMETER_TEXT);
    struct array *telephone = columns_add(columns, PARAMETER_TEXT);
    struct array *areas = columns_add(columns, PARAMETER_TEXT);

    for (guint i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        array_add_int4(number, agency->number);
        array_add_int8(sequence, agency->sequence);
        array_add_text(name, agency->name);
        array_add_text(kind, agency_kind_names[agency->kind]);
        array_add_text(status, agency_status_names[agency->status]);
        array_add_text(telephone, agency->emergency_telephone);
        array_add_words(areas, agency->areas);
    }
    return columns_send(columns, transaction, &upsert_agencies, error);
}

/* A certificate stays whose it was first, and since then. */
static const struct statement upsert_certificates = {
    "projection_upsert_certificates",
    "INSERT INTO certificate (sha256, agency, usage, der, registered_from_us,"
    " revoked_at_us)"
    " SELECT unnest($1::bytea[]), unnest($2::integer[]),"
    " unnest($3::text[])::certificate_usage, unnest($4::bytea[]),"
    " unnest($5::bigint[]), unnest($6::bigint[])"
    " ON CONFLICT (sha256) DO UPDATE SET revoked_at_us = excluded.revoked_at_us"
    " WHERE certificate.agency = excluded.agency"};

static bool
send_certificates(struct transaction *transaction, const GPtrArray *agencies,
                  GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *sha256 = columns_add(columns, PARAMETER_BYTES);
    struct array *number = columns_add(columns, PARAMETER_INT4);
    struct array *usage = columns_add(columns, PARAMETER_TEXT);
    struct array *der = columns_add(columns, PARAMETER_BYTES);
    struct array *registered_from_us = columns_add(columns, PARAMETER_INT8);
    struct array *revoked_at_us = columns_add(columns, PARAMETER_INT8);

    for (guint i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        for (guint j = 0; j < agency->certificates->len; j++) {
            const struct agency_certificate *certificate =
                g_ptr_array_index(agency->certificates, j);
            size_t length;
            const void *bytes = g_bytes_get_data(certificate->der, &length);

            array_add_bytes(sha256, certificate->sha256.bytes, DIGEST_BYTES);
            array_add_int4(number, agency->number);
            array_add_text(usage, certificate_usage_names[certificate->usage]);
            array_add_bytes(der, bytes, length);
            array_add_int8(registered_from_us, certificate->registered_from_us);
            if (certificate->revoked_at_us == CERTIFICATE_NOT_REVOKED)
                array_add_null(revoked_at_us);
            else
                array_add_int8(revoked_at_us, certificate->revoked_at_us);
        }
    }
    return columns_send(columns, transaction, &upsert_certificates, error);
}

static bool
send_shelves(struct transaction *transaction, const struct projection_batch *batch,
             GError **error)
{
    for (int name = 0; name < SHELF_COUNT; name++)
        if (batch->fresh[name] != NULL &&
            !shelves[name]->write(transaction, batch->fresh[name], batch->changed[name],
                                  error))
            return false;
    return true;
}

bool
projection_write(struct transaction *transaction, const struct projection_batch *batch,
                 GError **error)
{
    return send_agencies(transaction, batch->agencies, error) &&
           send_certificates(transaction, batch->agencies, error) &&
           send_new_legs(transaction, batch->new_legs, error) &&
           send_changed_legs(transaction, batch->changed_legs, error) &&
           send_steps(transaction, batch, error) &&
           send_facts(transaction, batch->facts, error) &&
           send_flags(transaction, batch->flags, error) &&
           send_shelves(transaction, batch, error);
}

/* Every table of the projection; those that others refer to come last. */
#define TABLES(each)                                                                   \
    each(induction_feedback) each(induction_place) each(induction_session)             \
        each(induction_starter) each(hours_item) each(policy_comment) each(service)    \
            each(vacancy) each(matter_point) each(matter_step) each(matter)            \
                each(document_flag) each(leg_fact) each(leg_step) each(leg)            \
                    each(certificate) each(registration)

#define CLEAR(table) {"projection_clear_" #table, "DELETE FROM " #table},
static const struct statement clear[] = {TABLES(CLEAR)};

bool
projection_clear(struct transaction *transaction, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(clear); i++) {
        g_autoptr(rows) cleared =
            transaction_query(transaction, &clear[i], NO_PARAMETERS, error);

        if (cleared == NULL)
            return false;
    }
    return true;
}

/* A sum does not depend on the order of rows, nor on room for all of them. */
#define DIGEST(table)                                                                  \
    " UNION ALL SELECT '" #table "', count(*),"                                        \
    " md5(COALESCE(sum(hashtextextended(t::text, 0)::numeric), 0)::text)"              \
    " FROM " #table " AS t"

static const struct statement digest = {
    "projection_digest",
    "SELECT '' AS name, 0::bigint, '' WHERE false" TABLES(DIGEST) " ORDER BY name"};

char *
projection_digest(struct store *store, GError **error)
{
    g_autoptr(rows) found = store_query(store, &digest, NO_PARAMETERS, error);
    g_autoptr(GString) lines = g_string_new(NULL);

    if (found == NULL)
        return NULL;
    for (size_t row = 0; row < rows_count(found); row++)
        g_string_append_printf(lines, "%s %" G_GINT64_FORMAT " %s\n",
                               rows_text(found, row, 0), rows_int8(found, row, 1),
                               rows_text(found, row, 2));
    return g_string_free(g_steal_pointer(&lines), FALSE);
}
