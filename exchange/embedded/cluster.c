/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/embedded/cluster.h"

#include "common/log/log.h"
#include "exchange/embedded/embedded.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_SECONDS  60
#define STOP_SECONDS   60
#define POLL_US        10000
#define ARGUMENTS_MAX  48
#define LAST_WORDS_MAX 400
#define SOCKET_FILE    "/.s.PGSQL.5432"
#define SOCKET_OPTION  "unix_socket_directories="
#define DIRECTORY_FD   9
#define DIRECTORY_NAME "/proc/self/fd/9"

struct cluster {
    struct account account;
    char *binaries;
    char *database; /* what initdb makes */
    char *socket;   /* directory */
    char *log;
    char *url;
};

/*
 * Versions that serve, newest first; where Debian and others put them.  The one that
 * made an existing cluster is preferred, because another refuses it.
 */
static const char *const places[] = {"/usr/lib/postgresql/%d/bin", "/usr/pgsql-%d/bin",
                                     "/usr/local/pgsql-%d/bin"};
#define VERSION_LEAST 15
#define VERSION_MOST  29

static bool
has_binaries(const char *directory)
{
    g_autofree char *postgres = g_build_filename(directory, "postgres", NULL);
    g_autofree char *initdb = g_build_filename(directory, "initdb", NULL);

    return access(postgres, X_OK) == 0 && access(initdb, X_OK) == 0;
}

static char *
find_version(int version)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_auto(GStrv) halves = g_strsplit(places[i], "%d", 2);
        char *directory = g_strdup_printf("%s%d%s", halves[0], version, halves[1]);

        if (has_binaries(directory))
            return directory;
        g_free(directory);
    }
    return NULL;
}

/* The version of the cluster in the directory, or 0. */
static int
made_by(const char *database)
{
    g_autofree char *path = g_build_filename(database, "PG_VERSION", NULL);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL)
               ? (int)g_ascii_strtoll(text, NULL, 10)
               : 0;
}

static char *
ask_pg_config(void)
{
    g_autofree char *output = NULL;
    int status;

    if (!g_spawn_command_line_sync("pg_config --bindir", &output, NULL, &status,
                                   NULL) ||
        !g_spawn_check_wait_status(status, NULL))
        return NULL;
    g_strchomp(output);
    return has_binaries(output) ? g_steal_pointer(&output) : NULL;
}

static char *
find_binaries(const char *database, GError **error)
{
    int version = made_by(database);
    char *found = version > 0 ? find_version(version) : NULL;

    if (found == NULL)
        found = ask_pg_config();
    for (int v = VERSION_MOST; found == NULL && v >= VERSION_LEAST; v--)
        found = find_version(v);
    if (found == NULL)
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_BINARIES,
                    "no PostgreSQL server found: install the package postgresql, or "
                    "set [database] url");
    return found;
}

/*
 * In the data directory, unless the path is too long for a socket's address; then
 * under /tmp.  For another account than ours the parents may be closed; then under
 * /run.  The names follow from the data directory, so that admin commands find them.
 */
static char *
choose_socket(const char *data_directory, const struct account *account)
{
    char *socket = g_build_filename(data_directory, "socket", NULL);
    g_autofree char *hash = NULL;

    if (!account->is_other && strlen(socket) + strlen(SOCKET_FILE) <
                                  sizeof((struct sockaddr_un *)NULL)->sun_path)
        return socket;
    g_free(socket);
    hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, data_directory, -1);
    return g_strdup_printf("%s/referral-exchange-%.16s",
                           account->is_other ? "/run" : "/tmp", hash);
}

/* In a libpq keyword string a value is quoted so. */
static char *
quote(const char *value)
{
    GString *quoted = g_string_new("'");

    for (; *value != '\0'; value++) {
        if (*value == '\'' || *value == '\\')
            g_string_append_c(quoted, '\\');
        g_string_append_c(quoted, *value);
    }
    g_string_append_c(quoted, '\'');
    return g_string_free(quoted, FALSE);
}

