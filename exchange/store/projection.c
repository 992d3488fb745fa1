/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/projection.h"

#include "exchange/store/agency_writes.h"
#include "exchange/store/columns.h"
#include "exchange/store/leg_writes.h"

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
    return agency_writes_send(transaction, batch->agencies, error) &&
           leg_writes_send(transaction, batch, error) &&
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
