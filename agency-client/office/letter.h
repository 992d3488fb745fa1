/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_LETTER_H
#define AGENCY_CLIENT_OFFICE_LETTER_H

/*
 * Letters: signed documents as read, our own too, with all that makes them safe to
 * believe: reading verifies and judges, opening unseals and judges the details, which
 * exist in clear in memory only.
 */

#include "agency-client/office/office.h"
#include "common/autoptr.h"
#include "common/documents/details.h"
#include "common/documents/document.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

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
