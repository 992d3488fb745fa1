/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/sessions.h"

#include "common/documents/timestamp.h"

#include <pthread.h>

struct entry {
    struct session *session;
    int64_t opened_us;
    int64_t used_us;
};

struct sessions {
    struct session_lengths lengths;
    pthread_mutex_t mutex;
    GHashTable *by_digest; /* SHA-256 of the token in hex to struct entry: a lookup's
                              time tells nothing of the token itself */
};

static void
entry_free(void *data)
{
    struct entry *entry = data;

    session_free(entry->session);
    g_free(entry);
}

void
session_free(struct session *session)
{
    if (session == NULL)
        return;
    g_free(session->actor);
    g_free(session->name);
    g_free(session->role);
    g_free(session);
}

static struct session *
session_copy(const struct session *session)
{
    struct session *copy = g_new(struct session, 1);

    *copy = *session;
    copy->actor = g_strdup(session->actor);
    copy->name = g_strdup(session->name);
    copy->role = g_strdup(session->role);
    return copy;
}

struct sessions *
sessions_new(struct session_lengths lengths)
{
    struct sessions *sessions = g_new0(struct sessions, 1);

    sessions->lengths = lengths;
    pthread_mutex_init(&sessions->mutex, NULL);
    sessions->by_digest =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    return sessions;
}

void
sessions_free(struct sessions *sessions)
{
    if (sessions == NULL)
        return;
    g_hash_table_destroy(sessions->by_digest);
    pthread_mutex_destroy(&sessions->mutex);
    g_free(sessions);
}

/* The last moment at which it is still there. */
static int64_t
end_of(const struct sessions *sessions, const struct entry *entry)
{
    return MIN(entry->used_us + sessions->lengths.idle_seconds * SECOND_US,
               entry->opened_us + sessions->lengths.whole_seconds * SECOND_US);
}

static void
make_room(struct sessions *sessions, int64_t now_us)
{
    const char *oldest = NULL;
    int64_t oldest_us = INT64_MAX;
    GHashTableIter iter;
    void *key;
    void *value;

    g_hash_table_iter_init(&iter, sessions->by_digest);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const struct entry *entry = value;

        if (end_of(sessions, entry) < now_us) {
            g_hash_table_iter_remove(&iter);
        } else if (entry->used_us < oldest_us) {
            oldest_us = entry->used_us;
            oldest = key;
        }
    }
    if (g_hash_table_size(sessions->by_digest) >= SESSIONS_MAX)
        g_hash_table_remove(sessions->by_digest, oldest);
}

struct session *
sessions_open(struct sessions *sessions, const struct member *member, int64_t now_us)
{
    struct entry *entry = g_new0(struct entry, 1);
    struct session *copy;

    entry->session = g_new0(struct session, 1);
    token_new(entry->session->token);
    token_new(entry->session->form);
    entry->session->actor = g_strdup(member->actor);
    entry->session->name = g_strdup(member->name);
    entry->session->role = g_strdup(member->role);
    entry->session->right = member->right;
    entry->opened_us = now_us;
    entry->used_us = now_us;
    copy = session_copy(entry->session);
    copy->ends_us = end_of(sessions, entry);
    pthread_mutex_lock(&sessions->mutex);
    make_room(sessions, now_us);
    g_hash_table_replace(sessions->by_digest, token_digest(copy->token), entry);
    pthread_mutex_unlock(&sessions->mutex);
    return copy;
}

struct session *
sessions_find(struct sessions *sessions, const char *token, bool is_used,
              int64_t now_us)
{
    g_autofree char *digest = token_digest(token);
    struct session *copy = NULL;
    struct entry *entry;

    pthread_mutex_lock(&sessions->mutex);
    entry = g_hash_table_lookup(sessions->by_digest, digest);
    if (entry != NULL && end_of(sessions, entry) < now_us) {
        g_hash_table_remove(sessions->by_digest, digest);
    } else if (entry != NULL) {
        if (is_used)
            entry->used_us = now_us;
        copy = session_copy(entry->session);
        copy->ends_us = end_of(sessions, entry);
    }
    pthread_mutex_unlock(&sessions->mutex);
    return copy;
}

void
sessions_close(struct sessions *sessions, const char *token)
{
    g_autofree char *digest = token_digest(token);

    pthread_mutex_lock(&sessions->mutex);
    g_hash_table_remove(sessions->by_digest, digest);
    pthread_mutex_unlock(&sessions->mutex);
}

static gboolean
is_of_actor(void *key, void *value, void *actor)
{
    const struct entry *entry = value;

    (void)key;
    return g_str_equal(entry->session->actor, actor);
}

void
sessions_close_actor(struct sessions *sessions, const char *actor)
{
    pthread_mutex_lock(&sessions->mutex);
    g_hash_table_foreach_remove(sessions->by_digest, is_of_actor, (void *)actor);
    pthread_mutex_unlock(&sessions->mutex);
}
