/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standing: who may act now.  Holds the registry in force (authority, revocation
 * list, agencies and their certificates), and replaces it whole when the revocation
 * list's file or the registered agencies change.
 *
 * Any thread may ask; reading again is serialised inside.
 */
#ifndef EXCHANGE_STANDING_H
#define EXCHANGE_STANDING_H

#include "common/autoptr.h"
#include "common/documents/timestamp.h"
#include "common/trust/registry.h"
#include "exchange/directory.h"
#include "exchange/store/store.h"

struct standing;

struct standing_options {
    const char *authority_path; /* PEM */
    const char *crl_path;       /* PEM; watched */
    const char *crl_kept_path;  /* where the newest list stays for the next start */
    int64_t crl_grace_seconds;
    const struct clock *clock; /* outlives the standing */
};

/*
 * Reads authority and revocation list; no agency is known yet.  A list that is older
 * than the one kept is refused, logged and counted, and the one kept is in force.  The
 * message says what to do about a file that cannot be used.  Every TRUST_ERROR of a
 * file.
 */
G_GNUC_WARN_UNUSED_RESULT
struct standing *standing_new(const struct standing_options *options, GError **error);
void standing_free(struct standing *standing);
DEFINE_AUTOPTR(standing, standing_free)

/*
 * Keeps the list in force as a file, from now on after each change too.  Without a
 * directory to keep it in, that is logged.
 */
void standing_keep_crl(struct standing *standing);

/* The registry in force; the caller unreferences it. */
struct registry *standing_registry(struct standing *standing);

/* The directory of the registry in force; the caller unreferences it. */
struct directory *standing_directory(struct standing *standing);

/* Called after each change, on the thread that made it; must be quick. */
typedef void standing_function(void *data);
void standing_set_listener(struct standing *standing, standing_function *function,
                           void *data);

/*
 * Reads the registered agencies from the store's projection again.  A certificate that
 * cannot be believed is left out and logged: it stands for nobody.
 */
G_GNUC_WARN_UNUSED_RESULT
bool standing_read_agencies(struct standing *standing, struct store *store,
                            GError **error);

/*
 * Reads the revocation list again.  One that is damaged, not signed by the authority
 * or older than the one held is refused, logged and counted; the one held stays.
 */
void standing_read_crl(struct standing *standing);

/* Reads the list again if its file has changed since it was last looked at. */
void standing_watch_crl(struct standing *standing);

/* How often it was read again, and refused, since the start. */
struct standing_counts {
    int64_t agencies_read;
    int64_t crl_read;
    int64_t crl_refused;
    int64_t crl_seconds_left; /* until its next update; negative when that is past */
};

struct standing_counts standing_read_counts(struct standing *standing);

#endif
