/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_OFFERS_H
#define AGENCY_CLIENT_LOCAL_STORE_OFFERS_H

/* What agencies signed last of each of their services, and of the room in it. */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct stored_offer {
    char *agency;
    char *service;
    char *kind; /* of the document: service or capacity */
    int64_t sequence;
    char *document;
    char *sha256; /* of the body, in hex */
};

void stored_offer_free(struct stored_offer *offer);
DEFINE_AUTOPTR(stored_offer, stored_offer_free)

/* Stores an offer, unless one of a later entry is there. */
G_GNUC_WARN_UNUSED_RESULT
bool offers_write(struct local_store *store, const struct stored_offer *offer,
                  GError **error);

/* The newest of that kind; NULL in *offer when there is none. */
G_GNUC_WARN_UNUSED_RESULT
bool offers_find(struct local_store *store, const char *agency, const char *service,
                 const char *kind, struct stored_offer **offer, GError **error);

#endif
