/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small server on common/http that the tests of rows 14 to 21 attack: one listener
 * with mutual TLS, one plain.  It says "ready TLS-PORT PLAIN-PORT", re-reads who is
 * blocked on SIGHUP, stops on SIGTERM.
 *
 * PUT /v1/documents/{id}   the body again
 * GET /v1/poll?wait=MS     parked until POST /v1/wake or MS have passed (204)
 * GET /v1/held             parked, as work in progress, until POST /v1/release
 * GET /v1/zeros?bytes=N    N zeros
 * GET /v1/rest/{path...}   the path
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <gnutls/x509.h>

#include "common/documents/refusal.h"
#include "common/http/server.h"
#include "common/log/log.h"
#include "common/threads/deadline.h"

struct probe {
    gnutls_x509_crt_t authority;
    struct metrics *metrics;
    const char *blocked_path;
    pthread_mutex_t mutex;
    char *blocked;    /* agencies that the gate refuses, one a line */
    GPtrArray *polls; /* struct parked */
    GPtrArray *held;  /* struct parked */
    int gone;         /* polls whose client went away */
    int refused;
};

static bool
admit(void *context, const uint8_t *der, size_t size, char group[PEER_GROUP_BYTES],
      GError **error)
{
    struct probe *probe = context;
    const gnutls_datum_t datum = {(unsigned char *)der, (unsigned)size};
    size_t group_size = PEER_GROUP_BYTES;
    unsigned problems = 0;
    gnutls_x509_crt_t crt;
    bool is_ours;

    gnutls_x509_crt_init(&crt);
    is_ours =
        gnutls_x509_crt_import(crt, &datum, GNUTLS_X509_FMT_DER) == 0 &&
        gnutls_x509_crt_verify(crt, &probe->authority, 1,
                               GNUTLS_VERIFY_DISABLE_TIME_CHECKS, &problems) == 0 &&
        problems == 0 &&
        gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, group,
                                      &group_size) == 0;
    gnutls_x509_crt_deinit(crt);
    return is_ours ||
           refusal_set(error, REFUSAL_CERTIFICATE_UNREGISTERED, "a stranger");
}

static bool
gate(void *context, const struct request *request, void **caller, GError **error)
{
    struct probe *probe = context;
    g_autofree char *line = g_strdup_printf("%s\n", request->peer->group);
    bool is_blocked;

    pthread_mutex_lock(&probe->mutex);
    is_blocked = strstr(probe->blocked, line) != NULL;
    pthread_mutex_unlock(&probe->mutex);
    if (is_blocked)
        return refusal_set(error, REFUSAL_CERTIFICATE_REVOKED, "revoked");
    *caller = g_strdup(request->peer->group);
    return true;
}

static void
refuse(void *context, const struct request *request, const GError *error,
       struct response *response)
{
    const struct refusal_entry *entry = &refusals[error->code];
    g_autofree char *text = g_strdup_printf("%s\n%s\n", entry->suffix, error->message);

    (void)context;
    (void)request;
    g_assert(error->domain == REFUSAL_ERROR);
    response_text(response, entry->status, "text/plain", text);
}

static void
answer_all(struct probe *probe, GPtrArray *parked, int status)
{
    pthread_mutex_lock(&probe->mutex);
    for (unsigned i = 0; i < parked->len; i++) {
        struct response response = {0};

        response_text(&response, status, "text/plain", "woken");
        parked_answer(parked->pdata[i], &response);
    }
    g_ptr_array_set_size(parked, 0);
    pthread_mutex_unlock(&probe->mutex);
}

static void
poll_wake(struct parked *parked, enum parked_event event, void *data)
{
    struct probe *probe = data;
    struct response response = {0};

    response_empty(&response, 204);
    parked_answer(parked, &response);
    pthread_mutex_lock(&probe->mutex);
    probe->gone += event == PARKED_GONE;
    probe->refused += event == PARKED_REFUSED;
    g_ptr_array_remove_fast(probe->polls, parked);
    pthread_mutex_unlock(&probe->mutex);
}

static bool
handle_echo(void *context, const struct request *request, struct response *response,
            GError **error)
{
    struct uuid id;

    (void)context;
    if (!request_path_uuid(request, 0, &id, error))
        return false;
    response_bytes(response, 201, request->route->media, request->body);
    return true;
}

static bool
handle_poll(void *context, const struct request *request, struct response *response,
            GError **error)
{
    struct probe *probe = context;
    struct parking parking = {.wake = poll_wake, .data = probe};
    int64_t ms;

    (void)response;
    if (!request_query_number(request, "wait", 1000, 0, 600000, &ms, error))
        return false;
    parking.deadline_us = deadline_in_ms(ms);
    pthread_mutex_lock(&probe->mutex);
    g_ptr_array_add(probe->polls, request_park(request, &parking));
    pthread_mutex_unlock(&probe->mutex);
    return true;
}

