/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/name_index.h"

#include <pthread.h>
#include <string.h>

struct entry {
    char *shown;
    char *folded; /* " hodan warsame hani ess 2611 0417" */
};

struct name_index {
    pthread_mutex_t mutex;
    GHashTable *entries; /* leg to struct entry */
};

static void
wipe(char *text)
{
    explicit_bzero(text, strlen(text));
    g_free(text);
}

static void
entry_free(void *data)
{
    struct entry *entry = data;

    wipe(entry->shown);
    wipe(entry->folded);
    g_free(entry);
}

struct name_index *
name_index_new(void)
{
    struct name_index *index = g_new0(struct name_index, 1);

    pthread_mutex_init(&index->mutex, NULL);
    index->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    return index;
}

void
name_index_free(struct name_index *index)
{
    if (index == NULL)
        return;
    g_hash_table_destroy(index->entries);
    pthread_mutex_destroy(&index->mutex);
    g_free(index);
}

/* Each word with a space before it; a word with accents stands there without, too. */
static char *
fold(const char *text)
{
    g_auto(GStrv) plain = NULL;
    g_auto(GStrv) words = g_str_tokenize_and_fold(text, NULL, &plain);
    GString *folded = g_string_new(NULL);

    for (int i = 0; words[i] != NULL; i++)
        g_string_append_printf(folded, " %s", words[i]);
    for (int i = 0; plain[i] != NULL; i++)
        g_string_append_printf(folded, " %s", plain[i]);
    return g_string_free(folded, FALSE);
}

void
name_index_put(struct name_index *index, const char *leg, const char *shown,
               const char *known)
{
    struct entry *entry = g_new(struct entry, 1);

    entry->shown = g_strdup(shown);
    entry->folded = fold(known);
    pthread_mutex_lock(&index->mutex);
    g_hash_table_replace(index->entries, g_strdup(leg), entry);
    pthread_mutex_unlock(&index->mutex);
}

bool
name_index_has(struct name_index *index, const char *leg)
{
    bool has;

    pthread_mutex_lock(&index->mutex);
    has = g_hash_table_contains(index->entries, leg);
    pthread_mutex_unlock(&index->mutex);
    return has;
}

char *
name_index_find(struct name_index *index, const char *leg)
{
    const struct entry *entry;
    char *shown;

    pthread_mutex_lock(&index->mutex);
    entry = g_hash_table_lookup(index->entries, leg);
    shown = entry != NULL ? g_strdup(entry->shown) : NULL;
    pthread_mutex_unlock(&index->mutex);
    return shown;
}

static bool
begins_all(const char *folded, char *const *words)
{
    for (int i = 0; words[i] != NULL; i++)
        if (strstr(folded, words[i]) == NULL)
            return false;
    return true;
}

GHashTable *
name_index_search(struct name_index *index, const char *text)
{
    GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) words = g_str_tokenize_and_fold(text, NULL, NULL);
    GHashTableIter iter;
    void *leg;
    void *value;

    for (int i = 0; words[i] != NULL; i++) {
        char *begun = g_strconcat(" ", words[i], NULL);

        g_free(words[i]);
        words[i] = begun;
    }
    if (words[0] == NULL)
        return found;
    pthread_mutex_lock(&index->mutex);
    g_hash_table_iter_init(&iter, index->entries);
    while (g_hash_table_iter_next(&iter, &leg, &value)) {
        const struct entry *entry = value;

        if (begins_all(entry->folded, words))
            g_hash_table_add(found, g_strdup(leg));
    }
    pthread_mutex_unlock(&index->mutex);
    return found;
}
