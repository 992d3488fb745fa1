/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/settings.h"

#include "agency-client/local_store/statement.h"

#include <string.h>

bool
settings_read(struct local_store *store, const char *name, GBytes **value,
              GError **error)
{
    g_autoptr(statement) row = statement_bind(
        store, "SELECT value FROM setting WHERE name = ?1", error, "t", name);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return false;
    *value = step == 1 ? statement_bytes(row, 0) : NULL;
    return true;
}

struct assignment {
    const char *name;
    GBytes *value;
};

static bool
assign(struct local_store *store, void *data, GError **error)
{
    const struct assignment *assignment = data;

    return statement_run(store,
                         "INSERT INTO setting (name, value) VALUES (?1, ?2)"
                         " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                         error, "tb", assignment->name, assignment->value);
}

bool
settings_write(struct local_store *store, const char *name, GBytes *value,
               GError **error)
{
    struct assignment assignment = {name, value};

    return local_store_transact(store, assign, &assignment, error);
}

bool
settings_read_text(struct local_store *store, const char *name, char **value,
                   GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    size_t size = 0;
    const char *data;

    if (!settings_read(store, name, &bytes, error))
        return false;
    data = bytes != NULL ? g_bytes_get_data(bytes, &size) : NULL;
    *value = bytes != NULL ? g_strndup(data, size) : NULL;
    return true;
}

bool
settings_write_text(struct local_store *store, const char *name, const char *value,
                    GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(value, strlen(value));

    return settings_write(store, name, bytes, error);
}
