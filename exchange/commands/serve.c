/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/commands/commands.h"

#include "common/log/log.h"
#include "exchange/server.h"

#include <signal.h>
#include <stdio.h>

/* The host of HOST:PORT as it stands in a URL. */
static char *
listen_host(const char *listen)
{
    const char *colon = strrchr(listen, ':');

    return colon == NULL ? g_strdup(listen)
                         : g_strndup(listen, (size_t)(colon - listen));
}

/* The one line on standard output; whoever started us may wait for it. */
static void
ready_print(const struct settings *settings, const struct server *server)
{
    g_autofree char *api = listen_host(settings->listen);
    g_autofree char *admin = listen_host(settings->admin_listen);

    g_print("ready https://%s:%d admin http://%s:%d\n", api, server_api_port(server),
            admin, server_admin_port(server));
    fflush(stdout);
}

/* Until a signal says stop. */
static void
signals_serve(const sigset_t *signals, struct standing *standing)
{
    for (;;) {
        int number = 0;

        sigwait(signals, &number);
        if (number != SIGHUP) {
            log_event(G_LOG_LEVEL_MESSAGE, "stopping", LOG_INT("signal", number));
            return;
        }
        standing_read_crl(standing);
    }
}

int
command_serve(const struct settings *settings, int argc, char **argv)
{
    g_autoptr(foundation) foundation = NULL;
    g_autoptr(server) server = NULL;
    g_autoptr(GError) error = NULL;
    sigset_t signals;

    (void)argv;
    if (argc != 1)
        return command_usage("referral-exchange [--config FILE] serve");
    /* Blocked before the first thread, so that only this one takes them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    foundation = foundation_open(settings, EMBEDDED_SERVE, &error);
    if (foundation == NULL)
        return command_fail(error);
    server = server_start(foundation, &error);
    if (server == NULL)
        return command_fail(error);
    ready_print(settings, server);
    signals_serve(&signals, foundation->standing);
    g_clear_pointer(&server, server_stop);
    g_clear_pointer(&foundation, foundation_close);
    log_event(G_LOG_LEVEL_MESSAGE, "stopped");
    return EXIT_DONE;
}
