/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/server.h"

#include "common/documents/decimal.h"
#include "common/documents/refusal.h"
#include "common/http/serving.h"
#include "common/log/log.h"
#include "common/shared.h"
#include "common/threads/deadline.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

/* For files, databases and the other listener. */
#define SPARE_DESCRIPTORS 512

/* How long a stop waits for its own 503s to be sent. */
#define LAST_ANSWERS_MS 2000

/* libmicrohttpd's memory for a connection, beyond the longest request line and headers.
 */
#define CONNECTION_MEMORY_BYTES 8192

const struct http_limits http_limits_default = {
    .threads = 2,
    .connections_max = 16384,
    .connections_per_address = 4096,
    .connections_per_group = 1024,
    .body_max_bytes = 1024 * 1024,
    .discard_max_bytes = 4 * 1024 * 1024,
    .uri_max_bytes = 2048,
    .headers_max_bytes = 16384,
    .headers_max = 64,
    .handshake_ms = 10000,
    .headers_ms = 10000,
    .idle_ms = 75000,
    .body_grace_ms = 10000,
    .rate_min_bytes = 8192,
    .write_grace_ms = 10000,
    .drain_ms = 20000,
};

static const char *const phase_names[PHASE_COUNT] = {
    [PHASE_HANDSHAKE] = "handshake", [PHASE_HEADERS] = "headers", [PHASE_BODY] = "body",
    [PHASE_HANDLING] = "handling",   [PHASE_WRITING] = "writing", [PHASE_IDLE] = "idle",
};

static const char *const refused_names[] = {
    [REFUSED_ADDRESS_LIMIT] = "address-limit",
    [REFUSED_GROUP_LIMIT] = "agency-limit",
    [REFUSED_CERTIFICATE] = "certificate",
    [REFUSED_HANDSHAKE] = "handshake",
};

static const char *const status_names[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

const struct metric http_metrics[HTTP_METRIC_COUNT] = {
    [METRIC_CONNECTIONS] = {"http_connections", METRIC_GAUGE,
                            "Connections open now, by what they are doing.", "phase",
                            phase_names, PHASE_COUNT},
    [METRIC_CONNECTIONS_OPENED] = {"http_connections_opened_total", METRIC_COUNTER,
                                   "Connections accepted.", NULL, NULL, 0},
    [METRIC_CONNECTIONS_CUT] = {"http_connections_cut_total", METRIC_COUNTER,
                                "Connections closed because a deadline passed.",
                                "phase", phase_names, PHASE_COUNT},
    [METRIC_CONNECTIONS_REFUSED] = {"http_connections_refused_total", METRIC_COUNTER,
                                    "Connections refused.", "reason", refused_names,
                                    G_N_ELEMENTS(refused_names)},
    [METRIC_REQUESTS] =
        {"http_requests_total", METRIC_COUNTER,
         "Requests answered, by class of status (none: never answered).", "status",
         status_names, G_N_ELEMENTS(status_names)},
    [METRIC_PARKED] = {"http_parked_requests", METRIC_GAUGE,
                       "Requests that wait for work or for something to come.", NULL,
                       NULL, 0},
};

struct http_server *
server_ref(struct http_server *server)
{
    return g_atomic_rc_box_acquire(server);
}

static void
server_clear(void *data)
{
    struct http_server *server = data;

    SHARED_LAST(data);
    g_hash_table_unref(server->watched);
    g_hash_table_unref(server->addresses);
    g_hash_table_unref(server->groups);
    if (server->timer_epoll >= 0)
        close(server->timer_epoll);
    if (server->timer_wake >= 0)
        close(server->timer_wake);
    pthread_cond_destroy(&server->quieter);
    pthread_mutex_destroy(&server->mutex);
    metrics_free(server->own_metrics);
}

void
server_unref(struct http_server *server)
{
    shared_release(server, server_clear);
}

static struct http_server *
server_new(const struct http_service *service, const struct http_limits *limits,
           bool is_tls, struct metrics *metrics)
{
    struct http_server *server = g_atomic_rc_box_new0(struct http_server);
    g_autofree char *label = g_strdup_printf("listener=\"%s\"", service->name);

    server->service = *service;
    server->limits = *limits;
    server->is_tls = is_tls;
    if (metrics == NULL)
        metrics = server->own_metrics = metrics_new();
    server->metrics =
        metrics_add_group(metrics, http_metrics, HTTP_METRIC_COUNT, label);
    server->timer_epoll = -1;
    server->timer_wake = -1;
    pthread_mutex_init(&server->mutex, NULL);
    condition_init(&server->quieter);
    g_queue_init(&server->connections);
    g_queue_init(&server->parked);
    server->watched = g_hash_table_new(NULL, NULL);
    server->addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    server->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return server;
}

/* Most systems give a process 1024 descriptors until it asks for more. */
static void
raise_descriptor_limit(const struct http_service *service, unsigned connections)
{
    const rlim_t needed = (rlim_t)connections + SPARE_DESCRIPTORS;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
        return;
    limit.rlim_cur = MIN(needed, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < needed)
        log_event(G_LOG_LEVEL_WARNING, "http-descriptors",
                  LOG_TEXT("listener", service->name),
                  LOG_INT("needed", (int64_t)needed),
                  LOG_INT("allowed", (int64_t)limit.rlim_cur));
}

/* Reads "127.0.0.1:8443" and "[::1]:8443". */
static bool
read_listen(const char *listen, struct sockaddr_storage *storage, GError **error)
{
    struct sockaddr_in *four = (struct sockaddr_in *)storage;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;
    const char *colon = strrchr(listen, ':');
    g_autofree char *host =
        colon != NULL ? g_strndup(listen, (size_t)(colon - listen)) : g_strdup(listen);
    const size_t length = strlen(host);
    uint64_t port;

    memset(storage, 0, sizeof *storage);
    if (colon == NULL || !decimal_read(colon + 1, UINT16_MAX, &port)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "\"%s\" is not ADDRESS:PORT", listen);
        return false;
    }
    if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        return true;
    }
    if (length > 2 && host[0] == '[' && host[length - 1] == ']') {
        host[length - 1] = '\0';
        if (inet_pton(AF_INET6, host + 1, &six->sin6_addr) == 1) {
            six->sin6_family = AF_INET6;
            six->sin6_port = htons((uint16_t)port);
            return true;
        }
    }
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "\"%s\": an IP address is needed, IPv6 in brackets", listen);
    return false;
}

