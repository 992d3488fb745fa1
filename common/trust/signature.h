/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed messages: CMS SignedData (RFC 5652) in the one shape that the partnership
 * uses. DER, attached content of type id-data, exactly one signer, SHA-256; the signed
 * attributes contentType, messageDigest and signingTime once each, others ignored;
 * ECDSA on P-256, or RSA PKCS#1 v1.5 of 3072 bits and more.  Embedded certificates and
 * lists are not looked at.  Pure functions over bytes; safe to call from any thread.
 */
#ifndef COMMON_TRUST_SIGNATURE_H
#define COMMON_TRUST_SIGNATURE_H

#include "common/trust/credential.h"
#include "common/trust/private_key.h"

#define SIGNATURE_CONTENT_MAX_BYTES (1024 * 1024)
#define SIGNATURE_MAX_BYTES         (SIGNATURE_CONTENT_MAX_BYTES + 64 * 1024)

/* Who says to have signed, and when.  Nothing of it is proved yet. */
struct signature_claim {
    struct certificate_id signer; /* into the message */
    int64_t signing_time_us;      /* whole seconds */
};

/* Whether the signer's certificate goes with the message. */
enum signature_certificate {
    SIGNATURE_WITHOUT_CERTIFICATE, /* agencies: the reader knows it */
    SIGNATURE_WITH_CERTIFICATE,    /* evidence: verified far away and much later */
};

/*
 * Signs content with an identity or evidence credential and its key.
 *
 * signing_time_us  the caller's clock; written in whole seconds
 *
 * Returns DER.  TRUST_ERROR_WRONG_USAGE, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *signature_write(GBytes *content, const struct credential *signer,
                        const struct private_key *key, int64_t signing_time_us,
                        enum signature_certificate certificate, GError **error);

/*
 * Checks the shape of a signed message and says who claims to have signed it.
 * TRUST_ERROR_CMS_PROFILE, TRUST_ERROR_WEAK_ALGORITHM, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool signature_peek(GBytes *message, struct signature_claim *claim, GError **error);

/*
 * Verifies a signed message against exactly this certificate, whose standing the caller
 * has judged, and returns the content that the signature covers.  Repeats the check of
 * the shape.  As signature_peek(); also TRUST_ERROR_UNKNOWN_SIGNER when the message
 * names another certificate, TRUST_ERROR_WRONG_USAGE when this one is for neither
 * documents nor evidence, TRUST_ERROR_BAD_SIGNATURE.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *signature_verify(GBytes *message, const struct credential *signer,
                         GError **error);

/*
 * The content without any proof: for a fold over what was verified when it was accepted
 * and is bound by its digest since.  As signature_peek().
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *signature_content(GBytes *message, GError **error);

/*
 * The embedded certificate that the message names as its signer's, for evidence only.
 * TRUST_ERROR_CMS_PROFILE if there is none.
 */
G_GNUC_WARN_UNUSED_RESULT
struct credential *signature_certificate(GBytes *message, GError **error);

#endif
