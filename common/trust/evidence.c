/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/evidence.h"

GBytes *
evidence_write(GBytes *content, const struct credential *signer,
               const struct private_key *key, int64_t signing_time_us, GError **error)
{
    if (!credential_check_usage(signer, CREDENTIAL_EVIDENCE, error))
        return NULL;
    return signature_write(content, signer, key, signing_time_us,
                           SIGNATURE_WITH_CERTIFICATE, error);
}

GBytes *
evidence_read(GBytes *message, const struct authority *authority, const struct crl *crl,
              int64_t *signing_time_us, struct credential **signer, GError **error)
{
    g_autoptr(credential) credential = NULL;
    struct signature_claim claim;
    GBytes *content;

    if (!signature_peek(message, &claim, error))
        return NULL;
    credential = signature_certificate(message, error);
    if (credential == NULL ||
        !authority_check(authority, credential, CREDENTIAL_EVIDENCE,
                         claim.signing_time_us, error) ||
        (crl != NULL && !crl_check(crl, credential, claim.signing_time_us, error)))
        return NULL;
    content = signature_verify(message, credential, error);
    if (content == NULL)
        return NULL;
    if (signing_time_us != NULL)
        *signing_time_us = claim.signing_time_us;
    if (signer != NULL)
        *signer = g_steal_pointer(&credential);
    return content;
}
