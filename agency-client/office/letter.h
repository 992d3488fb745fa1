/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_LETTER_H
#define AGENCY_CLIENT_OFFICE_LETTER_H

/*
 * Letters: documents with all that makes them safe to send and to believe.  Writing
 * binds, seals, judges and signs; reading verifies, judges and opens.  The details
 * exist in clear in memory only.
 */

#include "agency-client/local_store/outbox.h"
#include "agency-client/office/office.h"
#include "common/autoptr.h"
#include "common/documents/details.h"
#include "common/documents/document.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What is to be written. */
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
    const char *to;
    const char *body; /* the coded body as an XML element */
    GBytes *details;  /* <details> in clear, bound or not; NULL: none */
};

/*
 * Writes one signed document, ready for the outbox.  The details are sealed to the
 * recipient's current certificate and to our own, both checked against the pinned
 * authority, and judged as the recipient will judge them.
 *
 * violations  receives what is wrong, line by line; may be NULL
 *
 * Errors of trust, refusals of the schemas and rules, OFFICE_ERROR_NO_ADDRESS.
 */
G_GNUC_WARN_UNUSED_RESULT
struct outbox_item *letter_write(struct office *office, const struct draft *draft,
                                 GPtrArray *violations, GError **error);

/* Seals details to ourselves alone, to keep them.  Bytes of letter_unwrap(). */
G_GNUC_WARN_UNUSED_RESULT
GBytes *letter_wrap(struct office *office, GBytes *details, GError **error);
G_GNUC_WARN_UNUSED_RESULT
GBytes *letter_unwrap(struct office *office, GBytes *sealed, GError **error);

/* One document as read. */
struct letter {
    GBytes *content; /* the XML that the signature covers */
    struct document *document;
    char *signer; /* agency id; EXCHANGE_AGENCY for evidence */
    struct digest signer_certificate;
    int64_t signing_time_us;
    GBytes *details_xml;     /* after letter_open(), if it has a sealed part */
    struct details *details; /* the same, judged */
};

void letter_free(struct letter *letter);
DEFINE_AUTOPTR(letter, letter_free)

/*
 * Verifies and judges a signed document of any agency, ours, or the exchange.
 *
 * at_us  when the exchange received it: the signer's certificate is judged then
 *
 * TRUST_ERROR when the signature does not hold, REFUSAL_ERROR when the document does
 * not, REFUSAL_IDENTITY_MISMATCH when it names another sender than its signer.
 */
G_GNUC_WARN_UNUSED_RESULT
struct letter *letter_read(struct office *office, GBytes *bytes, int64_t at_us,
                           GError **error);

/*
 * Opens and judges the sealed part, if there is one.  TRUST_ERROR when it cannot be
 * opened, REFUSAL_IDENTITY_MISMATCH when it was lifted from another document, another
 * REFUSAL_ERROR when the details are invalid.
 */
G_GNUC_WARN_UNUSED_RESULT
bool letter_open(struct office *office, struct letter *letter, GError **error);

#endif
