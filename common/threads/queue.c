/* SPDX-License-Identifier: Apache-2.0 */
#include "common/threads/queue.h"

#include "common/threads/deadline.h"

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    GDestroyNotify item_free;
    bool is_closed;
    size_t poppers; /* waiting for not_empty */
    size_t pushers; /* waiting for not_full */
    size_t first;
    size_t length;
    size_t capacity;
    void *items[]; /* a ring */
};

struct queue *
queue_new(size_t capacity, GDestroyNotify item_free)
{
    struct queue *queue;

    g_assert(capacity > 0 && capacity <= SIZE_MAX / 2 / sizeof queue->items[0]);
    queue = g_malloc0(sizeof *queue + capacity * sizeof queue->items[0]);
    pthread_mutex_init(&queue->mutex, NULL);
    condition_init(&queue->not_empty);
    condition_init(&queue->not_full);
    queue->item_free = item_free;
    queue->capacity = capacity;
    return queue;
}

static void *
take_first(struct queue *queue)
{
    void *item = queue->items[queue->first];

    queue->first = (queue->first + 1) % queue->capacity;
    queue->length--;
    return item;
}

void
queue_free(struct queue *queue)
{
    if (queue == NULL)
        return;
    while (queue->length > 0) {
        void *item = take_first(queue);

        if (queue->item_free != NULL)
            queue->item_free(item);
    }
    pthread_cond_destroy(&queue->not_full);
    pthread_cond_destroy(&queue->not_empty);
    pthread_mutex_destroy(&queue->mutex);
    g_free(queue);
}

bool
queue_push_wait(struct queue *queue, void *item, int64_t deadline_us)
{
    bool is_pushed = false;
    bool is_in_time = true;

    pthread_mutex_lock(&queue->mutex);
    while (queue->length == queue->capacity && !queue->is_closed && is_in_time) {
        queue->pushers++;
        is_in_time = deadline_wait(&queue->not_full, &queue->mutex, deadline_us);
        queue->pushers--;
    }
    if (queue->length < queue->capacity && !queue->is_closed) {
        queue->items[(queue->first + queue->length) % queue->capacity] = item;
        queue->length++;
        is_pushed = true;
        if (queue->poppers > 0)
            pthread_cond_signal(&queue->not_empty);
    }
    pthread_mutex_unlock(&queue->mutex);
    return is_pushed;
}

bool
queue_push(struct queue *queue, void *item)
{
    return queue_push_wait(queue, item, 0);
}

size_t
queue_pop_many(struct queue *queue, void **items, size_t max, int64_t deadline_us)
{
    bool is_in_time = true;
    size_t count = 0;

    pthread_mutex_lock(&queue->mutex);
    while (queue->length == 0 && !queue->is_closed && is_in_time) {
        queue->poppers++;
        is_in_time = deadline_wait(&queue->not_empty, &queue->mutex, deadline_us);
        queue->poppers--;
    }
    while (count < max && queue->length > 0)
        items[count++] = take_first(queue);
    if (count > 0 && queue->pushers > 0)
        pthread_cond_broadcast(&queue->not_full);
    pthread_mutex_unlock(&queue->mutex);
    return count;
}

void *
queue_pop(struct queue *queue, int64_t deadline_us)
{
    void *item;

    return queue_pop_many(queue, &item, 1, deadline_us) == 1 ? item : NULL;
}

void
queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->is_closed = true;
    pthread_cond_broadcast(&queue->not_empty);
    pthread_cond_broadcast(&queue->not_full);
    pthread_mutex_unlock(&queue->mutex);
}
