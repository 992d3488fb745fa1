/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/handlers/polls.h"

#include "common/threads/deadline.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"
#include "exchange/store/mailbox.h"

#include <inttypes.h>

/* The polls of one agency. */
struct waiters {
    uint64_t news;     /* counts wake-ups, so that one during a read is not lost */
    unsigned int open; /* polls of this agency, parked or being read */
    GQueue parked;     /* struct poll */
};

struct polls {
    struct exchange *exchange;
    unsigned int per_agency;
    pthread_mutex_t mutex;
    GHashTable *agencies; /* number -> struct waiters */
    struct polls_counts counts;
};

struct poll {
    struct polls *polls;
    struct parked *parked; /* our reference; NULL until the handler has it */
    int agency;
    int64_t after;
    int limit;
    /* Under the mutex: */
    bool is_parked; /* then link is in its agency's queue */
    bool is_over;   /* the deadline has come, or the client has gone */
    GList link;
};

static void
waiters_free(void *data)
{
    g_free(data);
}

struct polls *
polls_new(struct exchange *exchange, unsigned per_agency)
{
    struct polls *polls = g_new0(struct polls, 1);

    polls->exchange = exchange;
    polls->per_agency = per_agency;
    pthread_mutex_init(&polls->mutex, NULL);
    polls->agencies = g_hash_table_new_full(NULL, NULL, NULL, waiters_free);
    return polls;
}

void
polls_free(struct polls *polls)
{
    g_hash_table_unref(polls->agencies);
    pthread_mutex_destroy(&polls->mutex);
    g_free(polls);
}

/* The caller holds the mutex. */
static struct waiters *
waiters_of(struct polls *polls, int agency)
{
    struct waiters *waiters =
        g_hash_table_lookup(polls->agencies, GINT_TO_POINTER(agency));

    if (waiters == NULL) {
        waiters = g_new0(struct waiters, 1);
        g_hash_table_insert(polls->agencies, GINT_TO_POINTER(agency), waiters);
    }
    return waiters;
}

/* When the last reference to its request is gone. */
static void
poll_free(void *data)
{
    struct poll *poll = data;
    struct polls *polls = poll->polls;

    pthread_mutex_lock(&polls->mutex);
    waiters_of(polls, poll->agency)->open--;
    pthread_mutex_unlock(&polls->mutex);
    g_free(poll);
}

static void
poll_answer_nothing(struct poll *poll)
{
    g_autoptr(parked) parked = poll->parked;
    struct response response = {0};

    response_empty(&response, 204);
    parked_answer(parked, &response);
}

static void
poll_answer_page(struct poll *poll, const struct mailbox *mailbox)
{
    g_autoptr(parked) parked = poll->parked;
    g_autoptr(GBytes) view = mailbox_view_write(&mailbox->view);
    struct response response = {0};

    response_bytes(&response, 200, MEDIA_VIEW, view);
    parked_answer(parked, &response);
}

static void
poll_refuse(struct poll *poll, GError *error)
{
    g_autoptr(parked) parked = poll->parked;

    parked_refuse(parked, error);
}

/*
 * Parks a poll that found nothing, unless something came since it looked (news) or its
 * time is over.  Returns whether it is parked; it then belongs to whoever wakes it.
 */
static bool
poll_park(struct poll *poll, uint64_t news)
{
    struct polls *polls = poll->polls;
    struct waiters *waiters;
    bool is_parked;

    pthread_mutex_lock(&polls->mutex);
    waiters = waiters_of(polls, poll->agency);
    is_parked = !poll->is_over && waiters->news == news;
    poll->is_parked = is_parked;
    if (is_parked) {
        g_queue_push_tail_link(&waiters->parked, &poll->link);
        polls->counts.parked++;
    }
    pthread_mutex_unlock(&polls->mutex);
    return is_parked;
}

/* What to compare with before parking, and whether it is worth to look again. */
static bool
poll_begin(struct poll *poll, uint64_t *news)
{
    struct polls *polls = poll->polls;
    bool is_over;

    pthread_mutex_lock(&polls->mutex);
    *news = waiters_of(polls, poll->agency)->news;
    is_over = poll->is_over;
    pthread_mutex_unlock(&polls->mutex);
    return !is_over;
}