struct cluster *
cluster_new(const char *data_directory, GError **error)
{
    g_autoptr(cluster) cluster = g_new0(struct cluster, 1);
    g_autofree char *quoted = NULL;

    if (!account_find(&cluster->account, error))
        return NULL;
    cluster->database = g_build_filename(data_directory, "postgres", NULL);
    cluster->log = g_build_filename(data_directory, "postgres.log", NULL);
    cluster->socket = choose_socket(data_directory, &cluster->account);
    quoted = quote(cluster->socket);
    cluster->url =
        g_strdup_printf("host=%s port=5432 user=exchange dbname=exchange", quoted);
    cluster->binaries = find_binaries(cluster->database, error);
    if (cluster->binaries == NULL)
        return NULL;
    return g_steal_pointer(&cluster);
}

void
cluster_free(struct cluster *cluster)
{
    if (cluster == NULL)
        return;
    g_free(cluster->binaries);
    g_free(cluster->database);
    g_free(cluster->socket);
    g_free(cluster->log);
    g_free(cluster->url);
    g_free(cluster);
}

const char *
cluster_url(const struct cluster *cluster)
{
    return cluster->url;
}

/* The end of what was written to the log after a place in it, on one line. */
static char *
last_words(const struct cluster *cluster, size_t from)
{
    g_autofree char *text = NULL;
    size_t length = 0;

    if (!g_file_get_contents(cluster->log, &text, &length, NULL))
        return g_strdup("");
    from = MIN(from, length);
    if (length - from > LAST_WORDS_MAX)
        from = length - LAST_WORDS_MAX;
    return g_strdup(g_strstrip(g_strdelimit(text + from, "\n\t", ' ')));
}

static size_t
log_length(const struct cluster *cluster)
{
    struct stat status;

    return stat(cluster->log, &status) == 0 ? (size_t)status.st_size : 0;
}

static bool
set_start_error(const struct cluster *cluster, const char *what, size_t log_from,
                GError **error)
{
    g_autofree char *words = last_words(cluster, log_from);

    g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_START, "%s failed: %s", what,
                words);
    return false;
}

/*
 * How a child names the directory: another account may not pass through its parents,
 * so it gets the directory open and names it by the descriptor.
 */
static const char *
directory_name(const struct cluster *cluster, const char *directory)
{
    return cluster->account.is_other ? DIRECTORY_NAME : directory;
}

/* In the child: only calls that are safe after a fork of a process with threads. */
static void
run_child(const struct cluster *cluster, int input, int log, int directory,
          pid_t parent, const char *path, char *const *arguments)
{
    char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", NULL};
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (setsid() >= 0 && dup2(input, 0) == 0 && dup2(log, 1) == 1 &&
        dup2(log, 2) == 2 && dup2(directory, DIRECTORY_FD) == DIRECTORY_FD &&
        chdir("/") == 0 && account_become(&cluster->account) &&
        /* After the change of account, which forgets it. */
        prctl(PR_SET_PDEATHSIG, SIGINT) == 0 && getppid() == parent)
        execve(path, arguments, environment);
    _exit(127);
}

/* Above what we open for it, so that dup2() never has nothing to do. */
static int
open_for_child(const char *path, int flags)
{
    int opened = open(path, flags | O_CLOEXEC, 0640);
    int raised = opened < 0 ? -1 : fcntl(opened, F_DUPFD_CLOEXEC, DIRECTORY_FD + 1);

    if (opened >= 0)
        close(opened);
    return raised;
}

/*
 * Starts a program of PostgreSQL's as the account, its output in our log file.
 *
 * directory  that it works on
 * input      file that it reads
 */
static pid_t
spawn(const struct cluster *cluster, char **arguments, const char *directory,
      const char *input)
{
    /* The programs find each other by the path they were called by. */
    g_autofree char *path = g_build_filename(cluster->binaries, arguments[0], NULL);
    int opened[] = {open_for_child(input, O_RDONLY),
                    open_for_child(cluster->log, O_WRONLY | O_CREAT | O_APPEND),
                    open_for_child(directory, O_RDONLY | O_DIRECTORY)};
    pid_t parent = getpid();
    pid_t child = -1;

    arguments[0] = path;
    if (opened[0] >= 0 && opened[1] >= 0 && opened[2] >= 0)
        child = fork();
    if (child == 0)
        run_child(cluster, opened[0], opened[1], opened[2], parent, path, arguments);
    for (size_t i = 0; i < G_N_ELEMENTS(opened); i++)
        if (opened[i] >= 0)
            close(opened[i]);
    return child;
}

