/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSL, for the files of this folder only: ownership, errors, and what is inside the
 * types that others see from outside.
 */
#ifndef COMMON_TRUST_OPENSSL_H
#define COMMON_TRUST_OPENSSL_H

#include "common/trust/credential.h"
#include "common/trust/private_key.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ASN1_TIME, ASN1_TIME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GENERAL_NAMES, GENERAL_NAMES_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_CRL, X509_CRL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_REQ, X509_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_SIG, X509_SIG_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_STORE_CTX, X509_STORE_CTX_free)

/*
 * Sets error to "what: OpenSSL's reason" and empties OpenSSL's own list of errors,
 * which another library in the thread would otherwise find.
 */
void openssl_error(GError **error, enum trust_error code, const char *what);

/* The bytes that were written to a memory BIO, as a copy. */
GBytes *openssl_bytes(BIO *bio);

/* An ASN.1 time; false if it is none. */
G_GNUC_WARN_UNUSED_RESULT
bool openssl_time_us(const ASN1_TIME *time, int64_t *time_us);

/* A serial number as upper-case hexadecimal; the caller frees it. */
char *openssl_serial(const ASN1_INTEGER *serial);

/*
 * Checks a public key against the list: EC on the named curve P-256, or, if
 * is_rsa_fine, RSA of 3072 to 8192 bits.  TRUST_ERROR_WEAK_ALGORITHM.
 */
G_GNUC_WARN_UNUSED_RESULT
bool openssl_check_key(EVP_PKEY *key, bool is_rsa_fine, GError **error);

/*
 * Reads PEM text that holds 1 to max certificates and nothing else that is PEM; an
 * array of struct credential *.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *credential_list_pem(const char *pem, size_t size, size_t max,
                               GError **error);

/* The insides; they belong to the argument. */
X509 *credential_x509(const struct credential *credential);
EVP_PKEY *credential_public_key(const struct credential *credential);
EVP_PKEY *private_key_pkey(const struct private_key *key);

/* A key around OpenSSL's, which it takes. */
struct private_key *private_key_of(EVP_PKEY *pkey);

#endif
