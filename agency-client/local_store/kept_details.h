/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_KEPT_DETAILS_H
#define AGENCY_CLIENT_LOCAL_STORE_KEPT_DETAILS_H

/*
 * What an import brings that nothing else writes: details sealed again to a key of this
 * home, and rows of outbox and mailbox in the state they had elsewhere.
 */

#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"

#include <glib.h>
#include <stdbool.h>

/* Keeps the sealed details of a document; those that are there already stay. */
G_GNUC_WARN_UNUSED_RESULT
bool kept_details_insert(struct local_store *store, const char *document,
                         GBytes *sealed, GError **error);

/* The sealed details of a document; NULL in *sealed when there are none. */
G_GNUC_WARN_UNUSED_RESULT
bool kept_details_find(struct local_store *store, const char *document, GBytes **sealed,
                       GError **error);

/* Puts a document into the outbox as it stood: state, tries and problem too. */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_restore(struct local_store *store, struct outbox_item *item,
                    GError **error);

/*
 * Puts an entry into the mailbox.  One that is there by its sequence number stays,
 * unless it is missing, or could not be used here and can now.
 */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_restore(struct local_store *store, const struct stored_entry *entry,
                     GError **error);

#endif
