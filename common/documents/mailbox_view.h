/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mailbox as an agency reads it: the log's entries that it sent or received.
 * A view is unsigned and travels inside TLS only.  Pure; any thread.
 */
#ifndef DOCUMENTS_MAILBOX_VIEW_H
#define DOCUMENTS_MAILBOX_VIEW_H

#include "common/autoptr.h"
#include "common/documents/kinds.h"
#include "common/documents/receipt.h"
#include <stdint.h>

#define VIEW_NAMESPACE "urn:referral-exchange:view:1"

enum mailbox_gone { GONE_NO, GONE_WITHDRAWN, GONE_SUPERSEDED };
extern const char *const mailbox_gone_names[]; /* "no", "withdrawn", "superseded" */

struct mailbox_entry {
    uint64_t sequence;
    struct uuid document;
    struct uuid case_id;
    enum kind kind;        /* KIND_COUNT: one that this release does not know */
    const char *kind_name; /* in a view that was read */
    const char *from;
    const char *to; /* NULL: published */
    int64_t received_us;
    bool has_leg;
    struct uuid leg;
    bool has_matter;
    struct uuid matter;
    uint8_t sha256[SHA256_BYTES];
    enum mailbox_gone gone; /* the content is no longer this reader's */
    bool is_flagged;        /* its recipient has rejected it */
};

struct mailbox_view {
    uint64_t after; /* what was asked */
    uint64_t next;  /* ask after this one next time */
    uint64_t head;  /* the log's last sequence number that this answer knows of */
    struct mailbox_entry *entries;
    size_t entry_count;
    struct tree *tree; /* of a view that was read; NULL in one to be written */
};

GBytes *mailbox_view_write(const struct mailbox_view *view);

/* Reads one back, strictly; strings live as long as the view. */
G_GNUC_WARN_UNUSED_RESULT
struct mailbox_view *mailbox_view_read(GBytes *bytes, GError **error);

/* Frees a view that was read. */
void mailbox_view_free(struct mailbox_view *view);
DEFINE_AUTOPTR(mailbox_view, mailbox_view_free)

#endif
