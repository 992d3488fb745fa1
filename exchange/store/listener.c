/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/listener.h"

#include "common/threads/workers.h"
#include "exchange/store/connection.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define RECONNECT_PAUSE_MS 200
#define AGENCIES_MAX       4096 /* of one notification; more means everyone */

struct listener {
    char *url;
    listener_function *function;
    void *data;
    int64_t head; /* up to which everyone concerned was woken */
    int stop;     /* an eventfd */
    pthread_t thread;
};

static void
wake_everyone(struct listener *listener, int64_t head)
{
    struct wakeup wakeup = {
        .head = head, .is_everyone = true, .has_registration = true};

    listener->head = head;
    listener->function(&wakeup, listener->data);
}

/* What log_append wrote; anything else wakes everyone. */
static void
wake_named(struct listener *listener, const char *payload)
{
    g_auto(GStrv) parts = g_strsplit(payload, ":", 3);
    g_autofree int *agencies = g_new(int, AGENCIES_MAX);
    struct wakeup wakeup = {.agencies = agencies};

    if (g_strv_length(parts) != 3) {
        wake_everyone(listener, listener->head);
        return;
    }
    wakeup.head = g_ascii_strtoll(parts[0], NULL, 10);
    wakeup.has_registration = parts[1][0] == '+';
    wakeup.is_everyone = parts[2][0] == '*';
    for (char *at = parts[2]; !wakeup.is_everyone && *at != '\0';) {
        if (wakeup.count == AGENCIES_MAX) {
            wakeup.is_everyone = true;
            wakeup.count = 0;
            break;
        }
        agencies[wakeup.count++] = (int)strtol(at, &at, 10);
        at += strspn(at, ",");
    }
    if (wakeup.head > listener->head)
        listener->head = wakeup.head;
    listener->function(&wakeup, listener->data);
}

static void
take_notifications(struct listener *listener, PGconn *pg)
{
    PGnotify *notify;

    while ((notify = PQnotifies(pg)) != NULL) {
        wake_named(listener, notify->extra);
        PQfreemem(notify);
    }
}

/* The head of the log, or -1 when the connection is lost. */
static int64_t
ask_head(PGconn *pg)
{
    PGresult *result = PQexec(pg, "SELECT COALESCE(max(sequence), 0) FROM entry");
    int64_t head = -1;

    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        head = g_ascii_strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return head;
}

static bool
begin(struct listener *listener, PGconn *pg)
{
    PGresult *result = PQexec(pg, "LISTEN referral_exchange");
    bool is_listening = PQresultStatus(result) == PGRES_COMMAND_OK;
    int64_t head;

    PQclear(result);
    if (!is_listening || (head = ask_head(pg)) < 0)
        return false;
    wake_everyone(listener, head);
    return true;
}

/* Waits; false when the listener is to stop. */
static bool
wait_for(struct listener *listener, int socket, int timeout_ms)
{
    struct pollfd polled[] = {{.fd = listener->stop, .events = POLLIN},
                              {.fd = socket, .events = POLLIN}};

    poll(polled, socket < 0 ? 1 : 2, timeout_ms);
    return (polled[0].revents & POLLIN) == 0;
}

/* Until the connection is lost (true) or the listener is to stop (false). */
static bool
listen_on(struct listener *listener, PGconn *pg)
{
    int64_t look_at = 0;

    while (wait_for(listener, PQsocket(pg), LISTENER_FALLBACK_SECONDS * 1000)) {
        if (!PQconsumeInput(pg))
            return true;
        take_notifications(listener, pg);
        if (g_get_monotonic_time() >= look_at) {
            int64_t head = ask_head(pg);

            if (head < 0)
                return true;
            take_notifications(listener, pg);
            if (head > listener->head)
                wake_everyone(listener, head);
            look_at = g_get_monotonic_time() +
                      LISTENER_FALLBACK_SECONDS * (int64_t)G_USEC_PER_SEC;
        }
    }
    return false;
}

static void *
run(void *data)
{
    struct listener *listener = data;

    do {
        g_autoptr(connection) connection = connection_open(listener->url, NULL);
        PGconn *pg;

        if (connection == NULL)
            continue;
        pg = connection_leave_pipeline(connection);
        if (begin(listener, pg) && !listen_on(listener, pg))
            break;
    } while (wait_for(listener, -1, RECONNECT_PAUSE_MS));
    return NULL;
}

struct listener *
listener_new(const char *url, listener_function *function, void *data)
{
    struct listener *listener = g_new0(struct listener, 1);
    g_autoptr(GError) error = NULL;

    listener->url = g_strdup(url);
    listener->function = function;
    listener->data = data;
    listener->stop = eventfd(0, EFD_CLOEXEC);
    g_assert(listener->stop >= 0);
    if (!thread_start(&listener->thread, "listener", run, listener, &error))
        g_error("%s", error->message);
    return listener;
}

void
listener_free(struct listener *listener)
{
    if (listener == NULL)
        return;
    eventfd_write(listener->stop, 1);
    pthread_join(listener->thread, NULL);
    close(listener->stop);
    g_free(listener->url);
    g_free(listener);
}