static bool
handle_held(void *context, const struct request *request, struct response *response,
            GError **error)
{
    const struct parking parking = {.deadline_us = DEADLINE_NEVER};
    struct probe *probe = context;

    (void)response;
    (void)error;
    pthread_mutex_lock(&probe->mutex);
    g_ptr_array_add(probe->held, request_park(request, &parking));
    pthread_mutex_unlock(&probe->mutex);
    return true;
}

static bool
handle_zeros(void *context, const struct request *request, struct response *response,
             GError **error)
{
    g_autoptr(GBytes) zeros = NULL;
    int64_t size;

    (void)context;
    if (!request_query_number(request, "bytes", 0, 0, 64 << 20, &size, error))
        return false;
    zeros = g_bytes_new_take(g_malloc0((size_t)size + 1), (size_t)size);
    response_bytes(response, 200, "application/octet-stream", zeros);
    return true;
}

static bool
handle_rest(void *context, const struct request *request, struct response *response,
            GError **error)
{
    (void)context;
    (void)error;
    response_text(response, 200, "text/plain", request->values[0]);
    return true;
}

static bool
handle_wake(void *context, const struct request *request, struct response *response,
            GError **error)
{
    struct probe *probe = context;

    (void)request;
    (void)error;
    answer_all(probe, probe->polls, 200);
    response_empty(response, 204);
    return true;
}

static bool
handle_release(void *context, const struct request *request, struct response *response,
               GError **error)
{
    struct probe *probe = context;

    (void)request;
    (void)error;
    answer_all(probe, probe->held, 200);
    response_empty(response, 204);
    return true;
}

static bool
handle_state(void *context, const struct request *request, struct response *response,
             GError **error)
{
    struct probe *probe = context;
    g_autofree char *text = NULL;

    (void)request;
    (void)error;
    pthread_mutex_lock(&probe->mutex);
    text = g_strdup_printf("polls=%u held=%u gone=%d refused=%d", probe->polls->len,
                           probe->held->len, probe->gone, probe->refused);
    pthread_mutex_unlock(&probe->mutex);
    response_text(response, 200, "text/plain", text);
    return true;
}

static bool
handle_metrics(void *context, const struct request *request, struct response *response,
               GError **error)
{
    struct probe *probe = context;
    g_autoptr(GBytes) text = metrics_write(probe->metrics);

    (void)request;
    (void)error;
    response_bytes(response, 200, MEDIA_METRICS, text);
    return true;
}

static const struct route api_routes[] = {
    {"PUT", "/v1/documents/{id}", handle_echo, NULL, "application/pkcs7-mime"},
    {"GET", "/v1/poll", handle_poll, "wait", NULL},
    {"GET", "/v1/held", handle_held, NULL, NULL},
    {"GET", "/v1/zeros", handle_zeros, "bytes", NULL},
    {"GET", "/v1/rest/{path...}", handle_rest, NULL, NULL},
};

static const struct route plain_routes[] = {
    {"PUT", "/v1/documents/{id}", handle_echo, NULL, "application/pkcs7-mime"},
    {"GET", "/v1/zeros", handle_zeros, "bytes", NULL},
    {"GET", "/v1/rest/{path...}", handle_rest, NULL, NULL},
    {"POST", "/v1/wake", handle_wake, NULL, NULL},
    {"POST", "/v1/release", handle_release, NULL, NULL},
    {"GET", "/state", handle_state, NULL, NULL},
    {"GET", "/metrics", handle_metrics, NULL, NULL},
};

static GBytes *
read_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    char *data;
    size_t size;

    if (!g_file_get_contents(path, &data, &size, &error))
        g_error("%s", error->message);
    return g_bytes_new_take(data, size);
}

static void
read_authority(struct probe *probe, const char *path)
{
    g_autoptr(GBytes) pem = read_file(path);
    gnutls_datum_t datum;
    size_t size;

    datum.data = (unsigned char *)g_bytes_get_data(pem, &size);
    datum.size = (unsigned)size;
    gnutls_x509_crt_init(&probe->authority);
    if (gnutls_x509_crt_import(probe->authority, &datum, GNUTLS_X509_FMT_PEM) != 0)
        g_error("%s is no certificate", path);
}

static void
read_blocked(struct probe *probe)
{
    char *blocked = NULL;

    if (!g_file_get_contents(probe->blocked_path, &blocked, NULL, NULL))
        blocked = g_strdup("");
    pthread_mutex_lock(&probe->mutex);
    g_free(probe->blocked);
    probe->blocked = blocked;
    pthread_mutex_unlock(&probe->mutex);
}

