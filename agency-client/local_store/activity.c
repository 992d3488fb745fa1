/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/activity.h"

#include "agency-client/local_store/statement.h"
#include "common/documents/timestamp.h"

void
activity_free(struct activity *activity)
{
    if (activity == NULL)
        return;
    g_free(activity->actor);
    g_free(activity->name);
    g_free(activity->action);
    g_free(activity->record);
    g_free(activity);
}

static const char insert_line[] =
    "INSERT INTO activity (at_us, actor, action, record)"
    " SELECT ?1, ?2, ?3, ?4 WHERE ?3 <> '" ACTIVITY_OPENED "' OR NOT EXISTS"
    " (SELECT 1 FROM activity WHERE record = ?4 AND actor = ?2 AND action = ?3"
    "  AND at_us > ?5)";

static bool
insert(struct local_store *store, void *data, GError **error)
{
    const struct activity *activity = data;

    return statement_run(store, insert_line, error, "ittti", activity->at_us,
                         activity->actor, activity->action, activity->record,
                         activity->at_us - ACTIVITY_OPENED_SECONDS * SECOND_US);
}

bool
activity_insert(struct local_store *store, const struct activity *activity,
                GError **error)
{
    return local_store_transact(store, insert, (void *)activity, error);
}

static const char list_activity[] =
    "SELECT a.at_us, a.actor, m.name, a.action, a.record FROM activity a"
    " LEFT JOIN member m ON m.actor = a.actor"
    " WHERE ?1 IS NULL OR a.record = ?1 ORDER BY a.number DESC LIMIT ?2";

GPtrArray *
activity_list(struct local_store *store, const char *record, int limit, GError **error)
{
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)activity_free);
    g_autoptr(statement) row =
        statement_bind(store, list_activity, error, "ti", record, (int64_t)limit);
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1) {
        struct activity *activity = g_new0(struct activity, 1);

        activity->at_us = sqlite3_column_int64(row, 0);
        activity->actor = statement_text(row, 1);
        activity->name = statement_text(row, 2);
        activity->action = statement_text(row, 3);
        activity->record = statement_text(row, 4);
        g_ptr_array_add(list, activity);
    }
    return step == 0 ? g_steal_pointer(&list) : NULL;
}
