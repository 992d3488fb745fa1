/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/induction_starters.h"

#include "common/documents/timestamp.h"
#include "exchange/store/columns.h"

void
starter_record_free(struct starter_record *starter)
{
    if (starter == NULL)
        return;
    g_strfreev(starter->hosts);
    g_free(starter);
}

/* In one batch somebody may be spoken of twice. */
static const struct statement upsert_starters = {
    "induction_upsert_starters",
    "INSERT INTO induction_starter (agency, starter, programme, sequence, role,"
    " started_on, due_on, ended_on, hosts, is_test)"
    " SELECT agency, starter, programme::induction_programme, sequence, role,"
    " started_on, due_on, ended_on, string_to_array(hosts, ' '), is_test"
    " FROM (SELECT DISTINCT ON (agency, starter, programme) *"
    " FROM unnest($1::integer[], $2::text[], $3::text[], $4::bigint[], $5::text[],"
    " $6::integer[], $7::integer[], $8::integer[], $9::text[], $10::boolean[])"
    " AS t (agency, starter, programme, sequence, role, started_on, due_on, ended_on,"
    " hosts, is_test) ORDER BY agency, starter, programme, sequence DESC) AS t"
    " ON CONFLICT (agency, starter, programme) DO UPDATE SET"
    " sequence = excluded.sequence, role = excluded.role,"
    " started_on = excluded.started_on, due_on = excluded.due_on,"
    " ended_on = excluded.ended_on, hosts = excluded.hosts, is_test = "
    "excluded.is_test"};

static bool
write_starters(struct transaction *transaction, const GPtrArray *fresh,
               const GPtrArray *changed, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *agency = columns_add(columns, PARAMETER_INT4);
    struct array *starter = columns_add(columns, PARAMETER_TEXT);
    struct array *programme = columns_add(columns, PARAMETER_TEXT);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *role = columns_add(columns, PARAMETER_TEXT);
    struct array *started_on = columns_add(columns, PARAMETER_INT4);
    struct array *due_on = columns_add(columns, PARAMETER_INT4);
    struct array *ended_on = columns_add(columns, PARAMETER_INT4);
    struct array *hosts = columns_add(columns, PARAMETER_TEXT);
    struct array *is_test = columns_add(columns, PARAMETER_BOOL);

    (void)changed;
    for (guint i = 0; i < fresh->len; i++) {
        const struct starter_record *record = g_ptr_array_index(fresh, i);

        array_add_int4(agency, record->agency);
        array_add_text(starter, record->starter);
        array_add_text(programme, induction_programme_names[record->programme]);
        array_add_int8(sequence, record->sequence);
        array_add_text(role, record->role);
        array_add_int4(started_on, record->started_on);
        array_add_int4(due_on, record->due_on);
        if (record->ended_on == DATE_NONE)
            array_add_null(ended_on);
        else
            array_add_int4(ended_on, record->ended_on);
        array_add_words(hosts, record->hosts);
        array_add_bool(is_test, record->is_test);
    }
    return columns_send(columns, transaction, &upsert_starters, error);
}

/* Nothing is decided by what was said before, so nothing is ever found. */
static void *
read_nothing(const struct rows *rows, size_t row)
{
    (void)rows;
    (void)row;
    return NULL;
}

const struct shelf shelf_starters = {
    .find = {"induction_find_starters", "SELECT WHERE false AND $1::uuid[] IS NULL"},
    .read = read_nothing,
    .free = (void (*)(void *))starter_record_free,
    .write = write_starters,
};
