/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Polls: mailbox requests that wait until there is something to read.  A poll is
 * either being read by a reader or parked under its agency's number; an entry for that
 * agency sends all parked ones back to the readers.  Any thread.
 */
#ifndef EXCHANGE_HANDLERS_POLLS_H
#define EXCHANGE_HANDLERS_POLLS_H

#include "common/http/parked.h"
#include "exchange/exchange.h"
#include "exchange/store/listener.h"

/* per_agency: how many of one agency may wait at the same time. */
struct polls *polls_new(struct exchange *exchange, unsigned per_agency);

/* Nobody waits any more. */
void polls_free(struct polls *polls);
DEFINE_AUTOPTR(polls, polls_free)

/*
 * Answers the request with the caller's mailbox as soon as there is an entry, or with
 * 204 at the deadline; called from the request's own handler.  REFUSAL_RATE_LIMITED.
 *
 * wait_ms  0: answers at once in any case
 */
G_GNUC_WARN_UNUSED_RESULT
bool polls_answer(struct polls *polls, const struct request *request, int64_t after,
                  int limit, int64_t wait_ms, GError **error);

/* Looks again for everybody whom the entries of a commit concern.  Never blocks. */
void polls_wake(struct polls *polls, const struct wakeup *wakeup);

struct polls_counts {
    int64_t parked; /* now */
    int64_t woken;
};

struct polls_counts polls_read_counts(struct polls *polls);

#endif
