/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/local_store.h"

#include "agency-client/local_store/connection.h"
#include "agency-client/local_store/statement.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MILLISECONDS 30000
#define RESOURCE_PREFIX           "/referral-exchange/agency-client/migrations/"

G_DEFINE_QUARK(local - store - error - quark, local_store_error)

static const char *const migrations[] = {"0001_first.sql",        "0002_matters.sql",
                                         "0003_kept_details.sql", "0004_offers.sql",
                                         "0005_staff.sql",        "0006_receipts.sql",
                                         "0007_positions.sql",    "0008_leg_order.sql"};

static void
finalize(void *row)
{
    sqlite3_finalize(row);
}

static bool
execute(struct local_store *store, const char *sql, GError **error)
{
    if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    statement_set_error(store, error, "run");
    return false;
}

bool
local_store_transact(struct local_store *store, local_store_work work, void *data,
                     GError **error)
{
    if (store->depth > 0)
        return work(store, data, error);
    if (!execute(store, "BEGIN IMMEDIATE", error))
        return false;
    store->depth++;
    if (work(store, data, error) && execute(store, "COMMIT", error)) {
        store->depth--;
        return true;
    }
    store->depth--;
    /* A COMMIT that failed for want of space has left the transaction open. */
    if (!sqlite3_get_autocommit(store->database))
        sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool
read_version(struct local_store *store, int *version, GError **error)
{
    g_autoptr(statement) row = statement_bind(store, "PRAGMA user_version", error, "");

    if (row == NULL || statement_next(store, row, error) != 1)
        return false;
    *version = sqlite3_column_int(row, 0);
    return true;
}

static bool
migrate(struct local_store *store, void *data, GError **error)
{
    int version = 0;

    (void)data;
    if (!read_version(store, &version, error))
        return false;
    if (version > (int)G_N_ELEMENTS(migrations)) {
        g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NEWER,
                    "the local store is of a newer agency-client (version %d, this "
                    "program knows %d): run the newer program",
                    version, (int)G_N_ELEMENTS(migrations));
        return false;
    }
    for (int i = version; i < (int)G_N_ELEMENTS(migrations); i++) {
        g_autofree char *path = g_strconcat(RESOURCE_PREFIX, migrations[i], NULL);
        g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %d", i + 1);
        g_autoptr(GBytes) sql =
            g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

        /* Resources are followed by a NUL byte. */
        if (sql == NULL || !execute(store, g_bytes_get_data(sql, NULL), error) ||
            !execute(store, mark, error))
            return false;
    }
    return true;
}

/*
 * SQLite would make the file with the umask's mode; its -wal and -shm follow ours.  One
 * that exists is not opened here: closing it again would give up the locks that other
 * handles of this process hold on it (POSIX), and another process, believing itself
 * alone, would take the log from under them.
 */
static bool
make_private_file(const char *path, GError **error)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat status;
    bool is_private;

    if (file >= 0) {
        is_private = fchmod(file, 0600) == 0;
        close(file);
    } else {
        is_private = errno == EEXIST && lstat(path, &status) == 0 &&
                     S_ISREG(status.st_mode) &&
                     ((status.st_mode & 07777) == 0600 || chmod(path, 0600) == 0);
    }
    if (!is_private)
        g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_FAILED, "%s: %s", path,
                    g_strerror(errno));
    return is_private;
}

struct local_store *
local_store_open(const char *path, GError **error)
{
    g_autoptr(local_store) store = NULL;

    if (!make_private_file(path, error))
        return NULL;
    store = g_new0(struct local_store, 1);
    store->statements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, finalize);
    if (sqlite3_open_v2(path, &store->database, SQLITE_OPEN_READWRITE, NULL) !=
        SQLITE_OK) {
        statement_set_error(store, error, "open its file");
        return NULL;
    }
    sqlite3_busy_timeout(store->database, BUSY_TIMEOUT_MILLISECONDS);
    if (!execute(store,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF",
                 error) ||
        !local_store_transact(store, migrate, NULL, error))
        return NULL;
    return g_steal_pointer(&store);
}

void
local_store_close(struct local_store *store)
{
    if (store == NULL)
        return;
    g_hash_table_destroy(store->statements);
    sqlite3_close(store->database);
    g_free(store);
}

char *
local_store_find_id(struct local_store *store, const char *prefix, GError **error)
{
    g_autofree char *lower = g_ascii_strdown(prefix, -1);
    g_autofree char *found = NULL;
    g_autoptr(statement) row = NULL;
    int step;

    if (strlen(lower) < LOCAL_STORE_PREFIX_MIN ||
        strspn(lower, "0123456789abcdef-") != strlen(lower)) {
        g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                    "'%s' is not an id: give at least %d of its characters", prefix,
                    LOCAL_STORE_PREFIX_MIN);
        return NULL;
    }
    row = statement_bind(
        store,
        "SELECT document FROM outbox WHERE document GLOB ?1 || '*'"
        " UNION SELECT document FROM entry WHERE document GLOB ?1 || '*'"
        " UNION SELECT leg FROM leg WHERE leg GLOB ?1 || '*'"
        " UNION SELECT referral FROM leg WHERE referral GLOB ?1 || '*'"
        " UNION SELECT case_id FROM leg WHERE case_id GLOB ?1 || '*'"
        " UNION SELECT matter FROM matter WHERE matter GLOB ?1 || '*'"
        " UNION SELECT group_id FROM matter WHERE group_id GLOB ?1 || '*'"
        " UNION SELECT case_id FROM matter WHERE case_id GLOB ?1 || '*' LIMIT 2",
        error, "t", lower);
    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1) {
        if (found != NULL) {
            g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_AMBIGUOUS,
                        "more than one id begins with '%s': give more of it", prefix);
            return NULL;
        }
        found = statement_text(row, 0);
    }
    if (step < 0)
        return NULL;
    if (found == NULL)
        g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                    "nothing known here has an id beginning with '%s'; "
                    "'agency-client sync' may bring it",
                    prefix);
    return g_steal_pointer(&found);
}
