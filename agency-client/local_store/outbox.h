/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_OUTBOX_H
#define AGENCY_CLIENT_LOCAL_STORE_OUTBOX_H

/*
 * The outbox: signed documents on their way to the exchange, and the receipts that
 * end the journey.  The bytes of a document never change once they are in here.
 */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum outbox_state {
    OUTBOX_QUEUED,  /* to be sent, again if need be */
    OUTBOX_SENT,    /* a verified receipt is stored */
    OUTBOX_PARKED,  /* refused for good, or behind one that was; waits for a person */
    OUTBOX_DROPPED, /* a person gave it up */
    OUTBOX_SUPERSEDED, /* signed again under a new id */
};

const char *outbox_state_text(enum outbox_state state);

struct outbox_item {
    int64_t number;   /* set by outbox_insert */
    int64_t position; /* 0: at the end, otherwise where its predecessor stood */
    char *document;
    char *case_id;
    char *kind;
    char *step;   /* "response.accept", or the kind alone */
    char *thread; /* the leg or the matter that it is about; NULL: neither */
    char *recipient;
    GBytes *bytes;
    char *sha256; /* lower-case hex of bytes, made by outbox_insert */
    enum outbox_state state;
    bool is_tried; /* may have reached the exchange */
    int64_t queued_us;
    char *problem;
    char *detail;
    char *replaces;
    int64_t sequence;    /* of its receipt; 0 when there is none */
    int64_t received_us; /* of its receipt */
};

void outbox_item_free(struct outbox_item *item);
DEFINE_AUTOPTR(outbox_item, outbox_item_free)

/* Queues one document; number, sha256 and state are set in item. */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_insert(struct local_store *store, struct outbox_item *item, GError **error);

/*
 * Signs off item under a new id: the old row becomes superseded, replacement takes its
 * place in the order, and followers that name the old thread are parked, because they
 * speak of a leg or matter that will never be.  OUTBOX must still be queued.
 */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_replace(struct local_store *store, const struct outbox_item *old,
                    struct outbox_item *replacement, GError **error);

/*
 * Every queued document that no parked one of its case stands before, in the order of
 * sending.  struct outbox_item *.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *outbox_list_sendable(struct local_store *store, GError **error);

/* All that is in one of the states not yet settled (queued, parked), or all. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *outbox_list(struct local_store *store, bool is_everything, GError **error);

/* What we have said about one leg or matter, in order.  struct outbox_item *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *outbox_list_thread(struct local_store *store, const char *thread,
                              GError **error);

/* The last that we wrote of a kind, the newest first.  struct outbox_item *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *outbox_list_newest(struct local_store *store, const char *kind, int limit,
                              GError **error);

/*
 * The legs and matters about which we have said something that the exchange may not
 * have told back: it is still queued, or was receipted after that sequence number.  A
 * set of their ids.
 */
G_GNUC_WARN_UNUSED_RESULT
GHashTable *outbox_list_ahead(struct local_store *store, int64_t after, GError **error);

/* LOCAL_STORE_ERROR_NOT_FOUND when the outbox never held it. */
G_GNUC_WARN_UNUSED_RESULT
struct outbox_item *outbox_find(struct local_store *store, const char *document,
                                GError **error);

/* Remembers, before the first byte leaves, that these may reach the exchange. */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_mark_tried(struct local_store *store, GPtrArray *items, bool is_tried,
                       GError **error);

/* Stores the verified receipt; the document is sent. */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_settle(struct local_store *store, const struct outbox_item *item,
                   int64_t sequence, int64_t received_us, GBytes *receipt,
                   GError **error);

/* A refusal is final: problem is its name, detail its words. */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_park(struct local_store *store, const struct outbox_item *item,
                 const char *problem, const char *detail, GError **error);

/* Parked becomes queued again: the same bytes are sent once more. */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_retry(struct local_store *store, const char *document, GError **error);

/*
 * Gives a document up.  LOCAL_STORE_ERROR_STATE unless it is parked, or queued and
 * certain never to have reached the exchange.
 */
G_GNUC_WARN_UNUSED_RESULT
bool outbox_drop(struct local_store *store, const char *document, GError **error);

/* The receipt's signed bytes; LOCAL_STORE_ERROR_NOT_FOUND. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *receipt_find(struct local_store *store, const char *document, GError **error);

#endif
