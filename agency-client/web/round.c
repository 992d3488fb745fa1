/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/round.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/matters.h"
#include "agency-client/office/sync.h"
#include "agency-client/web/names.h"
#include "agency-client/web/news.h"
#include "common/log/log.h"
#include "common/threads/workers.h"

#include <errno.h>
#include <time.h>

#define WAIT_SECONDS 30 /* how long one long-poll is held */

struct round {
    struct web *web;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t stopped;
    atomic_bool is_stopping; /* also ends a call to the exchange early */
};

/* Leaves the exchange alone for a while, or until the end. */
static void
rest(struct round *round, int seconds)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&round->mutex);
    while (!round->is_stopping &&
           pthread_cond_timedwait(&round->stopped, &round->mutex, &until) != ETIMEDOUT)
        ;
    pthread_mutex_unlock(&round->mutex);
}

/* How far we have read; our own documents, too, come back and move legs. */
struct marks {
    int64_t mailbox;
    int64_t legs;
    int64_t matters;
};

static struct marks
read_marks(struct office *office)
{
    struct marks marks = {0};

    if (!mailbox_read_cursor(office->store, &marks.mailbox, NULL) ||
        !legs_read_cursor(office->store, &marks.legs, NULL) ||
        !matters_read_cursor(office->store, &marks.matters, NULL))
        return (struct marks){0}; /* the round itself will say why */
    return marks;
}

static bool
is_news(const struct sync_report *report, const struct marks *before,
        const struct marks *after)
{
    return sync_is_eventful(report) || after->mailbox != before->mailbox ||
           after->legs != before->legs || after->matters != before->matters;
}

/* One round; how many have failed in a row by now. */
static int
go_round(struct round *round, struct office *office, int failures)
{
    g_auto(sync_report_auto) report = {0};
    g_autoptr(GError) error = NULL;
    struct marks before = read_marks(office);
    const struct address_book *book = office->book;
    bool is_done = sync_run(office, failures > 0 ? 0 : WAIT_SECONDS, &report, &error);
    const char *why = is_done ? report.why : error->message;
    struct marks after = read_marks(office);

    if (office->book != book)
        atomic_fetch_add(&round->web->book_count, 1);
    if (round->is_stopping)
        return 0;
    if (!is_done)
        log_event(G_LOG_LEVEL_WARNING, "round-failed",
                  LOG_TEXT("domain", g_quark_to_string(error->domain)),
                  LOG_INT("code", error->code));
    news_tell_line(round->web->news, why);
    if (is_news(&report, &before, &after)) {
        names_refresh(round->web->names);
        news_tell(round->web->news);
    }
    failures = why != NULL ? failures + 1 : 0;
    if (failures > 0 || report.dispatch.retry_after_seconds > 0)
        rest(round, sync_backoff_seconds(&report, failures));
    return failures;
}

static void *
run(void *data)
{
    struct round *round = data;
    const struct web_options *options = round->web->options;
    g_autoptr(GError) error = NULL;
    g_autoptr(office) office = office_open(options->home, options->clock, options->ask,
                                           options->ask_data, &error);
    int failures = 1; /* the first round does not wait for anything to come */

    if (office == NULL) {
        log_event(G_LOG_LEVEL_WARNING, "round-failed",
                  LOG_TEXT("domain", g_quark_to_string(error->domain)),
                  LOG_INT("code", error->code));
        news_tell_line(round->web->news, error->message);
        return NULL;
    }
    office->stop = &round->is_stopping;
    while (!round->is_stopping)
        failures = go_round(round, office, failures);
    return NULL;
}

struct round *
round_start(struct web *web, GError **error)
{
    struct round *round = g_new0(struct round, 1);
    pthread_condattr_t monotonic;

    round->web = web;
    pthread_mutex_init(&round->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&round->stopped, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (thread_start(&round->thread, "round", run, round, error))
        return round;
    pthread_cond_destroy(&round->stopped);
    pthread_mutex_destroy(&round->mutex);
    g_free(round);
    return NULL;
}

void
round_stop(struct round *round)
{
    if (round == NULL)
        return;
    pthread_mutex_lock(&round->mutex);
    round->is_stopping = 1;
    pthread_cond_signal(&round->stopped);
    pthread_mutex_unlock(&round->mutex);
    pthread_join(round->thread, NULL);
    pthread_cond_destroy(&round->stopped);
    pthread_mutex_destroy(&round->mutex);
    g_free(round);
}
