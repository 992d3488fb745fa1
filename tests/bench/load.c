/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load that tests/bench/run puts on an exchange: one measurement a call, its
 * figures on one line of key=value pairs.  Documents are made before the clock starts.
 */
#include "common/documents/mailbox_view.h"
#include "tests/bench/actor.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAILBOX_PAGE 100
#define WAIT_SECONDS 50

static char *directory;
static char *url;
static char *from;
static char *to;
static int connections = 1;
static int count = 1000;

struct worker {
    pthread_t thread;
    pthread_barrier_t *start;
    struct exchange_api *api;
    struct submission *submissions; /* count of them */
    int count;
    int64_t *latencies_us; /* where this worker puts its own */
};

static double
percentile_ms(int64_t *sorted_us, size_t size, double share)
{
    size_t index = (size_t)(share * (double)(size - 1) + 0.5);

    return size == 0 ? 0.0 : (double)sorted_us[index] / 1000.0;
}

static int
compare_us(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

    return (one > other) - (one < other);
}

static void
print_latencies(int64_t *latencies_us, size_t size)
{
    qsort(latencies_us, size, sizeof *latencies_us, compare_us);
    printf(" p50_ms=%.2f p99_ms=%.2f", percentile_ms(latencies_us, size, 0.50),
           percentile_ms(latencies_us, size, 0.99));
}

static void
submit(struct exchange_api *api, const struct submission *submission)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GError) error = NULL;

    if (!exchange_document_submit(api, submission->id_text, submission->bytes, &answer,
                                  &error))
        g_error("bench: not accepted: %s", error->message);
    if (answer.status != 201)
        g_error("bench: status %d where a new document was sent", answer.status);
}

/* Where the log ends now. */
static int64_t
log_end(struct exchange_api *api)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(mailbox_view) view = NULL;
    g_autoptr(GError) error = NULL;

    if (!exchange_mailbox_read(api, 0, 1, 0, &answer, &error))
        g_error("bench: mailbox: %s", error->message);
    if (answer.status == 204)
        return 0;
    view = mailbox_view_read(answer.body, &error);
    if (view == NULL)
        g_error("bench: mailbox: %s", error->message);
    return (int64_t)view->head;
}

/* Opens the connection, so that no handshake is in the figures. */
static void
warm(struct exchange_api *api)
{
    (void)log_end(api);
}

/*
 * Lets all threads begin once each is connected.  The parent takes the processor time
 * that was used so far between our line and its own.
 */
static int64_t
begin_together(pthread_barrier_t *start)
{
    pthread_barrier_wait(start);
    printf("ready\n");
    fflush(stdout);
    (void)getchar();
    pthread_barrier_wait(start);
    return g_get_monotonic_time();
}

static void *
submit_all(void *data)
{
    struct worker *worker = data;

    warm(worker->api);
    pthread_barrier_wait(worker->start); /* all are connected */
    pthread_barrier_wait(worker->start);
    for (int i = 0; i < worker->count; i++) {
        int64_t begun_us = g_get_monotonic_time();

        submit(worker->api, &worker->submissions[i]);
        worker->latencies_us[i] = g_get_monotonic_time() - begun_us;
    }
    return NULL;
}

static int
run_submit(const struct actor *sender, const struct actor *recipient)
{
    pthread_barrier_t start;
    g_autofree struct worker *workers = g_new0(struct worker, (size_t)connections);
    int each = count / connections;
    size_t total = (size_t)each * (size_t)connections;
    g_autofree struct submission *submissions = g_new0(struct submission, total);
    g_autofree int64_t *latencies_us = g_new0(int64_t, total);
    size_t size_bytes = 0;
    int64_t begun_us;
    double seconds;

    for (size_t i = 0; i < total; i++) {
        submissions[i] = actor_refer(sender, recipient);
        size_bytes += g_bytes_get_size(submissions[i].bytes);
    }
    pthread_barrier_init(&start, NULL, (unsigned)connections + 1);
    for (int i = 0; i < connections; i++) {
        workers[i] = (struct worker){
            .start = &start,
            .api = actor_connect(sender),
            .submissions = submissions + (size_t)i * (size_t)each,
            .count = each,
            .latencies_us = latencies_us + (size_t)i * (size_t)each,
        };
        pthread_create(&workers[i].thread, NULL, submit_all, &workers[i]);
    }
    begun_us = begin_together(&start);
    for (int i = 0; i < connections; i++)
        pthread_join(workers[i].thread, NULL);
    seconds = (double)(g_get_monotonic_time() - begun_us) / 1e6;

    printf("connections=%d documents=%zu bytes_each=%zu per_second=%.0f", connections,
           total, size_bytes / total, (double)total / seconds);
    print_latencies(latencies_us, total);
    printf("\n");
    for (int i = 0; i < connections; i++)
        exchange_api_free(workers[i].api);
    for (size_t i = 0; i < total; i++)
        submission_clear(&submissions[i]);
    pthread_barrier_destroy(&start);
    return 0;
}

/*
 * Waits for the next page of the mailbox after *cursor and moves the cursor; NULL when
 * nothing came in time.
 */
