/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pool of threads that work off a queue.  Each thread may keep state of its own
 * between items (a validation context, a database connection).  Start and stop are
 * for the owner's thread.
 */
#ifndef THREADS_WORKERS_H
#define THREADS_WORKERS_H

#include "common/threads/queue.h"

struct workers;

struct work {
    /* Called in each thread before its first item; its result is that thread's state.
     */
    void *(*begin)(void *context); /* may be NULL: the state is NULL */

    /* Does one item, which now belongs to it. */
    void (*item)(void *context, void *state, void *item);

    /* Called in each thread after its last item; frees the state. */
    void (*end)(void *context, void *state); /* may be NULL */

    void *context;
};

/*
 * Starts the threads.
 *
 * name   of the threads, at most 15 characters, for the process list
 * queue  where the items come from; must outlive the pool
 */
G_GNUC_WARN_UNUSED_RESULT
struct workers *workers_start(const char *name, unsigned count, const struct work *work,
                              struct queue *queue, GError **error);

/* Closes the queue, lets what waits there be done, joins the threads, frees the pool.
 */
void workers_stop(struct workers *workers);

/*
 * Starts one thread with a name (at most 15 characters); G_IO_ERROR when the system
 * has none to give.
 */
G_GNUC_WARN_UNUSED_RESULT
bool thread_start(pthread_t *thread, const char *name, void *(*run)(void *), void *data,
                  GError **error);

#endif
