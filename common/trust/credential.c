/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/credential.h"

#include "common/shared.h"
#include "common/trust/der.h"
#include "common/trust/file.h"
#include "common/trust/openssl.h"
#include "common/trust/profile.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

struct credential {
    GBytes *der;
    struct digest sha256;
    char fingerprint[DIGEST_HEX_CHARS];
    enum credential_usage usage;
    char agency[CREDENTIAL_AGENCY_CHARS]; /* "" if it has none */
    int64_t not_before_us;
    int64_t not_after_us;
    char *serial;
    GByteArray *issuer_serial;
    X509 *x509;
};

static void
credential_clear(void *data)
{
    struct credential *credential = data;

    SHARED_LAST(data);
    g_clear_pointer(&credential->der, g_bytes_unref);
    g_clear_pointer(&credential->serial, g_free);
    g_clear_pointer(&credential->issuer_serial, g_byte_array_unref);
    g_clear_pointer(&credential->x509, X509_free);
}

struct credential *
credential_ref(const struct credential *credential)
{
    return g_atomic_rc_box_acquire((struct credential *)credential);
}

void
credential_unref(struct credential *credential)
{
    shared_release(credential, credential_clear);
}

static bool
malformed(GError **error, const char *what)
{
    ERR_clear_error();
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_CERTIFICATE, "RFC 5280 4.1: %s", what);
    return false;
}

/* The names CMS knows it by, cut out of the certificate as they are written there. */
static bool
read_issuer_serial(struct credential *credential, GError **error)
{
    size_t size;
    const void *data = g_bytes_get_data(credential->der, &size);
    struct der in = der_of(data, size);
    struct der certificate, body, version, algorithm;
    struct der parts[2];

    if (!der_read(&in, DER_SEQUENCE, &certificate) || !der_is_end(&in) ||
        !der_read(&certificate, DER_SEQUENCE, &body))
        return malformed(error, "not a certificate in DER");
    if (der_is_next(&body, DER_CONTEXT_CONSTRUCTED) &&
        !der_read(&body, DER_CONTEXT_CONSTRUCTED, &version))
        return malformed(error, "version");
    if (!der_read_element(&body, DER_INTEGER, &parts[1]) ||
        !der_read(&body, DER_SEQUENCE, &algorithm) ||
        !der_read_element(&body, DER_SEQUENCE, &parts[0]))
        return malformed(error, "serial number and issuer");
    credential->issuer_serial = der_sequence(parts, G_N_ELEMENTS(parts));
    return true;
}

static bool
read_fields(struct credential *credential, GError **error)
{
    X509 *x509 = credential->x509;

    credential->serial = openssl_serial(X509_get0_serialNumber(x509));
    if (!openssl_time_us(X509_get0_notBefore(x509), &credential->not_before_us) ||
        !openssl_time_us(X509_get0_notAfter(x509), &credential->not_after_us))
        return malformed(error, "validity");
    /* notAfter is the last second that still counts (4.1.2.5). */
    credential->not_after_us += 1000000;
    credential->usage = profile_find(x509);
    if ((credential->usage == CREDENTIAL_IDENTITY ||
         credential->usage == CREDENTIAL_SEALING) &&
        !profile_read_agency(x509, credential->agency))
        return malformed(error, "alternative name");
    return true;
}

struct credential *
credential_read(const void *der, size_t size, GError **error)
{
    g_autoptr(credential) credential = NULL;
    const unsigned char *at = der;

    if (size > CREDENTIAL_MAX_BYTES) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "a certificate has at most %d bytes", CREDENTIAL_MAX_BYTES);
        return NULL;
    }
    credential = g_atomic_rc_box_new0(struct credential);
    credential->der = g_bytes_new(der, size);
    if (!read_issuer_serial(credential, error))
        return NULL;
    credential->x509 = d2i_X509(NULL, &at, (long)size);
    if (credential->x509 == NULL || at != (const unsigned char *)der + size) {
        malformed(error, "not a certificate in DER");
        return NULL;
    }
    credential->sha256 = digest_of_bytes(credential->der);
    digest_hex(&credential->sha256, credential->fingerprint);
    if (!read_fields(credential, error))
        return NULL;
    return g_steal_pointer(&credential);
}

struct credential *
credential_read_pem(const char *pem, size_t size, GError **error)
{
    g_autoptr(GPtrArray) certificates = credential_list_pem(pem, size, 1, error);

    if (certificates == NULL)
        return NULL;
    return credential_ref(certificates->pdata[0]);
}

