/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/migrations.h"

#include "exchange/store/migrations_resource.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "/referral-exchange/migrations"

/* The lock is of this table's own: no commit of the log waits for a migration. */
static const char begin[] =
    "BEGIN; SELECT pg_advisory_xact_lock(hashtext('referral-exchange migrations'));"
    "CREATE TABLE IF NOT EXISTS migration ("
    " number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,"
    " applied timestamptz NOT NULL DEFAULT now());"
    "COMMENT ON TABLE migration IS 'The files that made this schema';"
    "COMMENT ON COLUMN migration.number IS 'With which the file''s name begins';"
    "COMMENT ON COLUMN migration.name IS 'The file''s name';"
    "COMMENT ON COLUMN migration.sha256 IS 'Of the file, hexadecimal';"
    "COMMENT ON COLUMN migration.applied IS 'When; for people';";

static PGresult *
run(PGconn *pg, const char *sql, ExecStatusType wanted, GError **error)
{
    PGresult *result = PQexec(pg, sql);

    if (PQresultStatus(result) == wanted)
        return result;
    connection_set_error(pg, result, error);
    PQclear(result);
    return NULL;
}

static bool
run_command(PGconn *pg, const char *sql, GError **error)
{
    PGresult *result = run(pg, sql, PGRES_COMMAND_OK, error);

    PQclear(result);
    return result != NULL;
}

static bool
insert_migration(PGconn *pg, const char *number, const char *name, const char *sha256,
                 GError **error)
{
    const char *const values[] = {number, name, sha256};
    PGresult *result = PQexecParams(
        pg, "INSERT INTO migration (number, name, sha256) VALUES ($1, $2, $3)", 3, NULL,
        values, NULL, NULL, 0);
    bool is_inserted = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (!is_inserted)
        connection_set_error(pg, result, error);
    PQclear(result);
    return is_inserted;
}

/* The number that a file's name, or a row's text, begins with. */
static int
number_of(const char *text)
{
    return (int)g_ascii_strtoll(text, NULL, 10);
}

/* Applies one file, or checks that it is the one that was applied. */
static bool
apply_one(PGconn *pg, GHashTable *applied, const char *name, GError **error)
{
    g_autofree char *path = g_strconcat(FOLDER "/", name, NULL);
    g_autofree char *number = g_strdup_printf("%d", number_of(name));
    g_autoptr(GBytes) sql = g_resource_lookup_data(migrations_get_resource(), path,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    g_autofree char *sha256 = NULL;
    const char *known;

    if (sql == NULL)
        return false;
    sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, sql);
    known = g_hash_table_lookup(applied, number);
    if (known == NULL)
        return run_command(pg, g_bytes_get_data(sql, NULL), error) &&
               insert_migration(pg, number, name, sha256, error);
    if (strcmp(known, sha256) != 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_SCHEMA_DIFFERENT,
                    "database: migration %s was applied with other contents", name);
        return false;
    }
    return true;
}

static int
compare_names(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

static bool
apply_all(PGconn *pg, const PGresult *rows, GError **error)
{
    g_autoptr(GHashTable) applied = g_hash_table_new(g_str_hash, g_str_equal);
    g_auto(GStrv) names = g_resource_enumerate_children(
        migrations_get_resource(), FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    int newest;

    if (names == NULL)
        return false;
    qsort(names, g_strv_length(names), sizeof *names, compare_names);
    newest = number_of(names[g_strv_length(names) - 1]);
    for (int row = 0; row < PQntuples(rows); row++) {
        if (number_of(PQgetvalue(rows, row, 0)) > newest) {
            g_set_error(error, STORE_ERROR, STORE_ERROR_SCHEMA_TOO_NEW,
                        "database: its schema is of a later release (migration %s, "
                        "this release knows %d)",
                        PQgetvalue(rows, row, 0), newest);
            return false;
        }
        g_hash_table_insert(applied, PQgetvalue(rows, row, 0),
                            PQgetvalue(rows, row, 1));
    }
    for (size_t i = 0; names[i] != NULL; i++)
        if (!apply_one(pg, applied, names[i], error))
            return false;
    return run_command(pg, "COMMIT", error);
}

bool
migrations_apply(struct connection *connection, GError **error)
{
    PGconn *pg = connection_leave_pipeline(connection);
    PGresult *rows = NULL;
    bool is_applied = run_command(pg, begin, error);

    if (is_applied) {
        rows = run(pg, "SELECT number, sha256 FROM migration ORDER BY number",
                   PGRES_TUPLES_OK, error);
        is_applied = rows != NULL && apply_all(pg, rows, error);
    }
    PQclear(rows);
    if (!is_applied)
        PQclear(PQexec(pg, "ROLLBACK"));
    return is_applied;
}
