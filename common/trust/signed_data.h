/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a signed message, read strictly: what is not listed is refused.  Private
 * to this folder; pure.
 */
#ifndef COMMON_TRUST_SIGNED_DATA_H
#define COMMON_TRUST_SIGNED_DATA_H

#include "common/trust/credential.h"
#include "common/trust/der.h"
#include "common/trust/private_key.h"

/* The parts of a message; they point into it. */
struct signed_data {
    struct der content;
    struct der certificates;   /* the elements of the set; empty if there is none */
    struct der attributes;     /* the signed ones: their element, as it stands there */
    struct der message_digest; /* of DIGEST_BYTES */
    struct der signature;
    struct certificate_id signer;
    int64_t signing_time_us;
    bool is_rsa;
};

/*
 * Reads a message.  TRUST_ERROR_CMS_PROFILE, TRUST_ERROR_WEAK_ALGORITHM,
 * TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool signed_data_read(GBytes *message, struct signed_data *data, GError **error);

/*
 * Checks that the message's content has the digest that its attributes say, and that
 * the key signed these (RFC 5652 5.4 and 5.6).  TRUST_ERROR_BAD_SIGNATURE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool signed_data_verify(const struct signed_data *data, const struct credential *signer,
                        GError **error);

/*
 * Writes a message over content, signed with the key at a time of 1970 to 9999, in
 * whole seconds.  TRUST_ERROR_INTERNAL.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *signed_data_write(GBytes *content, const struct credential *signer,
                          const struct private_key *key, int64_t signing_time_us,
                          bool has_certificate, GError **error);

#endif
