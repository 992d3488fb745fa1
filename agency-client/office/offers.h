/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_OFFERS_H
#define AGENCY_CLIENT_OFFICE_OFFERS_H

/*
 * Offers: what agencies have signed of their services and of the room in them.  The
 * exchange only lists it: nobody is matched with what no agency has signed.
 */

#include "agency-client/local_store/offers.h"
#include "agency-client/office/office.h"
#include "common/documents/document.h"
#include "common/documents/services_view.h"

/* What a document offers, to be remembered; NULL when it is no offer. */
struct stored_offer *offers_of(const struct document *document, int64_t sequence);

/* A service that is listed otherwise than it was signed. */
struct doubt {
    char *agency;
    char *service;
    char *why;
};

void doubt_free(struct doubt *doubt);

/*
 * Compares a list with the signed documents: those that are held, and others, for which
 * the exchange is asked.  A document is verified once, and what it offers remembered.
 * struct doubt *, in the order of the list.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *offers_compare(struct office *office, const struct services_view *view,
                          GError **error);

#endif
