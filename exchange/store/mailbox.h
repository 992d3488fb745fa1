/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mailboxes: the entries addressed to, published to, or sent by an agency, as two
 * index scans over the log.  The cursor is the reader's.  Any thread.
 */
#ifndef STORE_MAILBOX_H
#define STORE_MAILBOX_H

#include "exchange/store/legs.h"
#include "exchange/store/log.h"

enum mailbox_gone {
    MAILBOX_HERE,
    MAILBOX_WITHDRAWN,  /* listed, but the document answers 410 to this reader */
    MAILBOX_SUPERSEDED, /* the same */
};

struct mailbox_entry {
    int64_t sequence;
    struct uuid document;
    struct uuid case_id;
    struct uuid leg;
    bool has_leg;
    enum kind kind;
    char from[LEG_AGENCY_CHARS];
    char to[LEG_AGENCY_CHARS]; /* empty when published to all */
    int64_t received_us;
    struct digest sha256;
    enum mailbox_gone gone;
    bool is_flagged; /* rejected by its recipient and not sent again since */
};

/*
 * The entries of this agency after a sequence number, at most limit: a GArray of
 * struct mailbox_entry in order of sequence.  head is the log's last number, read
 * before them, so a cursor may be compared with it.
 */
G_GNUC_WARN_UNUSED_RESULT
GArray *mailbox_read(struct store *store, int agency, int64_t after, int limit,
                     int64_t *head, GError **error);

#endif