GPtrArray *
credential_list_pem(const char *pem, size_t size, size_t max, GError **error)
{
    g_autoptr(GPtrArray) certificates =
        g_ptr_array_new_with_free_func((GDestroyNotify)credential_unref);
    g_autoptr(BIO) bio = NULL;
    char *name, *header;
    unsigned char *data;
    long data_size;

    if (size > max * 2 * CREDENTIAL_MAX_BYTES) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "too much text for %zu certificates", max);
        return NULL;
    }
    bio = BIO_new_mem_buf(pem, (int)size);
    while (PEM_read_bio(bio, &name, &header, &data, &data_size) == 1) {
        struct credential *one = NULL;

        if (strcmp(name, PEM_STRING_X509) == 0 && certificates->len < max)
            one = credential_read(data, (size_t)data_size, error);
        else
            malformed(error, "PEM text with exactly the certificates wanted");
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
        if (one == NULL)
            return NULL;
        g_ptr_array_add(certificates, one);
    }
    ERR_clear_error();
    if (certificates->len == 0) {
        malformed(error, "no certificate in PEM");
        return NULL;
    }
    return g_steal_pointer(&certificates);
}

struct credential *
credential_read_file(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, 2 * CREDENTIAL_MAX_BYTES, error);
    struct credential *credential;
    const char *data;
    size_t size;

    if (bytes == NULL)
        return NULL;
    data = g_bytes_get_data(bytes, &size);
    if (size > 0 && data[0] == DER_SEQUENCE)
        credential = credential_read(data, size, error);
    else
        credential = credential_read_pem(data, size, error);
    if (credential == NULL)
        g_prefix_error(error, "%s: ", path);
    return credential;
}

enum credential_usage
credential_usage(const struct credential *credential)
{
    return credential->usage;
}

const char *
credential_usage_name(enum credential_usage usage)
{
    return profile_name(usage);
}

bool
credential_usage_find(const char *name, enum credential_usage *usage)
{
    for (int i = CREDENTIAL_AUTHORITY; i <= CREDENTIAL_SERVER; i++)
        if (strcmp(name, profile_name((enum credential_usage)i)) == 0) {
            *usage = (enum credential_usage)i;
            return true;
        }
    return false;
}

bool
credential_check_usage(const struct credential *credential, enum credential_usage usage,
                       GError **error)
{
    if (credential->usage == usage && usage != CREDENTIAL_OTHER)
        return true;
    if (profile_check(credential->x509, usage, error))
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_USAGE,
                    "the certificate is of the %s profile",
                    profile_name(credential->usage));
    return false;
}

bool
credential_check_validity(const struct credential *credential, int64_t at_us,
                          GError **error)
{
    if (at_us < credential->not_before_us) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_NOT_YET_VALID,
                    "RFC 5280 4.1.2.5: certificate %s is not valid yet",
                    credential->serial);
        return false;
    }
    if (at_us >= credential->not_after_us) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_EXPIRED,
                    "RFC 5280 4.1.2.5: certificate %s has expired", credential->serial);
        return false;
    }
    return true;
}

const char *
credential_agency(const struct credential *credential)
{
    return credential->agency[0] != '\0' ? credential->agency : NULL;
}

GBytes *
credential_der(const struct credential *credential)
{
    return credential->der;
}

const struct digest *
credential_sha256(const struct credential *credential)
{
    return &credential->sha256;
}

const char *
credential_fingerprint(const struct credential *credential)
{
    return credential->fingerprint;
}

int64_t
credential_not_before_us(const struct credential *credential)
{
    return credential->not_before_us;
}

int64_t
credential_not_after_us(const struct credential *credential)
{
    return credential->not_after_us;
}

const char *
credential_serial(const struct credential *credential)
{
    return credential->serial;
}

struct certificate_id
credential_issuer_serial(const struct credential *credential)
{
    return (struct certificate_id){
        .is_key_identifier = false,
        .bytes = credential->issuer_serial->data,
        .size = credential->issuer_serial->len,
    };
}

struct certificate_id
credential_key_identifier(const struct credential *credential)
{
    const ASN1_OCTET_STRING *identifier = X509_get0_subject_key_id(credential->x509);

    return (struct certificate_id){
        .is_key_identifier = true,
        .bytes = identifier != NULL ? ASN1_STRING_get0_data(identifier) : NULL,
        .size = identifier != NULL ? (size_t)ASN1_STRING_length(identifier) : 0,
    };
}

/* An empty name is the same as none. */
static bool
certificate_id_is_equal(const struct certificate_id *a, const struct certificate_id *b)
{
    return a->is_key_identifier == b->is_key_identifier && a->size == b->size &&
           a->size > 0 && memcmp(a->bytes, b->bytes, a->size) == 0;
}

bool
credential_has_id(const struct credential *credential, const struct certificate_id *id)
{
    struct certificate_id own = id->is_key_identifier
                                    ? credential_key_identifier(credential)
                                    : credential_issuer_serial(credential);

    return certificate_id_is_equal(&own, id);
}

char *
credential_pem(const struct credential *credential)
{
    g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
    char *text;
    long size;

    PEM_write_bio_X509(bio, credential->x509);
    size = BIO_get_mem_data(bio, &text);
    return g_strndup(text, (size_t)size);
}

X509 *
credential_x509(const struct credential *credential)
{
    return credential->x509;
}

EVP_PKEY *
credential_public_key(const struct credential *credential)
{
    return X509_get0_pubkey(credential->x509);
}
