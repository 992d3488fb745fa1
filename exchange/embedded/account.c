/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/embedded/account.h"

#include "exchange/embedded/embedded.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACCOUNT_NAME "postgres"

bool
account_find(struct account *account, GError **error)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char buffer[4096];

    *account = (struct account){false, getuid(), getgid()};
    if (geteuid() != 0)
        return true;
    if (getpwnam_r(ACCOUNT_NAME, &entry, buffer, sizeof buffer, &found) != 0 ||
        found == NULL) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_ACCOUNT,
                    "PostgreSQL does not run as root, and there is no account "
                    "`" ACCOUNT_NAME "` to run it as");
        return false;
    }
    *account = (struct account){true, found->pw_uid, found->pw_gid};
    return true;
}

bool
account_become(const struct account *account)
{
    return !account->is_other ||
           (setgroups(0, NULL) == 0 && setgid(account->gid) == 0 &&
            setuid(account->uid) == 0);
}

/*
 * What is there already must be a directory of the account's: in a place where others
 * may write, it could be a link to something else.
 */
bool
account_make_directory(const struct account *account, const char *path, GError **error)
{
    struct stat status;
    bool is_new = mkdir(path, 0700) == 0;

    if (!is_new && errno != EEXIST) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY,
                    "%s cannot be made: %s", path, g_strerror(errno));
        return false;
    }
    if ((is_new && account->is_other && chown(path, account->uid, account->gid) != 0) ||
        lstat(path, &status) != 0 || !S_ISDIR(status.st_mode) ||
        status.st_uid != account->uid || (status.st_mode & 0077) != 0) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY,
                    "%s is not a directory of uid %u that only it may enter", path,
                    (unsigned int)account->uid);
        return false;
    }
    return true;
}
