/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/shelves.h"

#include "exchange/store/hours.h"
#include "exchange/store/induction_sessions.h"
#include "exchange/store/induction_starters.h"
#include "exchange/store/matters.h"
#include "exchange/store/policy_comments.h"
#include "exchange/store/services.h"

const struct shelf *const shelves[SHELF_COUNT] = {
    [SHELF_MATTERS] = &shelf_matters,     [SHELF_SERVICES] = &shelf_services,
    [SHELF_VACANCIES] = &shelf_vacancies, [SHELF_SESSIONS] = &shelf_sessions,
    [SHELF_STARTERS] = &shelf_starters,   [SHELF_HOURS] = &shelf_hours,
    [SHELF_COMMENTS] = &shelf_comments,
};

void
shelf_ask(struct shelf_question *question, enum shelf_name name, const struct uuid *id)
{
    GArray **ids = &question->ids[name];

    if (*ids == NULL)
        *ids = g_array_new(FALSE, FALSE, sizeof(struct uuid));
    g_array_append_vals(*ids, id, 1);
}

void
shelf_question_clear(struct shelf_question *question)
{
    for (int name = 0; name < SHELF_COUNT; name++)
        g_clear_pointer(&question->ids[name], g_array_unref);
}

void
shelf_answer_clear(struct shelf_answer *answer)
{
    for (int name = 0; name < SHELF_COUNT; name++)
        g_clear_pointer(&answer->records[name], g_ptr_array_unref);
}

bool
shelves_send(struct transaction *transaction, const struct shelf_question *question,
             GError **error)
{
    for (int name = 0; name < SHELF_COUNT; name++) {
        const GArray *ids = question->ids[name];
        g_autoptr(array) array = NULL;

        if (ids == NULL)
            continue;
        array = array_new(PARAMETER_UUID);
        for (unsigned int i = 0; i < ids->len; i++)
            array_add_uuid(array, &g_array_index(ids, struct uuid, i));
        if (!transaction_send(transaction, &shelves[name]->find,
                              PARAMETERS(parameter_array(array)), error))
            return false;
    }
    return true;
}

static bool
is_known(const GPtrArray *records, const void *record)
{
    for (unsigned int i = 0; i < records->len; i++)
        if (uuid_is_equal(g_ptr_array_index(records, i), record))
            return true;
    return false;
}

bool
shelves_receive(struct transaction *transaction, const struct shelf_question *question,
                struct shelf_answer *answer, GError **error)
{
    for (int name = 0; name < SHELF_COUNT; name++) {
        GPtrArray **records = &answer->records[name];
        g_autoptr(rows) found = NULL;
        unsigned int before;

        if (question->ids[name] == NULL)
            continue;
        found = transaction_receive(transaction, error);
        if (found == NULL)
            return false;
        if (*records == NULL)
            *records = g_ptr_array_new_with_free_func(shelves[name]->free);
        before = (*records)->len;
        for (size_t row = 0; row < rows_count(found); row++) {
            void *record = shelves[name]->read(found, row);

            /* Asked for a second time, by another of its ids. */
            if (before > 0 && is_known(*records, record))
                shelves[name]->free(record);
            else
                g_ptr_array_add(*records, record);
        }
    }
    return true;
}
