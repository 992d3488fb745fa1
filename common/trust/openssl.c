/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/openssl.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <time.h>

#define RSA_MIN_BITS 3072
#define RSA_MAX_BITS 8192 /* what a verification may cost */

G_DEFINE_QUARK(trust - error - quark, trust_error)

void
openssl_error(GError **error, enum trust_error code, const char *what)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());

    g_set_error(error, TRUST_ERROR, (int)code, "%s: %s", what,
                reason != NULL ? reason : "no reason given");
    ERR_clear_error();
}

GBytes *
openssl_bytes(BIO *bio)
{
    char *data;
    long size = BIO_get_mem_data(bio, &data);

    return g_bytes_new(data, size > 0 ? (size_t)size : 0);
}

bool
openssl_time_us(const ASN1_TIME *asn1_time, int64_t *time_us)
{
    struct tm tm;

    if (asn1_time == NULL || ASN1_TIME_to_tm(asn1_time, &tm) != 1)
        return false;
    *time_us = (int64_t)timegm(&tm) * 1000000;
    return true;
}

char *
openssl_serial(const ASN1_INTEGER *serial)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
    char *hex = BN_bn2hex(number);
    char *text = g_strdup(hex);

    OPENSSL_free(hex);
    BN_free(number);
    return text;
}

static bool
is_named_p256(EVP_PKEY *key)
{
    char group[32];
    int is_explicit = 0;

    if (!EVP_PKEY_is_a(key, "EC") ||
        EVP_PKEY_get_group_name(key, group, sizeof group, NULL) != 1)
        return false;
    /* Parameters written out could be a curve made to look like ours. */
    if (EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
                               &is_explicit) == 1 &&
        is_explicit != 0)
        return false;
    return strcmp(group, SN_X9_62_prime256v1) == 0;
}

bool
openssl_check_key(EVP_PKEY *key, bool is_rsa_fine, GError **error)
{
    int bits;

    if (key == NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WEAK_ALGORITHM,
                    "the key is of no known algorithm");
        ERR_clear_error();
        return false;
    }
    if (is_named_p256(key))
        return true;
    bits = EVP_PKEY_get_bits(key);
    if (is_rsa_fine && EVP_PKEY_is_a(key, "RSA") && bits >= RSA_MIN_BITS &&
        bits <= RSA_MAX_BITS)
        return true;
    ERR_clear_error();
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_WEAK_ALGORITHM,
                is_rsa_fine ? "the key must be EC on P-256, or RSA of %d to %d bits"
                            : "the key must be EC on P-256",
                RSA_MIN_BITS, RSA_MAX_BITS);
    return false;
}
