/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealing: encryption of the personal part of a document to its recipients, as CMS
 * AuthEnvelopedData (RFC 5083): AES-256-GCM, and per recipient (RFC 5753) ECDH on
 * P-256, dhSinglePass-stdDH-sha256kdf and AES-256 key wrap.  Exactly two recipients:
 * the addressee and the sender.  Pure functions over bytes; safe to call from any
 * thread.
 */
#ifndef COMMON_TRUST_SEAL_H
#define COMMON_TRUST_SEAL_H

#include "common/trust/credential.h"
#include "common/trust/private_key.h"

#define SEAL_RECIPIENTS      2
#define SEAL_PLAIN_MAX_BYTES (640 * 1024)
#define SEAL_MAX_BYTES       (SEAL_PLAIN_MAX_BYTES + 8 * 1024)

/* Which certificates a sealed part names; the bytes belong to the sealed part. */
struct seal_recipients {
    struct certificate_id ids[SEAL_RECIPIENTS];
};

/*
 * Encrypts plain to two sealing certificates, whose standing the caller has judged.
 * Returns DER.  TRUST_ERROR_WRONG_USAGE, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *seal_close(GBytes *plain, const struct credential *recipient,
                   const struct credential *sender, GError **error);

/*
 * Decrypts with the key of one of the two recipients, after checking the profile.
 * TRUST_ERROR_SEALING_PROFILE, TRUST_ERROR_CANNOT_OPEN, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *seal_open(GBytes *sealed, const struct credential *own,
                  const struct private_key *key, GError **error);

/*
 * Checks the profile without any key: structure, algorithms, exactly two recipients;
 * and says who they are; registry_check_sealed() judges those.
 * TRUST_ERROR_SEALING_PROFILE, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool seal_peek(GBytes *sealed, struct seal_recipients *recipients, GError **error);

#endif
