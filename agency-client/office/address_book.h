/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_ADDRESS_BOOK_H
#define AGENCY_CLIENT_OFFICE_ADDRESS_BOOK_H

/*
 * The directory and the revocation list as last fetched, checked against the pinned
 * authority as a whole: one certificate that is not what it is listed as, and the
 * directory is refused.  Immutable once read.
 */

#include "agency-client/exchange_api/exchange_api.h"
#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"
#include "common/documents/directory_view.h"
#include "common/trust/registry.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct address_book {
    struct directory_view *view;
    struct crl *crl;
    struct registry *registry;
    int64_t fetched_us;
};

/*
 * Checks a directory and a list that came from anywhere.
 * OFFICE_ERROR_UNTRUSTED when anything in it is not what it says it is.
 */
G_GNUC_WARN_UNUSED_RESULT
struct address_book *address_book_check(GBytes *directory, GBytes *crl,
                                        const struct authority *authority,
                                        int crl_grace_hours, GError **error);

/* Reads the stored one; NULL in *book when none was ever fetched. */
G_GNUC_WARN_UNUSED_RESULT
bool address_book_read(struct local_store *store, const struct authority *authority,
                       int crl_grace_hours, struct address_book **book, GError **error);

/*
 * Asks the exchange whether either has changed, checks, and stores both at once.
 *
 * held   the stored one, or NULL: nothing older than it is accepted
 * fresh  receives the new book, or NULL when held still stands
 */
G_GNUC_WARN_UNUSED_RESULT
bool address_book_refresh(struct local_store *store, struct exchange_api *api,
                          const struct authority *authority, int crl_grace_hours,
                          const struct address_book *held, int64_t now_us,
                          struct address_book **fresh, GError **error);

/* An agency of the directory; NULL when it has none of that id. */
const struct registration *address_book_find(const struct address_book *book,
                                             const char *agency);

void address_book_free(struct address_book *book);
DEFINE_AUTOPTR(address_book, address_book_free)

#endif