/* "handshake_ms=300" */
static void
set_limit(struct http_limits *limits, const char *text)
{
    const struct {
        const char *name;
        int64_t *ms;
        unsigned *number;
        size_t *size;
    } names[] = {
        {"threads", NULL, &limits->threads, NULL},
        {"connections_max", NULL, &limits->connections_max, NULL},
        {"connections_per_address", NULL, &limits->connections_per_address, NULL},
        {"connections_per_group", NULL, &limits->connections_per_group, NULL},
        {"handshake_ms", &limits->handshake_ms, NULL, NULL},
        {"headers_ms", &limits->headers_ms, NULL, NULL},
        {"idle_ms", &limits->idle_ms, NULL, NULL},
        {"body_grace_ms", &limits->body_grace_ms, NULL, NULL},
        {"write_grace_ms", &limits->write_grace_ms, NULL, NULL},
        {"drain_ms", &limits->drain_ms, NULL, NULL},
        {"rate_min_bytes", NULL, NULL, &limits->rate_min_bytes},
    };
    g_auto(GStrv) pair = g_strsplit(text, "=", 2);
    const int64_t value = g_ascii_strtoll(pair[1], NULL, 10);

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].name, pair[0]) != 0)
            continue;
        if (names[i].ms != NULL)
            *names[i].ms = value;
        if (names[i].number != NULL)
            *names[i].number = (unsigned)value;
        if (names[i].size != NULL)
            *names[i].size = (size_t)value;
        return;
    }
    g_error("no limit is called %s", pair[0]);
}

static struct http_server *
start(const struct http_service *service, const struct http_tls *tls,
      const struct http_limits *limits, struct metrics *metrics)
{
    g_autoptr(GError) error = NULL;
    struct http_server *server =
        http_server_start(service, "127.0.0.1:0", tls, limits, metrics, &error);

    if (server == NULL)
        g_error("%s", error->message);
    return server;
}

/* http_probe AUTHORITY CERTIFICATE KEY BLOCKED [LIMIT=VALUE]... */
int
main(int argc, char **argv)
{
    struct http_limits limits = http_limits_default;
    struct http_limits plain_limits = http_limits_default;
    struct http_tls tls = {read_file(argv[2]), read_file(argv[3])};
    struct probe probe = {
        .metrics = metrics_new(),
        .blocked_path = argv[4],
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .polls = g_ptr_array_new_with_free_func((GDestroyNotify)parked_unref),
        .held = g_ptr_array_new_with_free_func((GDestroyNotify)parked_unref)};
    const struct http_service api = {
        .name = "api",
        .routes = api_routes,
        .route_count = G_N_ELEMENTS(api_routes),
        .context = &probe,
        .peer_admit = admit,
        .gate = gate,
        .caller_free = g_free,
        .refuse = refuse,
    };
    static const char *const hosts[] = {"localhost", "127.0.0.1", NULL};
    const struct http_service plain = {
        .name = "plain",
        .routes = plain_routes,
        .route_count = G_N_ELEMENTS(plain_routes),
        .context = &probe,
        .refuse = refuse,
        .hosts = hosts,
    };
    struct http_server *api_server;
    struct http_server *plain_server;
    sigset_t signals;
    int signal_number;

    for (int i = 5; i < argc; i++) {
        set_limit(&limits, argv[i]);
        set_limit(&plain_limits, argv[i]);
    }
    plain_limits.threads = 1;
    log_start(g_getenv("PROBE_QUIET") != NULL ? G_LOG_LEVEL_WARNING
                                              : G_LOG_LEVEL_DEBUG);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    read_authority(&probe, argv[1]);
    read_blocked(&probe);

    api_server = start(&api, &tls, &limits, probe.metrics);
    plain_server = start(&plain, NULL, &plain_limits, probe.metrics);
    printf("ready %d %d\n", http_server_port(api_server),
           http_server_port(plain_server));
    fflush(stdout);
    while (sigwait(&signals, &signal_number) == 0 && signal_number == SIGHUP) {
        read_blocked(&probe);
        http_server_recheck(api_server);
    }
    http_server_stop(api_server);
    http_server_stop(plain_server);
    g_ptr_array_unref(probe.polls);
    g_ptr_array_unref(probe.held);
    metrics_free(probe.metrics);
    g_bytes_unref(tls.certificate);
    g_bytes_unref(tls.key);
    g_free(probe.blocked);
    gnutls_x509_crt_deinit(probe.authority);
    return 0;
}
