/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_MAILBOX_H
#define AGENCY_CLIENT_LOCAL_STORE_MAILBOX_H

/*
 * Our copy of the mailbox, and the cursor into the exchange's.  An entry and the
 * cursor that has passed it are stored in one transaction, and what is owed to the
 * sender (a delivery, a rejection) with them.
 */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum entry_state {
    ENTRY_STORED,   /* verified and readable */
    ENTRY_REJECTED, /* stored as it came, but it could not be opened or believed */
    ENTRY_GONE,     /* withdrawn or superseded before we fetched it */
    ENTRY_MISSING,  /* the exchange did not give it genuinely: asked for at each sync */
};

struct stored_entry {
    int64_t sequence;
    char *document;
    char *case_id;
    char *kind;
    char *sender;
    char *recipient; /* NULL: published to all */
    char *thread;    /* the leg or matter that it is about; NULL: neither */
    int64_t received_us;
    char *sha256;  /* lower-case hex, as the mailbox names it */
    GBytes *bytes; /* exactly as signed; NULL when gone */
    enum entry_state state;
    char *reason; /* of rejected or gone */
    bool is_new;
    bool is_due; /* a delivery is owed */
};

void stored_entry_free(struct stored_entry *entry);
DEFINE_AUTOPTR(stored_entry, stored_entry_free)

/*
 * Stores an entry.  One already there by its sequence number is left as it is, unless
 * it was missing until now.
 */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_insert(struct local_store *store, const struct stored_entry *entry,
                    GError **error);

/* The last sequence number that is safely stored; 0 at first. */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_read_cursor(struct local_store *store, int64_t *cursor, GError **error);

/* Moves the cursor forward, never back. */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_write_cursor(struct local_store *store, int64_t cursor, GError **error);

/* The newest entry of a document; LOCAL_STORE_ERROR_NOT_FOUND. */
G_GNUC_WARN_UNUSED_RESULT
struct stored_entry *mailbox_find(struct local_store *store, const char *document,
                                  GError **error);

/* The newest entry of a kind about one leg or matter; _NOT_FOUND as above. */
G_GNUC_WARN_UNUSED_RESULT
struct stored_entry *mailbox_find_last(struct local_store *store, const char *thread,
                                       const char *kind, GError **error);

/* The newest entry whose bytes have this SHA-256, in hex; _NOT_FOUND as above. */
G_GNUC_WARN_UNUSED_RESULT
struct stored_entry *mailbox_find_sha256(struct local_store *store, const char *sha256,
                                         GError **error);

/*
 * The newest entry after one that may change what the exchange says of inductions, a
 * sequence number; 0 when there is none.
 */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_newest_induction(struct local_store *store, int64_t after,
                              int64_t *sequence, GError **error);

/* Every entry about one leg or matter, oldest first.  struct stored_entry *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *mailbox_list_thread(struct local_store *store, const char *thread,
                               GError **error);

/* At most limit entries that are held whole, after a sequence number, in order. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *mailbox_list_held(struct local_store *store, int64_t after, int limit,
                             GError **error);

/* Entries whose content the exchange still owes us, oldest first. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *mailbox_list_missing(struct local_store *store, GError **error);

/* Every answer to an audit that is held whole, oldest first. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *mailbox_list_views(struct local_store *store, GError **error);

/* Erases what an entry holds; it stays listed as gone, with the reason. */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_erase(struct local_store *store, int64_t sequence, const char *reason,
                   GError **error);

/* At most limit entries that a delivery is owed for, oldest first. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *mailbox_list_due(struct local_store *store, int limit, GError **error);

/* The delivery that names these is in the outbox. */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_mark_confirmed(struct local_store *store, GPtrArray *entries,
                            GError **error);

/* In how many legs and matters there is something that nobody has looked at yet. */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_count_new(struct local_store *store, int *count, GError **error);

/* A person has looked at the leg or matter. */
G_GNUC_WARN_UNUSED_RESULT
bool mailbox_mark_seen(struct local_store *store, const char *thread, GError **error);

#endif
