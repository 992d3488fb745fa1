/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/agency_names.h"

#include <pthread.h>

struct agency_names {
    pthread_mutex_t lock;
    GHashTable *ids; /* by number; grows only */
};

struct agency_names *
agency_names_new(void)
{
    struct agency_names *names = g_new0(struct agency_names, 1);

    pthread_mutex_init(&names->lock, NULL);
    names->ids = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    return names;
}

void
agency_names_free(struct agency_names *names)
{
    g_hash_table_unref(names->ids);
    pthread_mutex_destroy(&names->lock);
    g_free(names);
}

static const char *
find_known(struct agency_names *names, int number)
{
    const char *id;

    pthread_mutex_lock(&names->lock);
    id = g_hash_table_lookup(names->ids, GINT_TO_POINTER(number));
    pthread_mutex_unlock(&names->lock);
    return id;
}

static const char *
remember(struct agency_names *names, int number, const char *id)
{
    pthread_mutex_lock(&names->lock);
    if (!g_hash_table_contains(names->ids, GINT_TO_POINTER(number)))
        g_hash_table_insert(names->ids, GINT_TO_POINTER(number), g_strdup(id));
    pthread_mutex_unlock(&names->lock);
    return find_known(names, number);
}

static const struct statement find_id = {"agency_names_find_id",
                                         "SELECT id FROM agency WHERE number = $1"};

const char *
agency_names_find(struct store *store, int number, GError **error)
{
    struct agency_names *names = store_agency_names(store);
    const char *known = find_known(names, number);
    g_autoptr(rows) found = NULL;

    if (known != NULL)
        return known;
    found = store_query(store, &find_id, PARAMETERS(parameter_int4(number)), error);
    if (found == NULL)
        return NULL;
    if (rows_count(found) == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
                    "the log names agency %d, which there is not", number);
        return NULL;
    }
    return remember(names, number, rows_text(found, 0, 0));
}
