/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/matters.h"

#include "agency-client/local_store/settings.h"
#include "agency-client/local_store/statement.h"

#define MATTERS_CURSOR "matters-cursor"

#define MATTER_COLUMNS                                                                 \
    "SELECT m.matter, m.kind, m.group_id, m.leg, m.case_id, m.opener, m.other,"        \
    " m.state, m.changed, m.opened_us, m.changed_us, m.view,"                          \
    " (SELECT count(*) FROM entry e WHERE e.thread = m.matter AND e.is_new),"          \
    " EXISTS (SELECT 1 FROM outbox o"                                                  \
    "  WHERE o.thread = m.matter AND o.state = 'parked') FROM matter m "

/* What a person gave up before the exchange had it never was. */
#define GIVEN_UP                                                                       \
    "(m.state = '' AND EXISTS (SELECT 1 FROM outbox o"                                 \
    "  WHERE o.document = m.matter AND o.state = 'dropped'))"

void
known_matter_free(struct known_matter *matter)
{
    if (matter == NULL)
        return;
    g_free(matter->matter);
    g_free(matter->kind);
    g_free(matter->group);
    g_free(matter->leg);
    g_free(matter->case_id);
    g_free(matter->opener);
    g_free(matter->other);
    g_free(matter->state);
    g_clear_pointer(&matter->view, g_bytes_unref);
    g_free(matter);
}

static struct known_matter *
read_matter(statement *row)
{
    struct known_matter *matter = g_new0(struct known_matter, 1);

    matter->matter = statement_text(row, 0);
    matter->kind = statement_text(row, 1);
    matter->group = statement_text(row, 2);
    matter->leg = statement_text(row, 3);
    matter->case_id = statement_text(row, 4);
    matter->opener = statement_text(row, 5);
    matter->other = statement_text(row, 6);
    matter->state = statement_text(row, 7);
    matter->changed = sqlite3_column_int64(row, 8);
    matter->opened_us = sqlite3_column_int64(row, 9);
    matter->changed_us = sqlite3_column_int64(row, 10);
    matter->view = statement_bytes(row, 11);
    matter->new_count = sqlite3_column_int(row, 12);
    matter->is_parked = sqlite3_column_int(row, 13) != 0;
    return matter;
}

static const char write_matter[] =
    "INSERT INTO matter (matter, kind, group_id, leg, case_id, opener, other, state,"
    " changed, opened_us, changed_us, view)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    " ON CONFLICT (matter) DO UPDATE SET state = excluded.state,"
    "  changed = excluded.changed, opened_us = excluded.opened_us,"
    "  changed_us = excluded.changed_us, view = excluded.view"
    " WHERE excluded.changed >= matter.changed";

static bool
write_one(struct local_store *store, void *data, GError **error)
{
    const struct known_matter *matter = data;

    return statement_run(store, write_matter, error, "ttttttttiiib", matter->matter,
                         matter->kind, matter->group, matter->leg, matter->case_id,
                         matter->opener, matter->other, matter->state, matter->changed,
                         matter->opened_us, matter->changed_us, matter->view);
}

bool
matters_write(struct local_store *store, const struct known_matter *matter,
              GError **error)
{
    return local_store_transact(store, write_one, (void *)matter, error);
}

static bool
delete_one(struct local_store *store, void *data, GError **error)
{
    return statement_run(store, "DELETE FROM matter WHERE matter = ?1", error, "t",
                         (const char *)data);
}

bool
matters_delete(struct local_store *store, const char *matter, GError **error)
{
    return local_store_transact(store, delete_one, (char *)matter, error);
}

struct known_matter *
matters_find(struct local_store *store, const char *matter, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store, MATTER_COLUMNS "WHERE m.matter = ?1", error, "t", matter);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_matter(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "no matter is known here by %s", matter);
    return NULL;
}

GPtrArray *
matters_list(struct local_store *store, const char *id, const char *kind,
             GError **error)
{
    g_autoptr(GPtrArray) matters =
        g_ptr_array_new_with_free_func((GDestroyNotify)known_matter_free);
    g_autoptr(statement) row = statement_bind(
        store,
        MATTER_COLUMNS "WHERE (?1 IS NULL OR m.matter = ?1 OR m.group_id = ?1"
                       "  OR m.leg = ?1 OR m.case_id = ?1)"
                       " AND (?2 IS NULL OR m.kind = ?2)"
                       " AND (?1 IS NOT NULL OR NOT " GIVEN_UP
                       ") ORDER BY m.opened_us, m.matter",
        error, "tt", id, kind);
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(matters, read_matter(row));
    return step == 0 ? g_steal_pointer(&matters) : NULL;
}

bool
matters_read_cursor(struct local_store *store, int64_t *cursor, GError **error)
{
    g_autofree char *text = NULL;

    if (!settings_read_text(store, MATTERS_CURSOR, &text, error))
        return false;
    *cursor = text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
    return true;
}

bool
matters_write_cursor(struct local_store *store, int64_t cursor, GError **error)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, cursor);

    return settings_write_text(store, MATTERS_CURSOR, text, error);
}
