/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence: the chain value of the log, and what the exchange signs about itself.
 * Pure functions; safe to call from any thread.
 */
#ifndef COMMON_TRUST_EVIDENCE_H
#define COMMON_TRUST_EVIDENCE_H

#include "common/trust/authority.h"
#include "common/trust/crl.h"
#include "common/trust/signature.h"

/* What one entry of the log adds to the chain. */
struct evidence_entry {
    uint64_t sequence;
    unsigned char id[16]; /* the document's UUID, in network order */
    int64_t received_us;
    struct digest certificate; /* SHA-256 of the signer's certificate (DER) */
    struct digest document;    /* SHA-256 of the signed document */
};

/*
 * The chain value of an entry: SHA-256(previous[32] || sequence:be64 || id[16] ||
 * received_us:be64 || certificate[32] || document[32]).  The first entry's previous
 * value is 32 zero bytes.
 */
struct digest evidence_chain(const struct digest *previous,
                             const struct evidence_entry *entry);

/*
 * Signs content as evidence: signature_write() with the certificate embedded.
 * TRUST_ERROR_WRONG_USAGE unless signer is an evidence credential.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *evidence_write(GBytes *content, const struct credential *signer,
                       const struct private_key *key, int64_t signing_time_us,
                       GError **error);

/*
 * Verifies evidence by the certificate in it, which must be of the evidence profile,
 * issued by the authority, valid at the signing time and not revoked by then.
 *
 * crl              may be NULL when none is at hand (offline)
 * signing_time_us  may be NULL
 * signer           may be NULL; else receives the certificate, to be unreferenced
 *
 * Returns the content.  Every TRUST_ERROR of a signature or a certificate.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *evidence_read(GBytes *message, const struct authority *authority,
                      const struct crl *crl, int64_t *signing_time_us,
                      struct credential **signer, GError **error);

#endif
