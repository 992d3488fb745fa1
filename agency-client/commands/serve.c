/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/web/web.h"
#include "common/log/log.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_LISTEN "127.0.0.1:8080"

static const char summary[] =
    "Gives this agency's staff a page in their browsers: refer, answer, follow, count. "
    "It sends and collects by itself until it is stopped. Beyond this computer it is "
    "served over TLS alone, with a certificate of its own.";

struct serve_options {
    char *listen;
    char *host;
    char *certificate;
    char *key;
    struct session_lengths sessions;
};

static void
options_clear(struct serve_options *options)
{
    g_free(options->listen);
    g_free(options->host);
    g_free(options->certificate);
    g_free(options->key);
}

static bool
read_file(const char *path, GBytes **bytes, GError **error)
{
    char *text;
    size_t size;

    if (path == NULL)
        return true;
    if (!g_file_get_contents(path, &text, &size, error))
        return false;
    *bytes = g_bytes_new_take(text, size);
    return true;
}

/* Asked for once, before the first thread; every desk opens the keys with it. */
struct secret {
    const struct invocation *invocation;
    char *passphrase; /* NULL: not asked for yet, the keys may need none */
};

static char *
tell_passphrase(void *data, GError **error)
{
    struct secret *secret = data;

    if (secret->passphrase == NULL)
        secret->passphrase = command_passphrase((void *)secret->invocation, error);
    return g_strdup(secret->passphrase);
}

static void
secret_clear(struct secret *secret)
{
    if (secret->passphrase != NULL)
        explicit_bzero(secret->passphrase, strlen(secret->passphrase));
    g_free(secret->passphrase);
}

static void
print_ready(struct web *web)
{
    g_autofree char *link = web_first_link(web);

    printf("ready %s\n", web_url(web));
    if (link != NULL)
        printf("Nobody works here yet. This link makes the first administrator, once:\n"
               "%s\n",
               link);
    fflush(stdout);
}

static int
serve(const struct invocation *invocation, const struct web_options *options)
{
    g_autoptr(web) web = NULL;
    g_autoptr(GError) error = NULL;
    sigset_t signals;
    int number = 0;

    /* Blocked before the first thread, so that only this one takes them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    log_start(G_LOG_LEVEL_MESSAGE);
    web = web_start(options, &error);
    if (web == NULL)
        return command_fail(invocation, error);
    print_ready(web);
    sigwait(&signals, &number);
    return EXIT_DONE;
}

/* Whether the keys can be opened is known before anybody is let in. */
static bool
open_keys(const struct web_options *options, GError **error)
{
    g_autoptr(office) office = office_open(options->home, options->clock, options->ask,
                                           options->ask_data, error);

    return office != NULL && office_keys(office, error) != NULL;
}

static int
open_and_serve(const struct invocation *invocation, const struct serve_options *given)
{
    struct secret secret = {.invocation = invocation};
    g_autoptr(GBytes) certificate = NULL;
    g_autoptr(GBytes) key = NULL;
    g_autoptr(GError) error = NULL;
    struct web_options options = {
        .home = invocation->home,
        .listen = given->listen != NULL ? given->listen : DEFAULT_LISTEN,
        .host = given->host,
        .sessions = given->sessions,
        .clock = &clock_system,
        .ask = tell_passphrase,
        .ask_data = &secret,
    };
    int status;

    if (!read_file(given->certificate, &certificate, &error) ||
        !read_file(given->key, &key, &error))
        return command_fail(invocation, error);
    options.certificate = certificate;
    options.key = key;
    status = open_keys(&options, &error) ? serve(invocation, &options)
                                         : command_fail(invocation, error);
    secret_clear(&secret);
    return status;
}

/* Says what is wrong with what was given. */
static bool
check_options(const struct serve_options *options)
{
    const struct {
        const char *name;
        int seconds;
    } lengths[] = {{"--idle-seconds", options->sessions.idle_seconds},
                   {"--session-seconds", options->sessions.whole_seconds}};

    if ((options->certificate == NULL) != (options->key == NULL)) {
        fputs("agency-client serve: --certificate and --key go together\n", stderr);
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
        if (lengths[i].seconds < 1 || lengths[i].seconds > SESSION_SECONDS_MAX) {
            fprintf(stderr, "agency-client serve: %s: from 1 to %d\n", lengths[i].name,
                    SESSION_SECONDS_MAX);
            return false;
        }
    return true;
}

int
command_serve(struct invocation *invocation, int argc, char **argv)
{
    struct serve_options options = {
        .sessions = {SESSION_IDLE_SECONDS, SESSION_WHOLE_SECONDS}};
    const GOptionEntry entries[] = {
        {"listen", 0, 0, G_OPTION_ARG_STRING, &options.listen,
         "where browsers reach it (default: " DEFAULT_LISTEN ")", "HOST:PORT"},
        {"host", 0, 0, G_OPTION_ARG_STRING, &options.host,
         "the name that browsers know it by", "NAME"},
        {"certificate", 0, 0, G_OPTION_ARG_FILENAME, &options.certificate,
         "its own certificate for browsers, PEM", "FILE"},
        {"key", 0, 0, G_OPTION_ARG_FILENAME, &options.key,
         "the key of that certificate, PEM", "FILE"},
        {"idle-seconds", 0, 0, G_OPTION_ARG_INT, &options.sessions.idle_seconds,
         "how long somebody stays signed in who does nothing (default: 1800)", "N"},
        {"session-seconds", 0, 0, G_OPTION_ARG_INT, &options.sessions.whole_seconds,
         "how long somebody stays signed in at most (default: 43200)", "N"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0) &&
        check_options(&options))
        status = open_and_serve(invocation, &options);
    options_clear(&options);
    return status;
}
