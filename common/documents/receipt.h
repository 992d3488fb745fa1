/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Receipts: what the exchange signs to say that it has accepted a document durably.
 * A root of its own, without an envelope.
 */
#ifndef DOCUMENTS_RECEIPT_H
#define DOCUMENTS_RECEIPT_H

#include "common/documents/limits.h"
#include "common/documents/uuid.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define SHA256_BYTES 32

struct receipt {
    struct uuid document;
    char sender[AGENCY_ID_MAX + 1];
    uint8_t sha256[SHA256_BYTES]; /* of the document's bytes as submitted (the CMS) */
    uint64_t sequence;            /* in the log, from 1 */
    uint8_t chain[SHA256_BYTES];
    int64_t received_us; /* the entry's time */
};

/* Writes the XML that is then signed. */
GBytes *receipt_write(const struct receipt *receipt);

/* Reads one back, strictly.  REFUSAL_ERROR when it is not one. */
G_GNUC_WARN_UNUSED_RESULT
bool receipt_read(GBytes *bytes, struct receipt *receipt, GError **error);

#endif
