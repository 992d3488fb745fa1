/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/drafts.h"

#include "agency-client/local_store/statement.h"

#define DRAFT_COLUMNS                                                                  \
    "SELECT draft, actor, kind, version, changed_us, sealed FROM draft "

void
stored_draft_free(struct stored_draft *draft)
{
    if (draft == NULL)
        return;
    g_free(draft->draft);
    g_free(draft->actor);
    g_free(draft->kind);
    g_clear_pointer(&draft->sealed, g_bytes_unref);
    g_free(draft);
}

static struct stored_draft *
read_draft(statement *row)
{
    struct stored_draft *draft = g_new0(struct stored_draft, 1);

    draft->draft = statement_text(row, 0);
    draft->actor = statement_text(row, 1);
    draft->kind = statement_text(row, 2);
    draft->version = sqlite3_column_int64(row, 3);
    draft->changed_us = sqlite3_column_int64(row, 4);
    draft->sealed = statement_bytes(row, 5);
    return draft;
}

static bool
insert(struct local_store *store, void *data, GError **error)
{
    const struct stored_draft *draft = data;

    return statement_run(
        store,
        "INSERT INTO draft (draft, actor, kind, version, changed_us, sealed)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        error, "tttiib", draft->draft, draft->actor, draft->kind, draft->version,
        draft->changed_us, draft->sealed);
}

bool
drafts_insert(struct local_store *store, struct stored_draft *draft, GError **error)
{
    draft->version = 1;
    return local_store_transact(store, insert, draft, error);
}

struct stored_draft *
drafts_find(struct local_store *store, const char *draft, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store, DRAFT_COLUMNS "WHERE draft = ?1", error, "t", draft);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_draft(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "there is no such draft: it may have been sent or deleted");
    return NULL;
}

GPtrArray *
drafts_list(struct local_store *store, GError **error)
{
    g_autoptr(GPtrArray) drafts =
        g_ptr_array_new_with_free_func((GDestroyNotify)stored_draft_free);
    g_autoptr(statement) row = statement_bind(
        store, DRAFT_COLUMNS "ORDER BY changed_us DESC, draft", error, "");
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(drafts, read_draft(row));
    return step == 0 ? g_steal_pointer(&drafts) : NULL;
}

/* Nothing was changed: somebody was quicker, or has taken it away. */
static bool
refuse_late(struct local_store *store, const char *draft, GError **error)
{
    g_autoptr(stored_draft) now = drafts_find(store, draft, error);

    if (now != NULL)
        g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE,
                    "this draft was saved elsewhere since this page opened it");
    return false;
}

static bool
write_draft(struct local_store *store, void *data, GError **error)
{
    const struct stored_draft *draft = data;

    if (!statement_run(store,
                       "UPDATE draft SET actor = ?3, version = version + 1,"
                       " changed_us = ?4, sealed = ?5"
                       " WHERE draft = ?1 AND version = ?2",
                       error, "titib", draft->draft, draft->version, draft->actor,
                       draft->changed_us, draft->sealed))
        return false;
    return statement_changed(store) == 1 || refuse_late(store, draft->draft, error);
}

bool
drafts_write(struct local_store *store, struct stored_draft *draft, GError **error)
{
    if (!local_store_transact(store, write_draft, draft, error))
        return false;
    draft->version++;
    return true;
}

static bool
delete_draft(struct local_store *store, void *data, GError **error)
{
    const struct stored_draft *draft = data;

    if (!statement_run(store, "DELETE FROM draft WHERE draft = ?1 AND version = ?2",
                       error, "ti", draft->draft, draft->version))
        return false;
    return statement_changed(store) == 1 || refuse_late(store, draft->draft, error);
}

bool
drafts_delete(struct local_store *store, const char *draft, int64_t version,
              GError **error)
{
    struct stored_draft gone = {.draft = (char *)draft, .version = version};

    return local_store_transact(store, delete_draft, &gone, error);
}
