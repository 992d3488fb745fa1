/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What trust refuses, and why.  One code per reason that a caller may have to
 * tell apart; the message names the rule and never a personal value.
 */
#ifndef COMMON_TRUST_TRUST_ERROR_H
#define COMMON_TRUST_TRUST_ERROR_H

#include <glib.h>

#define TRUST_ERROR (trust_error_quark())

enum trust_error {
    /* A signed message. */
    TRUST_ERROR_CMS_PROFILE,    /* not the one shape of CMS SignedData we take */
    TRUST_ERROR_WEAK_ALGORITHM, /* an algorithm, curve or key size not on the list */
    TRUST_ERROR_BAD_SIGNATURE,  /* digest or signature does not fit */
    TRUST_ERROR_UNKNOWN_SIGNER, /* names a certificate that nobody registered */
    TRUST_ERROR_WRONG_USAGE,    /* that certificate may not be used for this */

    /* A certificate, and the peer that shows it. */
    TRUST_ERROR_CERTIFICATE,   /* cannot be read as one, or breaks its profile */
    TRUST_ERROR_UNTRUSTED,     /* not issued by our authority */
    TRUST_ERROR_WRONG_PROFILE, /* a TLS peer shows anything but an identity */
    TRUST_ERROR_EXPIRED,
    TRUST_ERROR_NOT_YET_VALID,
    TRUST_ERROR_REVOKED,
    TRUST_ERROR_UNREGISTERED, /* ours, but no agency registered it (by then) */
    TRUST_ERROR_SUSPENDED,    /* its agency is suspended */

    /* A sealed part. */
    TRUST_ERROR_SEALING_PROFILE, /* other algorithms or other recipients */
    TRUST_ERROR_STALE_KEY,   /* sealed to a past key; the message names the current */
    TRUST_ERROR_CANNOT_OPEN, /* not for this key, or damaged */

    /* The revocation list. */
    TRUST_ERROR_CRL_INVALID,  /* cannot be read, or not signed by our authority */
    TRUST_ERROR_CRL_ROLLBACK, /* older than the one we hold */
    TRUST_ERROR_CRL_STALE,    /* none held, or its next update and the grace are past */

    /* Keys and files. */
    TRUST_ERROR_KEY,         /* no usable key in this file, or not this certificate's */
    TRUST_ERROR_PASSPHRASE,  /* the key needs a passphrase, or this one is wrong */
    TRUST_ERROR_FINGERPRINT, /* the authority is not the one that was pinned */
    TRUST_ERROR_FILE,        /* cannot be read or written; the message has the path */

    TRUST_ERROR_TOO_LARGE, /* above a named bound */
    TRUST_ERROR_INTERNAL,  /* the library failed where it must not */
};

GQuark trust_error_quark(void);

#endif
