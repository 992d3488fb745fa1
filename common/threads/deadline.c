/* SPDX-License-Identifier: Apache-2.0 */
#include "common/threads/deadline.h"

#include <errno.h>
#include <time.h>

#include <glib.h>

int64_t
monotonic_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
deadline_in_ms(int64_t ms)
{
    return monotonic_us() + ms * 1000;
}

void
condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (pthread_cond_init(condition, &attributes) != 0)
        g_error("no condition variable to be had");
    pthread_condattr_destroy(&attributes);
}

bool
deadline_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t deadline_us)
{
    const struct timespec until = {
        .tv_sec = deadline_us / 1000000,
        .tv_nsec = deadline_us % 1000000 * 1000,
    };

    if (deadline_us == DEADLINE_NEVER)
        return pthread_cond_wait(condition, mutex) == 0;
    return pthread_cond_timedwait(condition, mutex, &until) != ETIMEDOUT;
}
