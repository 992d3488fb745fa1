/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_H
#define AGENCY_CLIENT_LOCAL_STORE_H

/*
 * The agency's own memory: one SQLite file (WAL, synchronous=FULL, mode 0600) with the
 * outbox, receipts, our copy of the mailbox, and what we know of each referral.  Every
 * change is a transaction, so the program may be killed at any instant; every function
 * of this folder that writes joins the transaction around it, or is one by itself.
 *
 * One handle belongs to one thread.  Several programs may use one file at a time.
 */

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define LOCAL_STORE_ERROR (local_store_error_quark())
GQuark local_store_error_quark(void);

enum local_store_error {
    LOCAL_STORE_ERROR_FAILED,    /* the file, the disk or the database said no */
    LOCAL_STORE_ERROR_NOT_FOUND, /* nothing by this id */
    LOCAL_STORE_ERROR_AMBIGUOUS, /* more than one id begins so */
    LOCAL_STORE_ERROR_NEWER,     /* written by a newer program */
    LOCAL_STORE_ERROR_STATE,     /* the row is not in the state this needs */
};

struct local_store;

/* Opens or makes the file, bringing its tables up to date. */
G_GNUC_WARN_UNUSED_RESULT
struct local_store *local_store_open(const char *path, GError **error);

void local_store_close(struct local_store *store);
DEFINE_AUTOPTR(local_store, local_store_close)

/* Does something to the store; false with error set undoes all of it. */
typedef bool (*local_store_work)(struct local_store *store, void *data, GError **error);

/*
 * Runs work inside one transaction, committed durably on success and rolled back on
 * failure.  Called inside another transaction it simply runs the work there.
 */
G_GNUC_WARN_UNUSED_RESULT
bool local_store_transact(struct local_store *store, local_store_work work, void *data,
                          GError **error);

/*
 * Finds the one document, leg, referral or case whose id begins with prefix (at least
 * LOCAL_STORE_PREFIX_MIN characters), among what the store knows.
 */
#define LOCAL_STORE_PREFIX_MIN 4
G_GNUC_WARN_UNUSED_RESULT
char *local_store_find_id(struct local_store *store, const char *prefix,
                          GError **error);

#endif
