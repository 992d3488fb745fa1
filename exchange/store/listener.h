/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listener: one connection and one thread that hear which agencies an entry of
 * the log concerns, whichever process committed it.  A lost notification costs at
 * most LISTENER_FALLBACK_SECONDS, because the head of the log is looked at as well;
 * a lost connection is made again, and everyone is woken once it is.
 */
#ifndef STORE_LISTENER_H
#define STORE_LISTENER_H

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LISTENER_FALLBACK_SECONDS 1

struct wakeup {
    int64_t head;          /* the last entry's sequence number, when this was sent */
    bool is_everyone;      /* concerns all agencies; agencies is then empty */
    bool has_registration; /* the directory changed */
    const int *agencies;   /* numbers */
    size_t count;
};

/* Called on the listener's thread; must be quick and must not call the store. */
typedef void listener_function(const struct wakeup *wakeup, void *data);

struct listener;

/* Starts at once; the first wake-up (everyone) follows the first LISTEN. */
struct listener *listener_new(const char *url, listener_function *function, void *data);

/* Stops the thread and waits for it. */
void listener_free(struct listener *listener);
DEFINE_AUTOPTR(listener, listener_free)

#endif
