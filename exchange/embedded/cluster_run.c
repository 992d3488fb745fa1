/* SPDX-License-Identifier: Apache-2.0 */
#include "common/log/log.h"
#include "exchange/embedded/cluster_parts.h"
#include "exchange/embedded/embedded.h"
#include "exchange/embedded/program.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define START_SECONDS 60
#define STOP_SECONDS  60
#define POLL_US       10000
#define ARGUMENTS_MAX 48
#define SOCKET_OPTION "unix_socket_directories="

/* postmaster.pid: the process id in line 1, "ready" in line 8 once it is. */
static bool
read_pid_file(const struct cluster *cluster, pid_t *pid, bool *is_ready)
{
    g_autofree char *path = g_build_filename(cluster->database, "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return false;
    lines = g_strsplit(text, "\n", -1);
    *pid = lines[0] == NULL ? 0 : (pid_t)g_ascii_strtoll(lines[0], NULL, 10);
    *is_ready = g_strv_length(lines) >= 8 && g_str_has_prefix(lines[7], "ready");
    return *pid > 0;
}

bool
cluster_is_ready(const struct cluster *cluster, pid_t *pid)
{
    bool is_ready = false;

    return read_pid_file(cluster, pid, &is_ready) && is_ready && kill(*pid, 0) == 0;
}

/* A number in an old file may be another process's by now.  Ours has our socket. */
static bool
is_postgres(const struct cluster *cluster, pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/cmdline", (int)pid);
    g_autofree char *command = NULL;
    gsize length = 0;

    if (!g_file_get_contents(path, &command, &length, NULL))
        return false;
    for (const char *at = command; at < command + length; at += strlen(at) + 1)
        if (g_str_has_prefix(at, SOCKET_OPTION) &&
            strcmp(at + strlen(SOCKET_OPTION), cluster->socket) == 0)
            return true;
    return false;
}

bool
cluster_stop_leftover(const struct cluster *cluster, GError **error)
{
    int64_t until = g_get_monotonic_time() + STOP_SECONDS * (int64_t)G_USEC_PER_SEC;
    pid_t pid = 0;
    bool is_ready;

    if (!read_pid_file(cluster, &pid, &is_ready) || !is_postgres(cluster, pid))
        return true;
    log_event(G_LOG_LEVEL_MESSAGE, "database-left-behind", LOG_INT("pid", pid));
    kill(pid, SIGINT);
    while (is_postgres(cluster, pid)) {
        if (g_get_monotonic_time() >= until) {
            g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_START,
                        "the database left behind (process %d) does not stop",
                        (int)pid);
            return false;
        }
        g_usleep(POLL_US);
    }
    return true;
}

/*
 * Given on the command line, so that they are today's whatever initdb wrote.  What
 * PostgreSQL has by default is not repeated, but for what durability rests on.
 */
static const char *const options[] = {
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_connections=40",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "wal_compression=off",
    "checkpoint_timeout=15min",
    "autovacuum_naptime=1min",
    "log_min_messages=warning",
    "log_checkpoints=off",
    "log_autovacuum_min_duration=-1",
    "log_line_prefix=%m [%p] ",
};

bool
cluster_start(const struct cluster *cluster, pid_t *child, GError **error)
{
    g_autofree char *socket = g_strconcat(SOCKET_OPTION, cluster->socket, NULL);
    int64_t until = g_get_monotonic_time() + START_SECONDS * (int64_t)G_USEC_PER_SEC;
    char *name = (char *)program_directory(cluster, cluster->database);
    char *arguments[ARGUMENTS_MAX] = {"postgres", "-D", name, "-c", socket};
    size_t log_from = program_log_length(cluster);
    size_t count = 5;
    pid_t pid;

    G_STATIC_ASSERT(5 + 2 * G_N_ELEMENTS(options) < ARGUMENTS_MAX);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        arguments[count++] = "-c";
        arguments[count++] = (char *)options[i];
    }
    *child = program_spawn(cluster, arguments, cluster->database, "/dev/null");
    if (*child < 0)
        return program_set_error(cluster, "postgres", log_from, error);
    for (;;) {
        int status;

        if (cluster_is_ready(cluster, &pid) && pid == *child)
            return true;
        if (waitpid(*child, &status, WNOHANG) == *child) {
            *child = 0;
            return program_set_error(cluster, "postgres", log_from, error);
        }
        if (g_get_monotonic_time() >= until) {
            kill(*child, SIGQUIT);
            program_wait(*child);
            *child = 0;
            return program_set_error(cluster, "postgres", log_from, error);
        }
        g_usleep(POLL_US);
    }
}
