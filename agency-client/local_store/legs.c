/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/legs.h"

#include "agency-client/local_store/settings.h"
#include "agency-client/local_store/statement.h"

#define LEGS_CURSOR "referrals-cursor"

#define LEG_COLUMNS                                                                    \
    "SELECT l.leg, l.referral, l.case_id, l.referrer, l.recipient, l.mode, l.urgency," \
    " l.state, l.changed, l.offered_us, l.changed_us, l.view,"                         \
    " (SELECT count(*) FROM entry e WHERE e.thread = l.leg AND e.is_new),"             \
    " l.leg IN (SELECT o.thread FROM outbox o WHERE o.state = 'parked')"               \
    " FROM leg l "

/* What a person gave up before the exchange had it never was. */
#define GIVEN_UP                                                                       \
    "(l.state = '' AND EXISTS (SELECT 1 FROM outbox o"                                 \
    "  WHERE o.document = l.leg AND o.state = 'dropped'))"

void
known_leg_free(struct known_leg *leg)
{
    if (leg == NULL)
        return;
    g_free(leg->leg);
    g_free(leg->referral);
    g_free(leg->case_id);
    g_free(leg->referrer);
    g_free(leg->recipient);
    g_free(leg->mode);
    g_free(leg->urgency);
    g_free(leg->state);
    g_clear_pointer(&leg->view, g_bytes_unref);
    g_free(leg);
}

void
withheld_free(struct withheld *withheld)
{
    if (withheld == NULL)
        return;
    g_free(withheld->leg);
    g_free(withheld->referral);
    g_free(withheld->case_id);
    g_free(withheld->recipient);
    g_clear_pointer(&withheld->sealed, g_bytes_unref);
    g_free(withheld->released);
    g_free(withheld);
}

static struct known_leg *
read_leg(statement *row)
{
    struct known_leg *leg = g_new0(struct known_leg, 1);

    leg->leg = statement_text(row, 0);
    leg->referral = statement_text(row, 1);
    leg->case_id = statement_text(row, 2);
    leg->referrer = statement_text(row, 3);
    leg->recipient = statement_text(row, 4);
    leg->mode = statement_text(row, 5);
    leg->urgency = statement_text(row, 6);
    leg->state = statement_text(row, 7);
    leg->changed = sqlite3_column_int64(row, 8);
    leg->offered_us = sqlite3_column_int64(row, 9);
    leg->changed_us = sqlite3_column_int64(row, 10);
    leg->view = statement_bytes(row, 11);
    leg->new_count = sqlite3_column_int(row, 12);
    leg->is_parked = sqlite3_column_int(row, 13) != 0;
    return leg;
}

static const char write_leg[] =
    "INSERT INTO leg (leg, referral, case_id, referrer, recipient, mode, urgency,"
    " state, changed, offered_us, changed_us, view)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    " ON CONFLICT (leg) DO UPDATE SET state = excluded.state,"
    "  changed = excluded.changed, offered_us = excluded.offered_us,"
    "  changed_us = excluded.changed_us, view = excluded.view"
    " WHERE excluded.changed >= leg.changed";

static bool
write_one(struct local_store *store, void *data, GError **error)
{
    const struct known_leg *leg = data;

    return statement_run(store, write_leg, error, "ttttttttiiib", leg->leg,
                         leg->referral, leg->case_id, leg->referrer, leg->recipient,
                         leg->mode, leg->urgency, leg->state, leg->changed,
                         leg->offered_us, leg->changed_us, leg->view);
}

bool
legs_write(struct local_store *store, const struct known_leg *leg, GError **error)
{
    return local_store_transact(store, write_one, (void *)leg, error);
}

static bool
delete_one(struct local_store *store, void *data, GError **error)
{
    return statement_run(store, "DELETE FROM leg WHERE leg = ?1", error, "t",
                         (const char *)data);
}

