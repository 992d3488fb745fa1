/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/embedded/program.h"

#include "exchange/embedded/embedded.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LAST_WORDS_MAX 400
#define DIRECTORY_FD   9
#define DIRECTORY_NAME "/proc/self/fd/9"

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

size_t
program_log_length(const struct cluster *cluster)
{
    struct stat status;

    return stat(cluster->log, &status) == 0 ? (size_t)status.st_size : 0;
}

bool
program_set_error(const struct cluster *cluster, const char *what, size_t log_from,
                  GError **error)
{
    g_autofree char *words = last_words(cluster, log_from);

    g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_START, "%s failed: %s", what,
                words);
    return false;
}

const char *
program_directory(const struct cluster *cluster, const char *directory)
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

pid_t
program_spawn(const struct cluster *cluster, char **arguments, const char *directory,
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

bool
program_wait(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool
program_run(const struct cluster *cluster, char **arguments, const char *directory,
            const char *input, GError **error)
{
    const char *what = arguments[0];
    size_t log_from = program_log_length(cluster);
    pid_t child = program_spawn(cluster, arguments, directory, input);

    if (child < 0 || !program_wait(child))
        return program_set_error(cluster, what, log_from, error);
    return true;
}
