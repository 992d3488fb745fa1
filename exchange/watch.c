/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/watch.h"

#include "common/log/log.h"
#include "common/threads/deadline.h"
#include "common/threads/workers.h"

/* A revocation has to take effect within a second, the reading itself included. */
#define WATCH_INTERVAL_MS 200

struct watch {
    struct standing *standing;
    struct store *store;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool wants_agencies;
    bool is_stopping;
};

/* Waits for a wish or the next look at the files; false at the stop. */
static bool
watch_wait(struct watch *watch, bool *wants_agencies)
{
    int64_t deadline_us = deadline_in_ms(WATCH_INTERVAL_MS);
    bool is_stopping;

    pthread_mutex_lock(&watch->mutex);
    while (!watch->wants_agencies && !watch->is_stopping &&
           deadline_wait(&watch->changed, &watch->mutex, deadline_us))
        continue;
    *wants_agencies = watch->wants_agencies;
    watch->wants_agencies = false;
    is_stopping = watch->is_stopping;
    pthread_mutex_unlock(&watch->mutex);
    return !is_stopping;
}

static void *
watch_run(void *data)
{
    struct watch *watch = data;
    bool is_due = false;
    bool wants_agencies;

    while (watch_wait(watch, &wants_agencies)) {
        g_autoptr(GError) error = NULL;

        standing_watch_crl(watch->standing);
        is_due |= wants_agencies;
        if (!is_due)
            continue;
        /* What fails now is tried again at the next look. */
        is_due = !standing_read_agencies(watch->standing, watch->store, &error);
        if (is_due)
            log_event(G_LOG_LEVEL_WARNING, "agencies-not-read",
                      LOG_TEXT("reason", error->message));
    }
    return NULL;
}

struct watch *
watch_start(struct standing *standing, struct store *store, GError **error)
{
    struct watch *watch = g_new0(struct watch, 1);

    watch->standing = standing;
    watch->store = store;
    pthread_mutex_init(&watch->mutex, NULL);
    condition_init(&watch->changed);
    if (thread_start(&watch->thread, "watch", watch_run, watch, error))
        return watch;
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->mutex);
    g_free(watch);
    return NULL;
}

void
watch_stop(struct watch *watch)
{
    pthread_mutex_lock(&watch->mutex);
    watch->is_stopping = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->mutex);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->mutex);
    g_free(watch);
}

void
watch_read_agencies(struct watch *watch)
{
    pthread_mutex_lock(&watch->mutex);
    watch->wants_agencies = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->mutex);
}
