/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_HOME_H
#define AGENCY_CLIENT_OFFICE_HOME_H

/*
 * The directory an agency's client lives in: a configuration file that a person can
 * read, the pinned authority, keys and certificates, and the local store.  Not for
 * more than one thread.
 */

#include "common/autoptr.h"
#include "common/trust/authority.h"
#include "common/trust/digest.h"

#include <glib.h>
#include <stdbool.h>

#define HOME_CONFIG     "agency-client.conf"
#define HOME_AUTHORITY  "authority.pem"
#define HOME_STORE      "store.db"
#define CRL_GRACE_HOURS 72
#define OFFICE_ERROR    (office_error_quark())
GQuark office_error_quark(void);

enum office_error {
    OFFICE_ERROR_NOT_SET_UP, /* init has not been run, or not finished */
    OFFICE_ERROR_FILE,       /* a file cannot be read or written */
    OFFICE_ERROR_INVALID,    /* what a person gave cannot be right */
    OFFICE_ERROR_UNTRUSTED,  /* what the exchange gave is not believed */
    OFFICE_ERROR_NO_ADDRESS, /* the directory does not help: unknown, suspended, unread
                              */
    OFFICE_ERROR_STEP,       /* the lifecycle does not allow it now */
};

struct home {
    char *directory;
    char *exchange_url;
    char *agency;
    struct digest fingerprint;
    int crl_grace_hours;
    struct authority *authority; /* pinned: its fingerprint was checked on reading */
};

/* A path inside the home; the caller frees it. */
char *home_path(const char *directory, const char *name);

/* Reads and checks the configuration and the pinned authority. */
G_GNUC_WARN_UNUSED_RESULT
struct home *home_open(const char *directory, GError **error);

/*
 * Makes the directory (0700) and writes the configuration and the authority, after
 * checking the fingerprint that a person compared.  A home that exists is never
 * overwritten with another agency, exchange or authority.
 */
G_GNUC_WARN_UNUSED_RESULT
bool home_write(const char *directory, const char *exchange_url, const char *agency,
                const char *authority_path, const char *fingerprint, GError **error);

void home_free(struct home *home);
DEFINE_AUTOPTR(home, home_free)

#endif