/* The socket is opened here, because libmicrohttpd does not say why it cannot. */
static int
open_socket(const char *listen_text, GError **error)
{
    const int on = 1;
    struct sockaddr_storage address;
    int code;
    int fd;

    if (!read_listen(listen_text, &address, error))
        return -1;
    fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(fd, (const struct sockaddr *)&address,
             address.ss_family == AF_INET ? sizeof(struct sockaddr_in)
                                          : sizeof(struct sockaddr_in6)) == 0 &&
        listen(fd, BACKLOG) == 0)
        return fd;
    code = errno;
    g_set_error(error, G_IO_ERROR, (int)g_io_error_from_errno(code),
                "cannot listen on %s: %s", listen_text, g_strerror(code));
    if (fd >= 0)
        close(fd);
    return -1;
}

static int
port_of(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address = {0};
    socklen_t size = sizeof address;

    if (getsockname(fd, &address.any, &size) != 0)
        return 0;
    return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port
                                                  : address.v6.sin6_port);
}

G_GNUC_PRINTF(2, 0)
static void
log_library(void *data, const char *format, va_list arguments)
{
    struct http_server *server = data;
    char text[256];

    vsnprintf(text, sizeof text, format, arguments);
    log_event(G_LOG_LEVEL_DEBUG, "microhttpd",
              LOG_TEXT("listener", server->service.name),
              LOG_TEXT("message", g_strchomp(text)));
}

static const char *
text_of(GBytes *pem, char **copy)
{
    size_t size;
    const char *data = g_bytes_get_data(pem, &size);

    *copy = g_strndup(data, size);
    return *copy;
}

static bool
start_daemon(struct http_server *server, int fd, const struct http_tls *tls,
             GError **error)
{
    const struct http_limits *limits = &server->limits;
    g_autofree char *certificate = NULL;
    g_autofree char *key = NULL;
    struct MHD_OptionItem options[8] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_ITC | MHD_USE_ERROR_LOG;
    unsigned count = 0;

    if (limits->threads > 1)
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_THREAD_POOL_SIZE,
                                                   (intptr_t)limits->threads, NULL};
    if (tls != NULL) {
        flags |= MHD_USE_TLS;
        options[count++] =
            (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0,
                                    (void *)text_of(tls->certificate, &certificate)};
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0,
                                                   (void *)text_of(tls->key, &key)};
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0,
                                                   (void *)tls_priorities};
    }
    options[count] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    /*
     * STRICT_FOR_CLIENT 1 (in 0.9.75 it looks for Host and for spaces in the target)
     * would send its own answer, with its header twice; framing.c is stricter.
     */
    server->daemon = MHD_start_daemon(
        flags, 0, connection_accept, server, serve_request, server,
        MHD_OPTION_EXTERNAL_LOGGER, log_library,
        server, /* first, to hear of the rest */
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION, connection_notify,
        server, MHD_OPTION_NOTIFY_COMPLETED, serve_completed, server,
        MHD_OPTION_URI_LOG_CALLBACK, serve_request_line, server,
        MHD_OPTION_CONNECTION_LIMIT, limits->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u, /* ours are the deadlines */
        MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        limits->uri_max_bytes + limits->headers_max_bytes + CONNECTION_MEMORY_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (key != NULL)
        memset(key, 0, strlen(key));
    if (server->daemon != NULL)
        return true;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                tls != NULL ? "libmicrohttpd does not start: a certificate and key that"
                              " do not belong together, or too few descriptors"
                            : "libmicrohttpd does not start: too few descriptors");
    return false;
}

