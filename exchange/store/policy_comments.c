/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/policy_comments.h"

#include "exchange/store/columns.h"

static void
comment_free(void *record)
{
    struct comment_record *comment = record;

    g_free(comment->open_clauses);
    g_free(comment);
}

static void *
comment_read(const struct rows *rows, size_t row)
{
    struct comment_record *comment = g_new0(struct comment_record, 1);

    rows_uuid(rows, row, 0, &comment->id);
    rows_uuid(rows, row, 1, &comment->consultation);
    comment->open_clauses = g_strdup(rows_text(rows, row, 2));
    return comment;
}

static const struct statement upsert_comments = {
    "policy_comments_upsert",
    "INSERT INTO policy_comment (id, consultation, open_clauses)"
    " SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[])"
    " ON CONFLICT (id) DO UPDATE SET open_clauses = excluded.open_clauses"};

static bool
comments_write(struct transaction *transaction, const GPtrArray *fresh,
               const GPtrArray *changed, GError **error)
{
    const GPtrArray *const lists[] = {fresh, changed};
    g_autoptr(columns) columns = columns_new();
    struct array *id = columns_add(columns, PARAMETER_UUID);
    struct array *consultation = columns_add(columns, PARAMETER_UUID);
    struct array *open_clauses = columns_add(columns, PARAMETER_TEXT);

    for (size_t list = 0; list < G_N_ELEMENTS(lists); list++)
        for (unsigned int i = 0; i < lists[list]->len; i++) {
            const struct comment_record *comment = g_ptr_array_index(lists[list], i);

            array_add_uuid(id, &comment->id);
            array_add_uuid(consultation, &comment->consultation);
            array_add_text(open_clauses, comment->open_clauses);
        }
    return columns_send(columns, transaction, &upsert_comments, error);
}

const struct shelf shelf_comments = {
    .find = {"policy_comments_shelf",
             "SELECT id, consultation, open_clauses FROM policy_comment"
             " WHERE id = ANY ($1) OR consultation = ANY ($1)"},
    .read = comment_read,
    .free = comment_free,
    .write = comments_write,
};
