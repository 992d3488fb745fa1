/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/web.h"

#include "agency-client/web/desk.h"
#include "agency-client/web/invitation.h"
#include "agency-client/web/names.h"
#include "agency-client/web/news.h"
#include "agency-client/web/operations.h"
#include "agency-client/web/round.h"
#include "common/documents/labels.h"
#include "common/trust/credential.h"

#include <string.h>

#define CONNECTIONS_MAX 512

static bool
is_loopback(const char *listen)
{
    return g_str_has_prefix(listen, "127.") || g_str_has_prefix(listen, "[::1]:");
}

static bool
check_options(const struct web_options *options, GError **error)
{
    const char *colon = strrchr(options->listen, ':');

    if (colon != NULL && (is_loopback(options->listen) || options->certificate != NULL))
        return true;
    if (colon == NULL)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s: an address and a port are needed, as in 127.0.0.1:8080",
                    options->listen);
    else
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s can be reached from other machines: that needs TLS, with a "
                    "certificate and key of its own",
                    options->listen);
    return false;
}

/* The server's own certificate comes first, before those that lead to its issuer. */
static struct credential *
read_certificate(GBytes *chain, GError **error)
{
    static const char end[] = "-----END CERTIFICATE-----";
    size_t size;
    const char *pem = g_bytes_get_data(chain, &size);
    const char *found = g_strstr_len(pem, (gssize)size, end);

    if (found != NULL)
        size = (size_t)(found - pem) + strlen(end);
    return credential_read_pem(pem, size, error);
}

/* The agency's certificates and keys are for the exchange: no browser is shown them. */
static bool
check_own_certificate(const struct web *web, struct office *office, GError **error)
{
    GBytes *chain = web->options->certificate;
    g_autoptr(credential) credential =
        chain != NULL ? read_certificate(chain, error) : NULL;
    const struct keyring *ring = credential != NULL ? office_keys(office, error) : NULL;

    if (chain == NULL)
        return true;
    if (ring == NULL)
        return false;
    if (credential_agency(credential) == NULL && !keyring_has_key_of(ring, credential))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "the certificate for browsers is one of the agency's own, or of its "
                "keys, which are for the exchange alone: make another");
    return false;
}

/* The names by which browsers may call us; any other is somebody else's page. */
static void
name_hosts(struct web *web)
{
    const struct web_options *options = web->options;
    const char *colon = strrchr(options->listen, ':');
    g_autofree char *address =
        g_strndup(options->listen, (size_t)(colon - options->listen));
    bool is_any = g_str_equal(address, "0.0.0.0") || g_str_equal(address, "[::]");
    g_autoptr(GStrvBuilder) hosts = g_strv_builder_new();

    if (options->host != NULL)
        g_strv_builder_add(hosts, options->host);
    if (!is_any)
        g_strv_builder_add(hosts, address);
    if (is_any || is_loopback(options->listen))
        g_strv_builder_add(hosts, "localhost");
    web->hosts = g_strv_builder_end(hosts);
}

static bool
listen_start(struct web *web, GError **error)
{
    const struct web_options *options = web->options;
    const struct http_tls tls = {.certificate = options->certificate,
                                 .key = options->key};
    struct http_limits limits = http_limits_default;
    struct http_service service = operations_service;

    limits.threads = 1;
    limits.connections_max = CONNECTIONS_MAX;
    limits.connections_per_address = CONNECTIONS_MAX;
    web->routes = operations_routes(&service.route_count);
    service.routes = web->routes;
    service.context = web;
    service.hosts = (const char *const *)web->hosts;
    web->server = http_server_start(&service, options->listen,
                                    options->certificate != NULL ? &tls : NULL, &limits,
                                    NULL, error);
    return web->server != NULL;
}

/* Whether there is anybody yet; the first is an administrator, by a one-time link. */
static bool
invite_first(struct web *web, struct office *office, GError **error)
{
    g_autoptr(GPtrArray) members = staff_list(office->store, error);

    if (members == NULL)
        return false;
    if (members->len > 0)
        return true;
    web->first_token = g_new(char, TOKEN_CHARS);
    token_new(web->first_token);
    return true;
}

/* A cookie is one for all ports of a host, where other agencies may have a screen. */
static char *
name_cookie(const struct web *web, const struct office *office)
{
    /* RFC 6265bis 4.1.3.2: browsers take such a name from us alone, over TLS. */
    const char *prefix = web->options->certificate != NULL ? "__Host-" : "";

    return g_strconcat(prefix, "session-", office_agency(office), NULL);
}

static bool
look_at_home(struct web *web, GError **error)
{
    const struct web_options *options = web->options;
    g_autoptr(office) office = office_open(options->home, options->clock, options->ask,
                                           options->ask_data, error);

    if (office == NULL || !check_own_certificate(web, office, error) ||
        !invite_first(web, office, error))
        return false;
    web->cookie = name_cookie(web, office);
    return true;
}

struct web *
web_start(const struct web_options *options, GError **error)
{
    g_autoptr(web) web = NULL;

    if (!check_options(options, error))
        return NULL;
    web = g_new0(struct web, 1);
    web->options = options;
    pthread_mutex_init(&web->mutex, NULL);
    web->sessions = sessions_new(options->sessions);
    web->news = news_new();
    web->labels = labels_load();
    name_hosts(web);
    web->names = names_start(web, error);
    if (web->names == NULL || !look_at_home(web, error) || !desks_start(web, error) ||
        !listen_start(web, error))
        return NULL;
    web->url =
        g_strdup_printf("%s://%s:%d", options->certificate != NULL ? "https" : "http",
                        web->hosts[0], http_server_port(web->server));
    web->round = round_start(web, error);
    return web->round != NULL ? g_steal_pointer(&web) : NULL;
}

void
web_stop(struct web *web)
{
    if (web == NULL)
        return;
    round_stop(web->round);
    if (web->server != NULL)
        http_server_stop(web->server);
    desks_stop(web);
    names_stop(web->names);
    news_free(web->news);
    sessions_free(web->sessions);
    g_free(web->routes);
    labels_free(web->labels);
    g_free(web->cookie);
    g_strfreev(web->hosts);
    g_free(web->url);
    g_free(web->first_token);
    pthread_mutex_destroy(&web->mutex);
    g_free(web);
}

const char *
web_url(const struct web *web)
{
    return web->url;
}

char *
web_first_link(struct web *web)
{
    g_autofree char *word = NULL;
    g_autofree char *path = NULL;

    pthread_mutex_lock(&web->mutex);
    if (web->first_token != NULL)
        word = g_strconcat("first-", web->first_token, NULL);
    pthread_mutex_unlock(&web->mutex);
    if (word == NULL)
        return NULL;
    path = invitation_path(word);
    return g_strdup_printf("%s/%s", web->url, path);
}
