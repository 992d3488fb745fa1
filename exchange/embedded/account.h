/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As whom the database runs: ourselves, or the account `postgres` when we are root,
 * because PostgreSQL refuses to run as root.
 */
#ifndef EMBEDDED_ACCOUNT_H
#define EMBEDDED_ACCOUNT_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

struct account {
    bool is_other; /* we are root and drop to it */
    uid_t uid;
    gid_t gid;
};

/* EMBEDDED_ERROR_ACCOUNT when we are root and there is no such account. */
G_GNUC_WARN_UNUSED_RESULT
bool account_find(struct account *account, GError **error);

/* In a child between fork and exec: becomes the account; false if it may not. */
G_GNUC_WARN_UNUSED_RESULT
bool account_become(const struct account *account);

/*
 * Makes the directory with mode 0700, owned by the account, or checks that it is one.
 * EMBEDDED_ERROR_DIRECTORY.
 */
G_GNUC_WARN_UNUSED_RESULT
bool account_make_directory(const struct account *account, const char *path,
                            GError **error);

#endif
