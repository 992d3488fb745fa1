/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_DRAFT_H
#define AGENCY_CLIENT_OFFICE_DRAFT_H

/*
 * Drafts: what we write before it is a document.  Signing one binds, seals and judges
 * it first.  The details exist in clear in memory only.
 */

#include "agency-client/local_store/outbox.h"
#include "agency-client/office/office.h"
#include "common/documents/uuid.h"

#include <glib.h>
#include <stdbool.h>

struct draft {
    struct uuid id;
    struct uuid case_id;
    const struct uuid *in_reply_to; /* NULL: none */
    const struct uuid *supersedes;  /* NULL: none */
    const char *marking;            /* NULL: none */
    const char *retention;          /* NULL: none */
    bool is_test;
    const char *role;  /* NULL: none */
    const char *actor; /* NULL: none */
    const char *by;    /* the actor's name, sealed; NULL: none */
    const char *to;
    const char *body; /* the coded body as an XML element */
    GBytes *details;  /* <details> in clear, bound or not; NULL: no words */
};

/*
 * Makes one signed document, ready for the outbox.  The details are sealed to the
 * recipient's current certificate and to our own, both checked against the pinned
 * authority, and judged as the recipient will judge them.
 *
 * violations  receives what is wrong, line by line; may be NULL
 *
 * Errors of trust, refusals of the schemas and rules, OFFICE_ERROR_NO_ADDRESS.
 */
G_GNUC_WARN_UNUSED_RESULT
struct outbox_item *draft_sign(struct office *office, const struct draft *draft,
                               GPtrArray *violations, GError **error);

/* The name of the step that a document takes; the caller frees. */
char *draft_step_name(const struct document *document);

/*
 * The row of the outbox for a signed document, all of it taken from the document
 * itself.
 *
 * now_us  when it is queued
 */
struct outbox_item *draft_item(const struct document *document, GBytes *bytes,
                               int64_t now_us);

#endif
