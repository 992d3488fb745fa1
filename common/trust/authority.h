/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate authority a partnership trusts: one certificate, or a few while one
 * replaces another.  Immutable and reference counted; safe to share between threads.
 */
#ifndef COMMON_TRUST_AUTHORITY_H
#define COMMON_TRUST_AUTHORITY_H

#include "common/trust/credential.h"

#define AUTHORITY_MAX 4

struct authority;

/*
 * Reads PEM text with 1 to AUTHORITY_MAX self-signed certificates of usage
 * CREDENTIAL_AUTHORITY.  TRUST_ERROR_CERTIFICATE, TRUST_ERROR_WEAK_ALGORITHM,
 * TRUST_ERROR_WRONG_USAGE.
 */
G_GNUC_WARN_UNUSED_RESULT
struct authority *authority_read(const char *pem, size_t size, GError **error);

/* The same from a file.  Also TRUST_ERROR_FILE. */
G_GNUC_WARN_UNUSED_RESULT
struct authority *authority_read_file(const char *path, GError **error);

struct authority *authority_ref(const struct authority *authority);
void authority_unref(struct authority *authority);
DEFINE_AUTOPTR(authority, authority_unref)

/*
 * Checks that it is exactly one certificate with this SHA-256, which a person compared.
 * TRUST_ERROR_FINGERPRINT.
 */
G_GNUC_WARN_UNUSED_RESULT
bool authority_check_fingerprint(const struct authority *authority,
                                 const struct digest *sha256, GError **error);

/* How many certificates, and each of them; the first is the one in use. */
size_t authority_count(const struct authority *authority);
const struct credential *authority_certificate(const struct authority *authority,
                                               size_t index);

/*
 * Checks that we issued a certificate: issuer, signature, path rules; not its validity
 * in time.  Returns the one of ours that did.  This costs one signature verification.
 * TRUST_ERROR_UNTRUSTED.
 */
G_GNUC_WARN_UNUSED_RESULT
const struct credential *authority_find_issuer(const struct authority *authority,
                                               const struct credential *credential,
                                               GError **error);

/*
 * Checks everything but revocation: that we issued it, that it fits usage, that it and
 * its issuer are valid at a time.
 */
G_GNUC_WARN_UNUSED_RESULT
bool authority_check(const struct authority *authority,
                     const struct credential *credential, enum credential_usage usage,
                     int64_t at_us, GError **error);

#endif
