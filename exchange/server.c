/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/server.h"

#include "exchange/counters.h"
#include "exchange/handlers/polls.h"
#include "exchange/handlers/readers.h"
#include "exchange/rates.h"
#include "exchange/routes.h"
#include "exchange/store/listener.h"
#include "exchange/watch.h"

#define ADMIN_CONNECTIONS 64

struct server {
    struct foundation *foundation;
    struct exchange exchange;
    struct http_server *api;
    struct http_server *admin;
    struct watch *watch;
    struct listener *listener;
};

/* Whoever is parked and may no longer be served is refused at once. */
static void
standing_changed(void *data)
{
    struct server *server = data;

    http_server_recheck(server->api);
}

/* On the listener's thread: somebody has committed entries. */
static void
log_grew(const struct wakeup *wakeup, void *data)
{
    struct server *server = data;

    polls_wake(server->exchange.polls, wakeup);
    if (wakeup->has_registration || wakeup->is_everyone)
        watch_read_agencies(server->watch);
}

static bool
intake_open(struct server *server, GError **error)
{
    const struct foundation *foundation = server->foundation;
    const struct settings *settings = foundation->settings;
    const struct intake_options options = {
        .store = foundation->store,
        .wire = foundation->wire,
        .notary = foundation->notary,
        .clock = foundation->clock,
        .workers = settings->workers > 0 ? (unsigned int)settings->workers
                                         : g_get_num_processors(),
        .waiting_max = (unsigned int)settings->queue_documents,
        .batch_max = (unsigned int)settings->batch_documents,
        .max_age_us = settings->max_age_days * DAY_US,
        .max_ahead_us = settings->max_ahead_minutes * 60 * SECOND_US,
    };

    server->exchange.intake = intake_start(&options, error);
    return server->exchange.intake != NULL;
}

static bool
reading_open(struct server *server, GError **error)
{
    const struct settings *settings = server->foundation->settings;
    struct exchange *exchange = &server->exchange;
    /* A connection has one request at a time, so this many never wait at once. */
    unsigned int waiting_max = (unsigned int)settings->connections + ADMIN_CONNECTIONS;

    exchange->polls = polls_new(exchange, (unsigned int)settings->polls_per_agency);
    exchange->readers = readers_start(
        exchange, (unsigned int)settings->database_connections, waiting_max, error);
    return exchange->readers != NULL;
}

static struct http_limits
api_limits(const struct settings *settings)
{
    struct http_limits limits = http_limits_default;

    limits.connections_max = (unsigned int)settings->connections;
    limits.connections_per_address = (unsigned int)settings->connections_per_address;
    limits.connections_per_group = (unsigned int)settings->connections_per_agency;
    limits.body_max_bytes = SIGNATURE_MAX_BYTES;
    limits.handshake_ms = settings->handshake_seconds * INT64_C(1000);
    limits.headers_ms = settings->headers_seconds * INT64_C(1000);
    limits.idle_ms = settings->idle_seconds * INT64_C(1000);
    limits.rate_min_bytes = (size_t)settings->body_bytes_per_second;
    limits.write_grace_ms = settings->response_seconds * INT64_C(1000);
    limits.drain_ms = settings->stop_seconds * INT64_C(1000);
    return limits;
}

static GBytes *
pem_read(const char *path, const char *setting, GError **error)
{
    char *text;
    size_t size;

    if (!setting_check(path, setting, error))
        return NULL;
    if (!g_file_get_contents(path, &text, &size, error)) {
        g_prefix_error(error, "%s: ", setting);
        return NULL;
    }
    return g_bytes_new_take(text, size);
}

static bool
api_open(struct server *server, GError **error)
{
    const struct settings *settings = server->foundation->settings;
    const struct http_limits limits = api_limits(settings);
    struct http_service service = service_api;
    g_autoptr(GBytes) certificate =
        pem_read(settings->tls_certificate, "[tls] certificate", error);
    g_autoptr(GBytes) key = NULL;
    struct http_tls tls;

    if (certificate == NULL)
        return false;
    key = pem_read(settings->tls_key, "[tls] key", error);
    if (key == NULL)
        return false;
    tls = (struct http_tls){.certificate = certificate, .key = key};
    service.context = &server->exchange;
    server->api = http_server_start(&service, settings->listen, &tls, &limits,
                                    server->exchange.metrics, error);
    return server->api != NULL;
}

static bool
admin_open(struct server *server, GError **error)
{
    struct http_limits limits = http_limits_default;
    struct http_service service = service_admin;

    limits.threads = 1;
    limits.connections_max = ADMIN_CONNECTIONS;
    limits.connections_per_address = ADMIN_CONNECTIONS;
    limits.drain_ms = server->foundation->settings->stop_seconds * INT64_C(1000);
    service.context = &server->exchange;
    server->admin =
        http_server_start(&service, server->foundation->settings->admin_listen, NULL,
                          &limits, server->exchange.metrics, error);
    return server->admin != NULL;
}

/* What happens outside is heard last, when everything that it may touch is there. */
static bool
ears_open(struct server *server, GError **error)
{
    const struct foundation *foundation = server->foundation;

    server->watch = watch_start(foundation->standing, foundation->store, error);
    if (server->watch == NULL)
        return false;
    standing_set_listener(foundation->standing, standing_changed, server);
    server->listener = listener_new(foundation->database_url, log_grew, server);
    return true;
}

struct server *
server_start(struct foundation *foundation, GError **error)
{
    g_autoptr(server) server = g_new0(struct server, 1);
    struct exchange *exchange = &server->exchange;

    server->foundation = foundation;
    exchange->settings = foundation->settings;
    exchange->clock = foundation->clock;
    exchange->store = foundation->store;
    exchange->standing = foundation->standing;
    exchange->rates =
        rates_new((unsigned int)foundation->settings->requests_per_agency);
    exchange->codes = codes_compiled_in();
    exchange->metrics = metrics_new();
    exchange->counters = counters_add(exchange->metrics);
    if (!intake_open(server, error) || !reading_open(server, error) ||
        !api_open(server, error) || !admin_open(server, error) ||
        !ears_open(server, error))
        return NULL;
    return g_steal_pointer(&server);
}

void
server_stop(struct server *server)
{
    g_clear_pointer(&server->listener, listener_free);
    standing_set_listener(server->foundation->standing, NULL, NULL);
    g_clear_pointer(&server->watch, watch_stop);
    g_clear_pointer(&server->api, http_server_stop);
    g_clear_pointer(&server->admin, http_server_stop);
    g_clear_pointer(&server->exchange.intake, intake_stop);
    g_clear_pointer(&server->exchange.readers, readers_stop);
    g_clear_pointer(&server->exchange.polls, polls_free);
    g_clear_pointer(&server->exchange.metrics, metrics_free);
    g_clear_pointer(&server->exchange.rates, rates_free);
    g_free(server);
}

int
server_api_port(const struct server *server)
{
    return http_server_port(server->api);
}

int
server_admin_port(const struct server *server)
{
    return http_server_port(server->admin);
}
