/* SPDX-License-Identifier: Apache-2.0 */
#include <gio/gio.h>
#include <string.h>

#include "common/http/server.h"
#include "common/log/log.h"

static void
refuse(void *context, const struct request *request, const GError *error,
       struct response *response)
{
    (void)context;
    (void)request;
    (void)error;
    response_empty(response, 404);
}

static const struct http_service service = {.name = "test", .refuse = refuse};

static struct http_server *
start(const char *listen, const struct http_tls *tls, GError **error)
{
    return http_server_start(&service, listen, tls, &http_limits_default, NULL, error);
}

static const struct {
    const char *why;
    const char *listen;
    bool is_served;
} addresses[] = {
    {"any free port", "127.0.0.1:0", true},
    {"IPv6 in brackets", "[::1]:0", true},
    {"no port", "127.0.0.1", false},
    {"an empty port", "127.0.0.1:", false},
    {"a port out of range", "127.0.0.1:65536", false},
    {"a name is not looked up", "localhost:0", false},
    {"IPv6 without brackets", "::1:0", false},
    {"an address that is not ours", "192.0.2.1:0", false},
    {"nothing", "", false},
};

static void
an_address_is_numeric_and_ours(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(GError) error = NULL;
        struct http_server *server = start(addresses[i].listen, NULL, &error);

        g_test_message("%s", addresses[i].why);
        g_assert_cmpint(server != NULL, ==, addresses[i].is_served);
        g_assert_cmpint(error == NULL, ==, addresses[i].is_served);
        if (server == NULL)
            continue;
        g_assert_cmpint(http_server_port(server), >, 0);
        http_server_stop(server);
    }
}

static void
a_port_in_use_is_said_to_be(void)
{
    g_autoptr(GError) error = NULL;
    struct http_server *server = start("127.0.0.1:0", NULL, &error);
    g_autofree char *same = g_strdup_printf("127.0.0.1:%d", http_server_port(server));

    g_assert_no_error(error);
    g_assert_null(start(same, NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
    g_assert_nonnull(strstr(error->message, same));
    http_server_stop(server);
}

static void
a_broken_certificate_does_not_start(void)
{
    g_autoptr(GBytes) nonsense = g_bytes_new_static("nonsense", 8);
    const struct http_tls tls = {nonsense, nonsense};
    g_autoptr(GError) error = NULL;

    g_assert_null(start("127.0.0.1:0", &tls, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    g_test_add_func("/server/an-address-is-numeric-and-ours",
                    an_address_is_numeric_and_ours);
    g_test_add_func("/server/a-port-in-use-is-said-to-be", a_port_in_use_is_said_to_be);
    g_test_add_func("/server/a-broken-certificate-does-not-start",
                    a_broken_certificate_does_not_start);
    return g_test_run();
}
