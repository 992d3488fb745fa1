/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence: what the exchange signs about itself.
 * Pure functions; safe to call from any thread.
 */
#ifndef COMMON_TRUST_EVIDENCE_H
#define COMMON_TRUST_EVIDENCE_H

#include "common/trust/authority.h"
#include "common/trust/crl.h"
#include "common/trust/signature.h"

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