static struct mailbox_view *
mailbox_next(struct exchange_api *api, int64_t *cursor, int wait_seconds)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GError) error = NULL;
    struct mailbox_view *view;

    if (!exchange_mailbox_read(api, *cursor, MAILBOX_PAGE, wait_seconds, &answer,
                               &error))
        g_error("bench: mailbox: %s", error->message);
    if (answer.status == 204)
        return NULL;
    view = mailbox_view_read(answer.body, &error);
    if (view == NULL)
        g_error("bench: mailbox: %s", error->message);
    *cursor = (int64_t)view->next;
    return view;
}

static const struct mailbox_entry *
entry_of_kind(const struct mailbox_view *view, enum kind kind, const struct uuid *leg)
{
    for (size_t i = 0; view != NULL && i < view->entry_count; i++)
        if (view->entries[i].kind == kind && view->entries[i].has_leg &&
            uuid_is_equal(&view->entries[i].leg, leg))
            return &view->entries[i];
    return NULL;
}

/* Waits until an entry of that kind about that leg is in the mailbox. */
static void
mailbox_await(struct exchange_api *api, int64_t *cursor, enum kind kind,
              const struct uuid *leg, char case_id[UUID_TEXT_BYTES])
{
    for (;;) {
        g_autoptr(mailbox_view) view = mailbox_next(api, cursor, WAIT_SECONDS);
        const struct mailbox_entry *entry = entry_of_kind(view, kind, leg);

        if (entry != NULL) {
            uuid_write(&entry->case_id, case_id);
            return;
        }
    }
}

struct waiter {
    struct exchange_api *api;
    int64_t cursor;
    pthread_barrier_t *turn;
    struct submission *submissions;
    int64_t *answered_us;
};

static void *
wait_all(void *data)
{
    struct waiter *waiter = data;
    char case_id[UUID_TEXT_BYTES];

    for (int i = 0; i < count; i++) {
        pthread_barrier_wait(waiter->turn);
        mailbox_await(waiter->api, &waiter->cursor, KIND_REFERRAL,
                      &waiter->submissions[i].id, case_id);
        waiter->answered_us[i] = g_get_monotonic_time();
        pthread_barrier_wait(waiter->turn);
    }
    return NULL;
}

static int
run_wake(const struct actor *sender, const struct actor *recipient)
{
    /* A poll needs a moment to be parked; what is measured begins after it. */
    enum { SETTLE_US = 5000 };
    g_autofree struct submission *submissions =
        g_new0(struct submission, (size_t)count);
    g_autofree int64_t *latencies_us = g_new0(int64_t, (size_t)count);
    g_autofree int64_t *answered_us = g_new0(int64_t, (size_t)count);
    g_autoptr(exchange_api) sending = actor_connect(sender);
    g_autoptr(exchange_api) waiting = actor_connect(recipient);
    pthread_barrier_t turn;
    pthread_t thread;
    struct waiter waiter = {.api = waiting,
                            .turn = &turn,
                            .submissions = submissions,
                            .answered_us = answered_us};

    for (int i = 0; i < count; i++)
        submissions[i] = actor_refer(sender, recipient);
    waiter.cursor = log_end(waiting);
    warm(sending);
    pthread_barrier_init(&turn, NULL, 2);
    pthread_create(&thread, NULL, wait_all, &waiter);
    for (int i = 0; i < count; i++) {
        int64_t begun_us;

        pthread_barrier_wait(&turn);
        g_usleep(SETTLE_US);
        begun_us = g_get_monotonic_time();
        submit(sending, &submissions[i]);
        pthread_barrier_wait(&turn);
        latencies_us[i] = answered_us[i] - begun_us;
    }
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&turn);
    printf("wakes=%d", count);
    print_latencies(latencies_us, (size_t)count);
    printf("\n");
    for (int i = 0; i < count; i++)
        submission_clear(&submissions[i]);
    return 0;
}

struct pair {
    pthread_t thread;
    pthread_barrier_t *start;
    const struct actor *sender;
    const struct actor *recipient;
    int count;
    int64_t *latencies_us;
};

/* Reads and lets go of the signed bytes, as a client does before it opens them. */
static void
fetch(struct exchange_api *api, const char *id)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GError) error = NULL;

    if (!exchange_document_read(api, id, &answer, &error))
        g_error("bench: document: %s", error->message);
}

static void *
loop_all(void *data)
{
    struct pair *pair = data;
    g_autoptr(exchange_api) sending = actor_connect(pair->sender);
    g_autoptr(exchange_api) receiving = actor_connect(pair->recipient);
    int64_t sent_cursor = log_end(sending);
    int64_t received_cursor = sent_cursor;
    char case_id[UUID_TEXT_BYTES];

    pthread_barrier_wait(pair->start); /* all are connected */
    pthread_barrier_wait(pair->start);
    for (int i = 0; i < pair->count; i++) {
        int64_t begun_us = g_get_monotonic_time();
        struct submission referral = actor_refer(pair->sender, pair->recipient);
        struct submission response;

        submit(sending, &referral);
        mailbox_await(receiving, &received_cursor, KIND_REFERRAL, &referral.id,
                      case_id);
        fetch(receiving, referral.id_text);
        response = actor_accept(pair->recipient, pair->sender->agency, referral.id_text,
                                case_id);
        submit(receiving, &response);
        mailbox_await(sending, &sent_cursor, KIND_RESPONSE, &referral.id, case_id);
        fetch(sending, response.id_text);
        submission_clear(&referral);
        submission_clear(&response);
        pair->latencies_us[i] = g_get_monotonic_time() - begun_us;
    }
    return NULL;
}

