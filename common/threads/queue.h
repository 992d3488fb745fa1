/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bounded queue of pointers between threads.  First in, first out; any number
 * of threads on either side.
 */
#ifndef THREADS_QUEUE_H
#define THREADS_QUEUE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/autoptr.h"

struct queue;

/*
 * Makes an empty queue.
 *
 * capacity   items that may wait at the same time, at least 1
 * item_free  for items still there when the queue is freed; may be NULL
 */
struct queue *queue_new(size_t capacity, GDestroyNotify item_free);

/* Frees a queue that no thread uses any more. */
void queue_free(struct queue *queue);

/* Appends at once, or returns false (full, or closed) and leaves item to the caller. */
G_GNUC_WARN_UNUSED_RESULT
bool queue_push(struct queue *queue, void *item);

/* Appends as soon as there is room; false when deadline_us came first, or closed. */
G_GNUC_WARN_UNUSED_RESULT
bool queue_push_wait(struct queue *queue, void *item, int64_t deadline_us);

/* Takes the oldest item; NULL when deadline_us came first, or closed and empty. */
void *queue_pop(struct queue *queue, int64_t deadline_us);

/*
 * Waits for a first item and then takes all that wait, up to max, oldest first,
 * without waiting for more.  Returns how many: 0 when deadline_us came first, or
 * the queue is closed and empty.
 */
size_t queue_pop_many(struct queue *queue, void **items, size_t max,
                      int64_t deadline_us);

/* No more pushes.  What waits can still be popped; then every pop returns at once. */
void queue_close(struct queue *queue);

DEFINE_AUTOPTR(queue, queue_free)

#endif