bool
legs_delete(struct local_store *store, const char *leg, GError **error)
{
    return local_store_transact(store, delete_one, (char *)leg, error);
}

struct known_leg *
legs_find(struct local_store *store, const char *leg, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store, LEG_COLUMNS "WHERE l.leg = ?1", error, "t", leg);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_leg(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "no referral is known here by %s", leg);
    return NULL;
}

GPtrArray *
legs_list(struct local_store *store, const char *id, GError **error)
{
    g_autoptr(GPtrArray) legs =
        g_ptr_array_new_with_free_func((GDestroyNotify)known_leg_free);
    g_autoptr(statement) row =
        statement_bind(store,
                       LEG_COLUMNS "WHERE (?1 IS NULL AND NOT " GIVEN_UP ")"
                                   " OR l.leg = ?1 OR l.referral = ?1"
                                   " OR l.case_id = ?1 ORDER BY l.offered_us, l.leg",
                       error, "t", id);
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(legs, read_leg(row));
    return step == 0 ? g_steal_pointer(&legs) : NULL;
}

bool
legs_read_cursor(struct local_store *store, int64_t *cursor, GError **error)
{
    g_autofree char *text = NULL;

    if (!settings_read_text(store, LEGS_CURSOR, &text, error))
        return false;
    *cursor = text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
    return true;
}

bool
legs_write_cursor(struct local_store *store, int64_t cursor, GError **error)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, cursor);

    return settings_write_text(store, LEGS_CURSOR, text, error);
}

static bool
insert_withheld(struct local_store *store, void *data, GError **error)
{
    const struct withheld *withheld = data;

    return statement_run(store,
                         "INSERT INTO withheld (leg, referral, case_id, recipient,"
                         " sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
                         error, "ttttb", withheld->leg, withheld->referral,
                         withheld->case_id, withheld->recipient, withheld->sealed);
}

bool
withheld_insert(struct local_store *store, const struct withheld *withheld,
                GError **error)
{
    return local_store_transact(store, insert_withheld, (void *)withheld, error);
}

static struct withheld *
read_withheld(statement *row)
{
    struct withheld *withheld = g_new0(struct withheld, 1);

    withheld->leg = statement_text(row, 0);
    withheld->referral = statement_text(row, 1);
    withheld->case_id = statement_text(row, 2);
    withheld->recipient = statement_text(row, 3);
    withheld->sealed = statement_bytes(row, 4);
    withheld->released = statement_text(row, 5);
    return withheld;
}

GPtrArray *
withheld_list_awarded(struct local_store *store, GError **error)
{
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)withheld_free);
    g_autoptr(statement) row = statement_bind(
        store,
        "SELECT w.leg, w.referral, w.case_id, w.recipient, w.sealed, w.released"
        " FROM withheld w JOIN leg l ON l.leg = w.leg WHERE w.released IS NULL"
        " AND l.state IN ('accepted', 'in-service', 'paused') ORDER BY w.leg",
        error, "");
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(list, read_withheld(row));
    return step == 0 ? g_steal_pointer(&list) : NULL;
}

struct withheld *
withheld_find(struct local_store *store, const char *leg, GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store,
        "SELECT leg, referral, case_id, recipient, sealed, released FROM withheld"
        " WHERE leg = ?1",
        error, "t", leg);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_withheld(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "no details are held back for %s", leg);
    return NULL;
}

struct release {
    const char *leg;
    const char *disclosure;
};

static bool
mark_released(struct local_store *store, void *data, GError **error)
{
    const struct release *release = data;

    return statement_run(store, "UPDATE withheld SET released = ?2 WHERE leg = ?1",
                         error, "tt", release->leg, release->disclosure);
}

bool
withheld_mark_released(struct local_store *store, const char *leg,
                       const char *disclosure, GError **error)
{
    struct release release = {leg, disclosure};

    return local_store_transact(store, mark_released, &release, error);
}
