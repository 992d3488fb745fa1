/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mailboxes: the entries addressed to, published to, or sent by an agency, as index
 * scans over the log.  The cursor is the reader's.  Any thread.
 */
#ifndef STORE_MAILBOX_H
#define STORE_MAILBOX_H

#include "common/autoptr.h"
#include "common/documents/mailbox_view.h"
#include "exchange/store/store.h"

/* A page of a mailbox, ready to be written.  The store must outlive it. */
struct mailbox {
    struct mailbox_view view;
    GArray *entries; /* owns view.entries; the agency ids are the store's */
};

void mailbox_free(struct mailbox *mailbox);
DEFINE_AUTOPTR(mailbox, mailbox_free)

/*
 * The entries of this agency after a sequence number, at most limit, in order.  The
 * head is read before them, so an empty page with view.head == after is up to date.
 */
G_GNUC_WARN_UNUSED_RESULT
struct mailbox *mailbox_read(struct store *store, int agency, int64_t after, int limit,
                             GError **error);

#endif
