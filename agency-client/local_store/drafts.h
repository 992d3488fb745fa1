/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_DRAFTS_H
#define AGENCY_CLIENT_LOCAL_STORE_DRAFTS_H

/*
 * Files that somebody of the agency has begun to write at the screen, each sealed to
 * the agency's own key.  Whoever works here may go on with one; a version tells two who
 * write at once.
 */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct stored_draft {
    char *draft;     /* its id */
    char *actor;     /* who saved it last */
    char *kind;      /* of the document that it is to become */
    int64_t version; /* from 1; each saving makes the next */
    int64_t changed_us;
    GBytes *sealed; /* the author's file */
};

void stored_draft_free(struct stored_draft *draft);
DEFINE_AUTOPTR(stored_draft, stored_draft_free)

/* Keeps a new one, as version 1. */
G_GNUC_WARN_UNUSED_RESULT
bool drafts_insert(struct local_store *store, struct stored_draft *draft,
                   GError **error);

/* LOCAL_STORE_ERROR_NOT_FOUND. */
G_GNUC_WARN_UNUSED_RESULT
struct stored_draft *drafts_find(struct local_store *store, const char *draft,
                                 GError **error);

/* All of them, the one saved last at the front.  struct stored_draft *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *drafts_list(struct local_store *store, GError **error);

/*
 * Saves what was made of the version that draft names, which becomes the next one.
 * LOCAL_STORE_ERROR_STATE when that is no longer the last, _NOT_FOUND when it was sent
 * or deleted.
 */
G_GNUC_WARN_UNUSED_RESULT
bool drafts_write(struct local_store *store, struct stored_draft *draft,
                  GError **error);

/* Deletes that version, with the errors of drafts_write(). */
G_GNUC_WARN_UNUSED_RESULT
bool drafts_delete(struct local_store *store, const char *draft, int64_t version,
                   GError **error);

#endif
