/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timer thread: cuts connections whose deadline has passed, wakes parked requests
 * whose time has come or whose client has gone.  libmicrohttpd does not look at the
 * socket of a suspended connection, so this thread does.
 */
#include <errno.h>
#include <gio/gio.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/http/serving.h"
#include "common/threads/deadline.h"
#include "common/threads/workers.h"

#define EVENTS_MAX 64
#define TICK_MS    100

struct awakened {
    struct parked *parked;
    enum parked_event event;
};

/* Notes that this one is to be woken, outside the lock.  The mutex is held. */
static void
note(GArray *awakened, struct parked *parked, enum parked_event event)
{
    const struct awakened one = {parked_ref(parked), event};

    parked->is_woken = true;
    g_array_append_val(awakened, one);
}

static void
note_due(struct http_server *server, int64_t now_us, GArray *awakened)
{
    const bool is_stopping = atomic_load(&server->is_stopping);

    for (GList *link = server->parked.head; link != NULL; link = link->next) {
        struct parked *parked = link->data;

        if (parked->parking.wake == NULL || parked->is_woken)
            continue;
        if (is_stopping)
            note(awakened, parked, PARKED_STOPPING);
        else if (parked->parking.deadline_us <= now_us)
            note(awakened, parked, PARKED_EXPIRED);
    }
}

/*
 * The event may be of a descriptor that has since been closed and used again, so the
 * one parked there now is asked afresh; while it is parked its descriptor stays open.
 */
static void
note_gone(struct http_server *server, int fd, GArray *awakened)
{
    struct parked *parked = g_hash_table_lookup(server->watched, GINT_TO_POINTER(fd));
    struct pollfd look = {.fd = fd, .events = POLLRDHUP};

    if (parked == NULL || parked->is_woken || poll(&look, 1, 0) != 1)
        return;
    note(awakened, parked, PARKED_GONE);
}

static void
wake_all(GArray *awakened)
{
    for (unsigned i = 0; i < awakened->len; i++) {
        const struct awakened *one = &g_array_index(awakened, struct awakened, i);

        if (!parked_is_answered(one->parked))
            one->parked->parking.wake(one->parked, one->event,
                                      one->parked->parking.data);
        parked_unref(one->parked);
    }
    g_array_set_size(awakened, 0);
}

static void *
run(void *data)
{
    g_autoptr(GArray) awakened = g_array_new(FALSE, FALSE, sizeof(struct awakened));
    struct http_server *server = data;
    struct epoll_event events[EVENTS_MAX];
    bool is_done = false;

    while (!is_done) {
        const int count = epoll_wait(server->timer_epoll, events, EVENTS_MAX, TICK_MS);
        const int64_t now_us = monotonic_us();
        uint64_t wakes;

        pthread_mutex_lock(&server->mutex);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == server->timer_wake)
                (void)!read(server->timer_wake, &wakes, sizeof wakes);
            else
                note_gone(server, events[i].data.fd, awakened);
        }
        note_due(server, now_us, awakened);
        connections_cut(server, now_us);
        is_done = server->is_timer_done;
        pthread_mutex_unlock(&server->mutex);
        wake_all(awakened);
    }
    return NULL;
}

bool
timer_start(struct http_server *server, GError **error)
{
    struct epoll_event event = {.events = EPOLLIN};

    server->timer_epoll = epoll_create1(EPOLL_CLOEXEC);
    server->timer_wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    event.data.fd = server->timer_wake;
    if (server->timer_epoll < 0 || server->timer_wake < 0 ||
        epoll_ctl(server->timer_epoll, EPOLL_CTL_ADD, server->timer_wake, &event) !=
            0) {
        const int code = errno;

        g_set_error(error, G_IO_ERROR, (int)g_io_error_from_errno(code),
                    "no descriptors for the timer: %s", g_strerror(code));
        return false;
    }
    return thread_start(&server->timer, "http-timer", run, server, error);
}

void
timer_stop(struct http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    server->is_timer_done = true;
    pthread_mutex_unlock(&server->mutex);
    timer_wake(server);
    pthread_join(server->timer, NULL);
}

void
timer_wake(struct http_server *server)
{
    const uint64_t one = 1;

    (void)!write(server->timer_wake, &one, sizeof one);
}

void
timer_watch(struct http_server *server, struct parked *parked)
{
    const int fd = parked->connection->fd;
    struct epoll_event event = {.events = EPOLLRDHUP | EPOLLONESHOT, .data.fd = fd};

    if (epoll_ctl(server->timer_epoll, EPOLL_CTL_ADD, fd, &event) == 0) {
        g_hash_table_insert(server->watched, GINT_TO_POINTER(fd), parked);
        parked->is_watched = true;
    }
}

void
timer_unwatch(struct http_server *server, struct parked *parked)
{
    if (!parked->is_watched)
        return;
    epoll_ctl(server->timer_epoll, EPOLL_CTL_DEL, parked->connection->fd, NULL);
    g_hash_table_remove(server->watched, GINT_TO_POINTER(parked->connection->fd));
    parked->is_watched = false;
}
