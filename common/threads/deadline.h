/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines: points on the machine's monotonic clock, in microseconds.  Only for
 * waiting; what the exchange says about time comes from the clock it is given.
 * Safe to call from any thread.
 */
#ifndef THREADS_DEADLINE_H
#define THREADS_DEADLINE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define DEADLINE_NEVER INT64_MAX

/* The monotonic clock now. */
int64_t monotonic_us(void);

/* The deadline that lies so many milliseconds ahead. */
int64_t deadline_in_ms(int64_t ms);

/* A condition variable that deadline_wait() can wait on. */
void condition_init(pthread_cond_t *condition);

/*
 * Waits on a condition until it is signalled or the deadline has passed; returns
 * false in the latter case.  As with pthread, look at the predicate again.
 */
bool deadline_wait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                   int64_t deadline_us);

#endif
