/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/statement.h"

#include "agency-client/local_store/connection.h"

#include <stdarg.h>

void
statement_set_error(struct local_store *store, GError **error, const char *what)
{
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_FAILED,
                "the local store could not %s: %s", what,
                sqlite3_errmsg(store->database));
}

static statement *
prepare(struct local_store *store, const char *sql, GError **error)
{
    statement *row = g_hash_table_lookup(store->statements, sql);

    if (row != NULL && !sqlite3_stmt_busy(row))
        return row;
    if (row != NULL) {
        statement_set_error(store, error, "a statement is already in use");
        return NULL;
    }
    if (sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &row,
                           NULL) != SQLITE_OK) {
        statement_set_error(store, error, "prepare");
        return NULL;
    }
    g_hash_table_insert(store->statements, (char *)sql, row);
    return row;
}

static int
bind_bytes(statement *row, int index, GBytes *bytes)
{
    size_t size = 0;
    const void *data;

    if (bytes == NULL)
        return sqlite3_bind_null(row, index);
    data = g_bytes_get_data(bytes, &size);
    if (size == 0)
        return sqlite3_bind_zeroblob(row, index, 0);
    return sqlite3_bind_blob64(row, index, data, size, SQLITE_TRANSIENT);
}

static statement *
bind_all(struct local_store *store, const char *sql, GError **error, const char *types,
         va_list values)
{
    statement *row = prepare(store, sql, error);
    int status = SQLITE_OK;

    if (row == NULL)
        return NULL;
    for (int i = 0; types[i] != '\0' && status == SQLITE_OK; i++) {
        switch (types[i]) {
        case 't':
            status = sqlite3_bind_text(row, i + 1, va_arg(values, const char *), -1,
                                       SQLITE_TRANSIENT);
            break;
        case 'i':
            status = sqlite3_bind_int64(row, i + 1, va_arg(values, int64_t));
            break;
        case 'b':
            status = bind_bytes(row, i + 1, va_arg(values, GBytes *));
            break;
        default:
            g_assert_not_reached();
        }
    }
    if (status != SQLITE_OK) {
        statement_set_error(store, error, "bind");
        statement_reset(row);
        return NULL;
    }
    return row;
}

statement *
statement_bind(struct local_store *store, const char *sql, GError **error,
               const char *types, ...)
{
    statement *row;
    va_list values;

    va_start(values, types);
    row = bind_all(store, sql, error, types, values);
    va_end(values);
    return row;
}

int
statement_next(struct local_store *store, statement *row, GError **error)
{
    switch (sqlite3_step(row)) {
    case SQLITE_ROW:
        return 1;
    case SQLITE_DONE:
        return 0;
    default:
        statement_set_error(store, error, "run");
        return -1;
    }
}

void
statement_reset(statement *row)
{
    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
}

bool
statement_run(struct local_store *store, const char *sql, GError **error,
              const char *types, ...)
{
    g_autoptr(statement) row = NULL;
    va_list values;

    va_start(values, types);
    row = bind_all(store, sql, error, types, values);
    va_end(values);
    if (row == NULL)
        return false;
    return statement_next(store, row, error) == 0;
}

int
statement_changed(struct local_store *store)
{
    return sqlite3_changes(store->database);
}

char *
statement_text(statement *row, int column)
{
    return g_strdup((const char *)sqlite3_column_text(row, column));
}

GBytes *
statement_bytes(statement *row, int column)
{
    const void *data = sqlite3_column_blob(row, column);

    if (sqlite3_column_type(row, column) == SQLITE_NULL)
        return NULL;
    return g_bytes_new(data, (size_t)sqlite3_column_bytes(row, column));
}
