/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a signed message, read strictly: what is not listed is refused.  Private
 * to this folder; pure.
 */
#ifndef COMMON_TRUST_SIGNED_DATA_H
#define COMMON_TRUST_SIGNED_DATA_H

#include "common/trust/credential.h"
#include "common/trust/der.h"

/* The parts of a message; they point into it. */
struct signed_data {
    struct der certificates; /* the elements of the set; empty if there is none */
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

#endif
