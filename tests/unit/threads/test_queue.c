/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>

#include "common/threads/deadline.h"
#include "common/threads/queue.h"

#define ITEM(n) GSIZE_TO_POINTER(n)

static void
items_come_out_in_the_order_they_went_in(void)
{
    g_autoptr(queue) queue = queue_new(3, NULL);
    void *items[4];

    for (size_t round = 0; round < 5; round++) { /* around the ring */
        g_assert_true(queue_push(queue, ITEM(1)));
        g_assert_true(queue_push(queue, ITEM(2)));
        g_assert_cmpuint(queue_pop_many(queue, items, 4, 0), ==, 2);
        g_assert_true(items[0] == ITEM(1) && items[1] == ITEM(2));
    }
}

static void
a_full_queue_takes_nothing(void)
{
    g_autoptr(queue) queue = queue_new(2, NULL);

    g_assert_true(queue_push(queue, ITEM(1)));
    g_assert_true(queue_push(queue, ITEM(2)));
    g_assert_false(queue_push(queue, ITEM(3)));
    g_assert_false(queue_push_wait(queue, ITEM(3), deadline_in_ms(5)));
}

static void
pop_many_takes_no_more_than_asked(void)
{
    g_autoptr(queue) queue = queue_new(8, NULL);
    void *items[2];

    for (size_t i = 1; i <= 3; i++)
        g_assert_true(queue_push(queue, ITEM(i)));
    g_assert_cmpuint(queue_pop_many(queue, items, 2, DEADLINE_NEVER), ==, 2);
    g_assert_true(queue_pop(queue, DEADLINE_NEVER) == ITEM(3));
}

static void
an_empty_queue_gives_up_at_the_deadline(void)
{
    g_autoptr(queue) queue = queue_new(1, NULL);
    const int64_t deadline_us = deadline_in_ms(20);

    g_assert_null(queue_pop(queue, deadline_us));
    g_assert_cmpint(monotonic_us(), >=, deadline_us);
}

static void
a_closed_queue_gives_what_it_has_and_takes_nothing(void)
{
    g_autoptr(queue) queue = queue_new(2, NULL);

    g_assert_true(queue_push(queue, ITEM(1)));
    queue_close(queue);
    g_assert_false(queue_push(queue, ITEM(2)));
    g_assert_true(queue_pop(queue, DEADLINE_NEVER) == ITEM(1));
    g_assert_null(queue_pop(queue, DEADLINE_NEVER));
}

static void
what_is_left_is_freed_with_the_queue(void)
{
    struct queue *queue = queue_new(2, g_free);

    g_assert_true(queue_push(queue, g_strdup("left behind"))); /* ASan looks */
    queue_free(queue);
}

struct traffic {
    struct queue *queue;
    size_t count;
    size_t sum;
};

static void *
push_numbers(void *data)
{
    struct traffic *traffic = data;

    for (size_t i = 1; i <= traffic->count; i++)
        g_assert_true(queue_push_wait(traffic->queue, ITEM(i), DEADLINE_NEVER));
    return NULL;
}

static void *
pop_numbers(void *data)
{
    struct traffic *traffic = data;
    void *items[16];
    size_t count;

    while ((count = queue_pop_many(traffic->queue, items, 16, DEADLINE_NEVER)) > 0) {
        for (size_t i = 0; i < count; i++)
            traffic->sum += GPOINTER_TO_SIZE(items[i]);
    }
    return NULL;
}

static void
nothing_is_lost_between_many_threads(void)
{
    enum { THREADS = 3, COUNT = 3000 };
    g_autoptr(queue) queue = queue_new(7, NULL);
    struct traffic pushing[THREADS];
    struct traffic popping[THREADS];
    pthread_t pushers[THREADS];
    pthread_t poppers[THREADS];
    size_t sum = 0;

    for (int i = 0; i < THREADS; i++) {
        pushing[i] = popping[i] = (struct traffic){queue, COUNT, 0};
        pthread_create(&pushers[i], NULL, push_numbers, &pushing[i]);
        pthread_create(&poppers[i], NULL, pop_numbers, &popping[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(pushers[i], NULL);
    queue_close(queue);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(poppers[i], NULL);
        sum += popping[i].sum;
    }
    g_assert_cmpuint(sum, ==, THREADS * COUNT * (COUNT + 1) / 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/queue/items-come-out-in-the-order-they-went-in",
                    items_come_out_in_the_order_they_went_in);
    g_test_add_func("/queue/a-full-queue-takes-nothing", a_full_queue_takes_nothing);
    g_test_add_func("/queue/pop-many-takes-no-more-than-asked",
                    pop_many_takes_no_more_than_asked);
    g_test_add_func("/queue/an-empty-queue-gives-up-at-the-deadline",
                    an_empty_queue_gives_up_at_the_deadline);
    g_test_add_func("/queue/a-closed-queue-gives-what-it-has-and-takes-nothing",
                    a_closed_queue_gives_what_it_has_and_takes_nothing);
    g_test_add_func("/queue/what-is-left-is-freed-with-the-queue",
                    what_is_left_is_freed_with_the_queue);
    g_test_add_func("/queue/nothing-is-lost-between-many-threads",
                    nothing_is_lost_between_many_threads);
    return g_test_run();
}
