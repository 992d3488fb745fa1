/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/embedded/embedded.h"

#include "common/log/log.h"
#include "common/threads/workers.h"
#include "exchange/embedded/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ADMIN_SECONDS 60 /* how long an admin command may keep us from serving */
#define SERVE_SECONDS 1  /* how long another exchange may take to be gone */
#define POLL_US       20000
#define RESTART_MS    100

/*
 * Two locks in the data directory.  postgres.owner: whoever runs the postmaster; the
 * file says what for.
 * postgres.users: shared by whoever uses it; an admin command that owns it waits for
 * them before it stops.
 */
struct embedded {
    struct cluster *cluster;
    int owner; /* the lock, or -1 when another process owns */
    int users;
    int stop; /* an eventfd */
    enum embedded_use use;
    pthread_t watcher;
    bool is_owner;
    bool has_watcher;
    _Atomic pid_t pid;
    /* What the watcher's first start came to. */
    pthread_mutex_t lock;
    pthread_cond_t is_started;
    bool has_started;
    GError *failure;
};

GQuark
embedded_error_quark(void)
{
    return g_quark_from_static_string("embedded-error");
}

static int
open_lock(const char *data_directory, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(data_directory, name, NULL);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (lock < 0)
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY, "%s: %s", path,
                    g_strerror(errno));
    return lock;
}

/* Waits for the child's end (true) or for stop (false). */
static bool
watch(struct embedded *embedded, pid_t child)
{
    int process = (int)syscall(SYS_pidfd_open, child, 0);
    struct pollfd polled[] = {{.fd = embedded->stop, .events = POLLIN},
                              {.fd = process, .events = POLLIN}};

    g_assert(process >= 0);
    while (poll(polled, 2, -1) < 0 && errno == EINTR)
        continue;
    close(process);
    return (polled[0].revents & POLLIN) == 0;
}

static bool
is_stopping(struct embedded *embedded, int timeout_ms)
{
    struct pollfd polled = {.fd = embedded->stop, .events = POLLIN};

    return poll(&polled, 1, timeout_ms) > 0;
}

static void
note_start(struct embedded *embedded, GError *failure)
{
    pthread_mutex_lock(&embedded->lock);
    if (!embedded->has_started) {
        embedded->has_started = true;
        embedded->failure = failure;
        failure = NULL;
        pthread_cond_signal(&embedded->is_started);
    }
    pthread_mutex_unlock(&embedded->lock);
    if (failure != NULL)
        log_event(G_LOG_LEVEL_WARNING, "database-start-failed",
                  LOG_TEXT("reason", failure->message));
    g_clear_error(&failure);
}

/* Starts the postmaster and starts it again; it is this thread's child. */
static void *
run(void *data)
{
    struct embedded *embedded = data;
    bool has_run = false;

    do {
        GError *failure = NULL;
        pid_t child = 0;

        if (!cluster_stop_leftover(embedded->cluster, &failure) ||
            !cluster_start(embedded->cluster, &child, &failure)) {
            note_start(embedded, failure);
            if (!has_run)
                break;
            continue;
        }
        if (has_run)
            log_event(G_LOG_LEVEL_MESSAGE, "database-restarted", LOG_INT("pid", child));
        has_run = true;
        embedded->pid = child;
        note_start(embedded, NULL);
        if (!watch(embedded, child))
            kill(child, SIGINT);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            continue;
        embedded->pid = 0;
        if (!is_stopping(embedded, 0))
            log_event(G_LOG_LEVEL_WARNING, "database-died", LOG_INT("pid", child));
    } while (!is_stopping(embedded, RESTART_MS));
    return NULL;
}

static void
write_use(const struct embedded *embedded)
{
    char use = embedded->use == EMBEDDED_SERVE ? 's' : 'a';

    if (pwrite(embedded->owner, &use, 1, 0) != 1)
        g_debug("the lock does not say what for");
}

/* What whoever has the lock wrote; serving, when it is not known. */
static enum embedded_use
read_use(const struct embedded *embedded)
{
    char use = 's';

    return pread(embedded->owner, &use, 1, 0) == 1 && use == 'a' ? EMBEDDED_ADMIN
                                                                 : EMBEDDED_SERVE;
}