/* Each pair is two agencies of its own: FROM-1 and TO-1, FROM-2 and TO-2, ... */
static int
run_loop(void)
{
    g_autofree struct pair *pairs = g_new0(struct pair, (size_t)connections);
    int each = count / connections;
    size_t total = (size_t)each * (size_t)connections;
    g_autofree int64_t *latencies_us = g_new0(int64_t, total);
    pthread_barrier_t start;
    int64_t begun_us;
    double seconds;

    pthread_barrier_init(&start, NULL, (unsigned)connections + 1);
    for (int i = 0; i < connections; i++) {
        pairs[i] = (struct pair){
            .start = &start,
            .sender = actor_open(directory, g_strdup_printf("%s-%d", from, i + 1), url),
            .recipient =
                actor_open(directory, g_strdup_printf("%s-%d", to, i + 1), url),
            .count = each,
            .latencies_us = latencies_us + (size_t)i * (size_t)each,
        };
        pthread_create(&pairs[i].thread, NULL, loop_all, &pairs[i]);
    }
    begun_us = begin_together(&start);
    for (int i = 0; i < connections; i++)
        pthread_join(pairs[i].thread, NULL);
    seconds = (double)(g_get_monotonic_time() - begun_us) / 1e6;
    printf("pairs=%d loops=%zu per_second=%.0f", connections, total,
           (double)total / seconds);
    print_latencies(latencies_us, total);
    printf("\n");
    return 0;
}

static void *
park_one(void *data)
{
    struct exchange_api *api = data;
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GError) error = NULL;
    int64_t end = log_end(api);

    /* Ends when the parent stops this program. */
    if (!exchange_mailbox_read(api, end, 1, WAIT_SECONDS, &answer, &error))
        g_printerr("bench: parked: %s\n", error->message);
    return NULL;
}

/* Parks `connections` long-polls and holds them until standard input closes. */
static int
run_parked(const struct actor *actor)
{
    pthread_attr_t small;

    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    for (int i = 0; i < connections; i++) {
        pthread_t thread;

        if (pthread_create(&thread, &small, park_one, actor_connect(actor)) != 0)
            g_error("bench: no thread for poll %d", i);
    }
    printf("ready\n");
    fflush(stdout);
    (void)getchar();
    _exit(0);
}

/* Writes one signed document, for filling a log by SQL. */
static int
run_sample(const struct actor *sender, const struct actor *recipient)
{
    struct submission sample = actor_refer(sender, recipient);
    size_t size;
    const void *bytes = g_bytes_get_data(sample.bytes, &size);

    fwrite(bytes, 1, size, stdout);
    submission_clear(&sample);
    return 0;
}

static int
usage(const char *message)
{
    g_printerr("load: %s\n", message);
    return 2;
}

int
main(int argc, char **argv)
{
    const GOptionEntry entries[] = {
        {"agencies", 0, 0, G_OPTION_ARG_FILENAME, &directory, "Keys of the agencies",
         "DIR"},
        {"exchange", 0, 0, G_OPTION_ARG_STRING, &url, "The exchange", "URL"},
        {"from", 0, 0, G_OPTION_ARG_STRING, &from, "The referring agency", "ID"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &to, "The receiving agency", "ID"},
        {"connections", 0, 0, G_OPTION_ARG_INT, &connections, "At once", "N"},
        {"count", 0, 0, G_OPTION_ARG_INT, &count, "How many in all", "N"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(GOptionContext) context =
        g_option_context_new("submit|wake|loop|parked|sample");
    g_autoptr(GError) error = NULL;
    g_autoptr(actor) sender = NULL;
    g_autoptr(actor) recipient = NULL;

    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error))
        return usage(error->message);
    if (argc != 2 || directory == NULL || url == NULL || from == NULL || to == NULL ||
        connections < 1 || count < connections)
        return usage("one measurement, and all of --agencies --exchange --from --to");
    if (strcmp(argv[1], "loop") == 0)
        return run_loop();
    sender = actor_open(directory, from, url);
    recipient = actor_open(directory, to, url);
    if (strcmp(argv[1], "submit") == 0)
        return run_submit(sender, recipient);
    if (strcmp(argv[1], "wake") == 0)
        return run_wake(sender, recipient);
    if (strcmp(argv[1], "parked") == 0)
        return run_parked(recipient);
    if (strcmp(argv[1], "sample") == 0)
        return run_sample(sender, recipient);
    return usage("no such measurement");
}
