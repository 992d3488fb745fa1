/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>

#include "common/threads/workers.h"

struct tally {
    atomic_size_t begun;
    atomic_size_t ended;
    atomic_size_t sum;
};

/* Each thread adds up on its own and hands over its sum at the end. */
static void *
begin(void *context)
{
    struct tally *tally = context;

    atomic_fetch_add(&tally->begun, 1);
    return g_new0(size_t, 1);
}

static void
add(void *context, void *state, void *item)
{
    size_t *own = state;

    (void)context;
    *own += GPOINTER_TO_SIZE(item);
}

static void
end(void *context, void *state)
{
    struct tally *tally = context;
    size_t *own = state;

    atomic_fetch_add(&tally->sum, *own);
    atomic_fetch_add(&tally->ended, 1);
    g_free(own);
}

static void
all_that_waits_is_done_before_a_stop(void)
{
    g_autoptr(queue) queue = queue_new(1000, NULL);
    g_autoptr(GError) error = NULL;
    struct tally tally = {0};
    const struct work work = {begin, add, end, &tally};
    struct workers *workers;

    for (size_t i = 1; i <= 1000; i++)
        g_assert_true(queue_push(queue, GSIZE_TO_POINTER(i)));
    workers = workers_start("adder", 3, &work, queue, &error);
    g_assert_no_error(error);
    workers_stop(workers);
    g_assert_cmpuint(tally.sum, ==, 1000 * 1001 / 2);
    g_assert_cmpuint(tally.begun, ==, 3);
    g_assert_cmpuint(tally.ended, ==, 3);
}

static void
count_item(void *context, void *state, void *item)
{
    (void)state;
    (void)item;
    atomic_fetch_add((atomic_size_t *)context, 1);
}

static void
workers_need_no_state(void)
{
    g_autoptr(queue) queue = queue_new(4, NULL);
    g_autoptr(GError) error = NULL;
    atomic_size_t count = 0;
    const struct work work = {NULL, count_item, NULL, &count};
    struct workers *workers = workers_start("counter", 2, &work, queue, &error);

    g_assert_no_error(error);
    g_assert_true(queue_push(queue, &count));
    workers_stop(workers);
    g_assert_cmpuint(count, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/workers/all-that-waits-is-done-before-a-stop",
                    all_that_waits_is_done_before_a_stop);
    g_test_add_func("/workers/workers-need-no-state", workers_need_no_state);
    return g_test_run();
}