/* Whether we own the postmaster from now on. */
static bool
take_ownership(struct embedded *embedded)
{
    int64_t began = g_get_monotonic_time();
    pid_t pid;

    while (flock(embedded->owner, LOCK_EX | LOCK_NB) != 0) {
        bool is_admin = embedded->use == EMBEDDED_ADMIN;
        /* What we wait for: that one ends, or that a database gets ready. */
        int64_t seconds = is_admin || read_use(embedded) == EMBEDDED_ADMIN
                              ? ADMIN_SECONDS
                              : SERVE_SECONDS;

        if ((is_admin && cluster_is_ready(embedded->cluster, &pid)) ||
            g_get_monotonic_time() >= began + seconds * (int64_t)G_USEC_PER_SEC)
            return false;
        g_usleep(POLL_US);
    }
    write_use(embedded);
    embedded->is_owner = true;
    return true;
}

static bool
start_watcher(struct embedded *embedded, GError **error)
{
    if (!thread_start(&embedded->watcher, "database", run, embedded, error))
        return false;
    embedded->has_watcher = true;
    pthread_mutex_lock(&embedded->lock);
    while (!embedded->has_started)
        pthread_cond_wait(&embedded->is_started, &embedded->lock);
    pthread_mutex_unlock(&embedded->lock);
    if (embedded->failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&embedded->failure));
        return false;
    }
    return true;
}

/* A server that another process runs; admin commands only. */
static bool
use_others(struct embedded *embedded, GError **error)
{
    if (embedded->use == EMBEDDED_SERVE) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_IN_USE,
                    "another exchange runs on this data directory");
        return false;
    }
    close(embedded->owner);
    embedded->owner = -1;
    return true;
}

struct embedded *
embedded_start(const char *data_directory, enum embedded_use use, GError **error)
{
    g_autoptr(embedded) embedded = g_new0(struct embedded, 1);

    embedded->use = use;
    embedded->owner = embedded->users = -1;
    embedded->stop = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&embedded->lock, NULL);
    pthread_cond_init(&embedded->is_started, NULL);
    g_assert(embedded->stop >= 0 && g_path_is_absolute(data_directory));
    if (g_mkdir_with_parents(data_directory, 0700) != 0) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY,
                    "%s cannot be made: %s", data_directory, g_strerror(errno));
        return NULL;
    }
    embedded->cluster = cluster_new(data_directory, error);
    if (embedded->cluster == NULL)
        return NULL;
    embedded->owner = open_lock(data_directory, "postgres.owner", error);
    embedded->users =
        embedded->owner < 0 ? -1 : open_lock(data_directory, "postgres.users", error);
    if (embedded->users < 0)
        return NULL;
    flock(embedded->users, LOCK_SH);
    if (!take_ownership(embedded)) {
        if (!use_others(embedded, error))
            return NULL;
        return g_steal_pointer(&embedded);
    }
    if (!cluster_make(embedded->cluster, error) || !start_watcher(embedded, error))
        return NULL;
    return g_steal_pointer(&embedded);
}

void
embedded_stop(struct embedded *embedded)
{
    if (embedded == NULL)
        return;
    if (embedded->has_watcher) {
        /* A command that uses what another one started finishes first. */
        if (embedded->use == EMBEDDED_ADMIN)
            flock(embedded->users, LOCK_EX);
        eventfd_write(embedded->stop, 1);
        pthread_join(embedded->watcher, NULL);
    }
    if (embedded->is_owner)
        cluster_tidy(embedded->cluster);
    if (embedded->owner >= 0)
        close(embedded->owner);
    if (embedded->users >= 0)
        close(embedded->users);
    close(embedded->stop);
    pthread_cond_destroy(&embedded->is_started);
    pthread_mutex_destroy(&embedded->lock);
    g_clear_error(&embedded->failure);
    cluster_free(embedded->cluster);
    g_free(embedded);
}

const char *
embedded_url(const struct embedded *embedded)
{
    return cluster_url(embedded->cluster);
}

pid_t
embedded_pid(struct embedded *embedded)
{
    pid_t pid = embedded->pid;

    if (embedded->owner < 0 && !cluster_is_ready(embedded->cluster, &pid))
        pid = 0;
    return pid;
}