static bool
wait_child(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool
run_program(const struct cluster *cluster, char **arguments, const char *directory,
            const char *input, GError **error)
{
    const char *what = arguments[0];
    size_t log_from = log_length(cluster);
    pid_t child = spawn(cluster, arguments, directory, input);

    if (child < 0 || !wait_child(child))
        return set_start_error(cluster, what, log_from, error);
    return true;
}

/* initdb, then in single-user mode the database that carries our name. */
static bool
fill_directory(const struct cluster *cluster, const char *directory, GError **error)
{
    char *name = (char *)directory_name(cluster, directory);
    char *initdb[] = {"initdb",
                      "--pgdata",
                      name,
                      "--username",
                      "exchange",
                      "--auth",
                      "trust",
                      "--encoding",
                      "UTF8",
                      "--locale",
                      "C",
                      "--data-checksums",
                      "--no-instructions",
                      NULL};
    char *single[] = {"postgres", "--single", "-D", name, "postgres", NULL};
    g_autofree char *script = g_strconcat(directory, ".sql", NULL);
    bool is_filled;

    if (!run_program(cluster, initdb, directory, "/dev/null", error) ||
        !g_file_set_contents(script, "CREATE DATABASE exchange\n", -1, error))
        return false;
    is_filled = run_program(cluster, single, directory, script, error);
    g_unlink(script);
    return is_filled;
}

/* Under a name of its own, so that half a cluster never counts as one. */
static bool
make_database(const struct cluster *cluster, GError **error)
{
    g_autofree char *unfinished = g_strconcat(cluster->database, ".new", NULL);
    char *clean[] = {"rm", "-rf", "--", unfinished, NULL};

    if (!g_spawn_sync(NULL, clean, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                      NULL, error) ||
        !account_make_directory(&cluster->account, unfinished, error) ||
        !fill_directory(cluster, unfinished, error))
        return false;
    if (g_rename(unfinished, cluster->database) != 0) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY,
                    "%s cannot be made: %s", cluster->database, g_strerror(errno));
        return false;
    }
    return true;
}

bool
cluster_make(struct cluster *cluster, GError **error)
{
    if (!account_make_directory(&cluster->account, cluster->socket, error))
        return false;
    if (made_by(cluster->database) == 0 && !make_database(cluster, error))
        return false;
    return account_make_directory(&cluster->account, cluster->database, error);
}

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
    char *name = (char *)directory_name(cluster, cluster->database);
    char *arguments[ARGUMENTS_MAX] = {"postgres", "-D", name, "-c", socket};
    size_t log_from = log_length(cluster);
    size_t count = 5;
    pid_t pid;

    G_STATIC_ASSERT(5 + 2 * G_N_ELEMENTS(options) < ARGUMENTS_MAX);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        arguments[count++] = "-c";
        arguments[count++] = (char *)options[i];
    }
    *child = spawn(cluster, arguments, cluster->database, "/dev/null");
    if (*child < 0)
        return set_start_error(cluster, "postgres", log_from, error);
    for (;;) {
        int status;

        if (cluster_is_ready(cluster, &pid) && pid == *child)
            return true;
        if (waitpid(*child, &status, WNOHANG) == *child) {
            *child = 0;
            return set_start_error(cluster, "postgres", log_from, error);
        }
        if (g_get_monotonic_time() >= until) {
            kill(*child, SIGQUIT);
            wait_child(*child);
            *child = 0;
            return set_start_error(cluster, "postgres", log_from, error);
        }
        g_usleep(POLL_US);
    }
}

void
cluster_tidy(const struct cluster *cluster)
{
    if (g_rmdir(cluster->socket) != 0)
        g_debug("%s stays: %s", cluster->socket, g_strerror(errno));
}