/* On a reader: reads the mailbox until there is something, time is up, or it parks. */
static void
poll_read(struct exchange *exchange, void *data)
{
    struct poll *poll = data;
    bool has_time = true;

    while (has_time) {
        g_autoptr(mailbox) mailbox = NULL;
        GError *error = NULL;
        uint64_t news;

        has_time = poll_begin(poll, &news);
        mailbox = mailbox_read(exchange->store, poll->agency, poll->after, poll->limit,
                               &error);
        if (mailbox == NULL) {
            poll_refuse(poll, error);
            return;
        }
        if ((int64_t)mailbox->view.head < poll->after) {
            refusal_set(&error, REFUSAL_CURSOR,
                        "after: the log has no such entry; the last is %" PRIu64,
                        mailbox->view.head);
            poll_refuse(poll, error);
            return;
        }
        if (mailbox->view.entry_count > 0) {
            poll_answer_page(poll, mailbox);
            return;
        }
        if (has_time && poll_park(poll, news))
            return;
    }
    poll_answer_nothing(poll);
}

/* The caller holds the mutex. */
static void
poll_unpark(struct polls *polls, struct poll *poll)
{
    g_queue_unlink(&waiters_of(polls, poll->agency)->parked, &poll->link);
    poll->is_parked = false;
    polls->counts.parked--;
}

/* The server's timer: the deadline, the client's end, the stop, or a refusal. */
static void
poll_end(struct parked *parked, enum parked_event event, void *data)
{
    struct poll *poll = data;
    struct polls *polls = poll->polls;
    bool was_parked;

    (void)parked;
    (void)event;
    pthread_mutex_lock(&polls->mutex);
    poll->is_over = true;
    was_parked = poll->is_parked;
    if (was_parked)
        poll_unpark(polls, poll);
    pthread_mutex_unlock(&polls->mutex);
    /* Where it is being read, the reader sees that it is over. */
    if (was_parked)
        poll_answer_nothing(poll);
}

/* Counts one more poll of this agency, if it may have one more. */
static bool
poll_admit(struct polls *polls, int agency)
{
    struct waiters *waiters;
    bool is_admitted;

    pthread_mutex_lock(&polls->mutex);
    waiters = waiters_of(polls, agency);
    is_admitted = waiters->open < polls->per_agency;
    if (is_admitted)
        waiters->open++;
    pthread_mutex_unlock(&polls->mutex);
    return is_admitted;
}

bool
polls_answer(struct polls *polls, const struct request *request, int64_t after,
             int limit, int64_t wait_ms, GError **error)
{
    const struct caller *caller = request->caller;
    struct parking parking = {
        .wake = poll_end,
        .deadline_us = wait_ms > 0 ? deadline_in_ms(wait_ms) : DEADLINE_NEVER,
        .data_free = poll_free,
    };
    struct poll *poll;
    GError *refusal = NULL;

    if (!poll_admit(polls, caller->agency->number))
        return refusal_set(error, REFUSAL_RATE_LIMITED,
                           "this agency has %u mailbox requests waiting already",
                           polls->per_agency);
    poll = g_new0(struct poll, 1);
    poll->polls = polls;
    poll->agency = caller->agency->number;
    poll->after = after;
    poll->limit = limit;
    poll->is_over = wait_ms == 0;
    poll->link.data = poll;
    parking.data = poll;
    poll->parked = request_park(request, &parking);
    if (readers_run(polls->exchange->readers, poll_read, poll))
        return true;
    refusal_set(&refusal, REFUSAL_UNAVAILABLE, "too many requests wait now");
    poll_refuse(poll, refusal);
    return true;
}

/* The caller holds the mutex. */
static void
waiters_wake(struct polls *polls, struct waiters *waiters)
{
    unsigned int length = waiters->parked.length;

    waiters->news++;
    while (length-- > 0) {
        struct poll *poll = g_queue_peek_head(&waiters->parked);

        poll_unpark(polls, poll);
        polls->counts.woken++;
        if (readers_run(polls->exchange->readers, poll_read, poll))
            continue;
        /* The readers' queue holds more than there can be connections. */
        g_warning("a waiting mailbox request could not be read again");
        poll->is_parked = true;
        polls->counts.parked++;
        g_queue_push_tail_link(&waiters->parked, &poll->link);
    }
}

void
polls_wake(struct polls *polls, const struct wakeup *wakeup)
{
    GHashTableIter iterator;
    void *value;

    pthread_mutex_lock(&polls->mutex);
    if (wakeup->is_everyone) {
        g_hash_table_iter_init(&iterator, polls->agencies);
        while (g_hash_table_iter_next(&iterator, NULL, &value))
            waiters_wake(polls, value);
    }
    for (size_t i = 0; i < wakeup->count; i++)
        waiters_wake(polls, waiters_of(polls, wakeup->agencies[i]));
    pthread_mutex_unlock(&polls->mutex);
}

struct polls_counts
polls_read_counts(struct polls *polls)
{
    struct polls_counts counts;

    pthread_mutex_lock(&polls->mutex);
    counts = polls->counts;
    pthread_mutex_unlock(&polls->mutex);
    return counts;
}
