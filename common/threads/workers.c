/* SPDX-License-Identifier: Apache-2.0 */
#include "common/threads/workers.h"

#include <gio/gio.h>

#include "common/threads/deadline.h"

struct workers {
    struct work work;
    struct queue *queue;
    unsigned count;
    pthread_t threads[];
};

bool
thread_start(pthread_t *thread, const char *name, void *(*run)(void *), void *data,
             GError **error)
{
    int result = pthread_create(thread, NULL, run, data);

    if (result != 0) {
        g_set_error(error, G_IO_ERROR, (int)g_io_error_from_errno(result),
                    "no thread \"%s\" to be had: %s", name, g_strerror(result));
        return false;
    }
    pthread_setname_np(*thread, name);
    return true;
}

static void *
run(void *data)
{
    struct workers *workers = data;
    const struct work *work = &workers->work;
    void *state = work->begin != NULL ? work->begin(work->context) : NULL;
    void *item;

    while ((item = queue_pop(workers->queue, DEADLINE_NEVER)) != NULL)
        work->item(work->context, state, item);
    if (work->end != NULL)
        work->end(work->context, state);
    return NULL;
}

struct workers *
workers_start(const char *name, unsigned count, const struct work *work,
              struct queue *queue, GError **error)
{
    struct workers *workers =
        g_malloc0(sizeof *workers + count * sizeof workers->threads[0]);

    workers->work = *work;
    workers->queue = queue;
    for (workers->count = 0; workers->count < count; workers->count++) {
        if (!thread_start(&workers->threads[workers->count], name, run, workers,
                          error)) {
            workers_stop(workers);
            return NULL;
        }
    }
    return workers;
}

void
workers_stop(struct workers *workers)
{
    queue_close(workers->queue);
    for (unsigned i = 0; i < workers->count; i++)
        pthread_join(workers->threads[i], NULL);
    g_free(workers);
}