struct http_server *
http_server_start(const struct http_service *service, const char *listen,
                  const struct http_tls *tls, const struct http_limits *limits,
                  struct metrics *metrics, GError **error)
{
    struct http_server *server;
    const int fd = open_socket(listen, error);

    if (fd < 0)
        return NULL;
    (void)REFUSAL_ERROR; /* GLib makes a quark at first use, better while there is one
                            thread */
    server = server_new(service, limits, tls != NULL, metrics);
    server->port = port_of(fd);
    raise_descriptor_limit(service, limits->connections_max);
    if (!timer_start(server, error)) {
        close(fd);
        server_unref(server);
        return NULL;
    }
    if (!start_daemon(server, fd, tls, error)) {
        /* fd stays open: libmicrohttpd closes it in some of its failures, not in all,
           and a program whose listener does not start ends. */
        timer_stop(server);
        server_unref(server);
        return NULL;
    }
    return server;
}

int
http_server_port(const struct http_server *server)
{
    return server->port;
}

unsigned
http_server_parked(struct http_server *server)
{
    unsigned count;

    pthread_mutex_lock(&server->mutex);
    count = server->parked.length;
    pthread_mutex_unlock(&server->mutex);
    return count;
}

/* References to those parked now; the caller unrefs them. */
static GPtrArray *
list_parked(struct http_server *server, bool also_in_progress)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)parked_unref);

    pthread_mutex_lock(&server->mutex);
    for (GList *link = server->parked.head; link != NULL; link = link->next) {
        struct parked *parked = link->data;

        if (also_in_progress || parked->parking.wake != NULL)
            g_ptr_array_add(all, parked_ref(parked));
    }
    pthread_mutex_unlock(&server->mutex);
    return all;
}

void
http_server_recheck(struct http_server *server)
{
    const struct http_service *service = &server->service;
    g_autoptr(GPtrArray) all = list_parked(server, false);

    if (service->gate == NULL)
        return;
    for (unsigned i = 0; i < all->len; i++) {
        struct parked *parked = all->pdata[i];
        GError *error = NULL;
        void *caller = NULL;

        if (!service->gate(service->context, &parked->request, &caller, &error)) {
            if (g_error_matches(error, REFUSAL_ERROR, REFUSAL_RATE_LIMITED))
                g_error_free(error); /* it asks for nothing more by waiting */
            else
                parked_refuse_ourselves(parked, error);
        }
        if (caller != NULL && service->caller_free != NULL)
            service->caller_free(caller);
    }
}

/* Waits until a count, changed under the mutex, is zero; true when it came to that. */
static bool
wait_for_none(struct http_server *server, const unsigned *count, int64_t ms)
{
    const int64_t deadline_us = deadline_in_ms(ms);
    bool is_none;

    pthread_mutex_lock(&server->mutex);
    while (*count > 0 && deadline_wait(&server->quieter, &server->mutex, deadline_us))
        continue;
    is_none = *count == 0;
    pthread_mutex_unlock(&server->mutex);
    return is_none;
}

/* Sees to it that nobody is parked any more, nor can be. */
static void
refuse_what_is_left(struct http_server *server)
{
    g_autoptr(GPtrArray) all = NULL;

    pthread_mutex_lock(&server->mutex);
    server->is_closing = true;
    while (server->in_handlers > 0)
        pthread_cond_wait(&server->quieter, &server->mutex);
    pthread_mutex_unlock(&server->mutex);
    all = list_parked(server, true);
    for (unsigned i = 0; i < all->len; i++) {
        GError *error = NULL;

        refusal_set(&error, REFUSAL_UNAVAILABLE, "the server is stopping");
        parked_refuse_ourselves(all->pdata[i], error);
    }
}

void
http_server_stop(struct http_server *server)
{
    const int fd = MHD_quiesce_daemon(server->daemon);

    atomic_store(&server->is_stopping, true);
    timer_wake(server);
    if (!wait_for_none(server, &server->active, server->limits.drain_ms))
        log_event(G_LOG_LEVEL_WARNING, "http-drain",
                  LOG_TEXT("listener", server->service.name),
                  LOG_INT("parked", http_server_parked(server)));
    refuse_what_is_left(server);
    wait_for_none(server, &server->active, LAST_ANSWERS_MS);
    MHD_stop_daemon(server->daemon);
    if (fd >= 0)
        close(fd);
    timer_stop(server);
    server_unref(server);
}
