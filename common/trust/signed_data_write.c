/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CMS_sign() spends as much again as the signature itself (measured: 525,000
 * instructions, 250,000 of them ECDSA), and receipts are signed one after another while
 * the log is locked.  The shape is fixed and small, so it is written here; stock
 * openssl verifies it in the tests.
 */
#include "common/trust/der_writer.h"
#include "common/trust/oid.h"
#include "common/trust/openssl.h"
#include "common/trust/signed_data.h"

#include <string.h>
#include <time.h>

#define SIGNATURE_ROOM_BYTES  (8192 / 8) /* of the longest RSA key */
#define ATTRIBUTES_ROOM_BYTES 256
#define ROOM_BYTES            1024 /* for all the headers and identifiers */

static const struct der_oid id_data = DER_OID_OF(OID_DATA);
static const struct der_oid id_signed_data = DER_OID_OF(OID_SIGNED_DATA);
static const struct der_oid id_content_type = DER_OID_OF(OID_CONTENT_TYPE);
static const struct der_oid id_message_digest = DER_OID_OF(OID_MESSAGE_DIGEST);
static const struct der_oid id_signing_time = DER_OID_OF(OID_SIGNING_TIME);
static const struct der_oid id_sha256 = DER_OID_OF(OID_SHA256);
static const struct der_oid id_ecdsa_sha256 = DER_OID_OF(OID_ECDSA_SHA256);
static const struct der_oid id_rsa_sha256 = DER_OID_OF(OID_RSA_SHA256);

/* Closes an attribute around its value, which has been written since mark. */
static void
wrap_attribute(struct der_writer *writer, const struct der_oid *type, size_t mark)
{
    der_wrap(writer, DER_SET, mark);
    der_put_oid(writer, type);
    der_wrap(writer, DER_SEQUENCE, mark);
}

/* RFC 5652 11.3: UTCTime to 2049, GeneralizedTime after it. */
static bool
put_time(struct der_writer *writer, int64_t time_us)
{
    time_t seconds = (time_t)(time_us / 1000000);
    char text[32];
    const char *at;
    struct tm tm;
    bool is_short;

    if (time_us < 0 || gmtime_r(&seconds, &tm) == NULL || tm.tm_year > 9999 - 1900)
        return false;
    is_short = tm.tm_year < 150;
    strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &tm);
    at = is_short ? text + 2 : text; /* without the century */
    der_put_element(writer, is_short ? DER_UTC_TIME : DER_GENERALIZED_TIME, at,
                    strlen(at));
    return true;
}

/* The signed attributes, in the order of DER (X.690 11.6), which is by their length. */
static bool
put_attributes(struct der_writer *writer, const struct digest *digest, int64_t time_us)
{
    size_t mark = writer->left;

    der_put_element(writer, DER_OCTET_STRING, digest->bytes, DIGEST_BYTES);
    wrap_attribute(writer, &id_message_digest, mark);
    mark = writer->left;
    if (!put_time(writer, time_us))
        return false;
    wrap_attribute(writer, &id_signing_time, mark);
    mark = writer->left;
    der_put_oid(writer, &id_data);
    wrap_attribute(writer, &id_content_type, mark);
    return true;
}

/* Signs the attributes as the SET that they are (RFC 5652 5.4). */
static bool
sign_attributes(const struct der *attributes, EVP_PKEY *key, unsigned char *signature,
                size_t *size)
{
    g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
    struct der_writer writer;
    struct der set;
    bool is_done;

    der_writer_open(&writer, ATTRIBUTES_ROOM_BYTES);
    der_put_element(&writer, DER_SET, attributes->at, attributes->left);
    set = der_written(&writer);
    is_done = EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestSign(context, signature, size, set.at, set.left) == 1;
    der_writer_close(&writer);
    return is_done;
}

static void
put_algorithm(struct der_writer *writer, const struct der_oid *oid, bool has_null)
{
    size_t mark = writer->left;

    if (has_null)
        der_put_element(writer, DER_NULL, NULL, 0);
    der_put_oid(writer, oid);
    der_wrap(writer, DER_SEQUENCE, mark);
}

static void
put_signer(struct der_writer *writer, const struct credential *signer,
           const struct der *attributes, const struct der *signature)
{
    bool is_rsa = EVP_PKEY_is_a(credential_public_key(signer), "RSA");
    struct certificate_id id = credential_issuer_serial(signer);
    size_t mark = writer->left;

    der_put_element(writer, DER_OCTET_STRING, signature->at, signature->left);
    put_algorithm(writer, is_rsa ? &id_rsa_sha256 : &id_ecdsa_sha256, is_rsa);
    der_put_element(writer, DER_CONTEXT_CONSTRUCTED | 0, attributes->at,
                    attributes->left);
    put_algorithm(writer, &id_sha256, false);
    der_put(writer, id.bytes, id.size);
    der_put_small(writer, 1);
    der_wrap(writer, DER_SEQUENCE, mark);
    der_wrap(writer, DER_SET, mark);
}

static void
put_content(struct der_writer *writer, GBytes *content)
{
    size_t size;
    const void *data = g_bytes_get_data(content, &size);
    size_t mark = writer->left;

    der_put_element(writer, DER_OCTET_STRING, data, size);
    der_wrap(writer, DER_CONTEXT_CONSTRUCTED | 0, mark);
    der_put_oid(writer, &id_data);
    der_wrap(writer, DER_SEQUENCE, mark);
}

static GBytes *
put_message(GBytes *content, const struct credential *signer, bool has_certificate,
            const struct der *attributes, const struct der *signature)
{
    size_t certificate_size;
    const void *certificate =
        g_bytes_get_data(credential_der(signer), &certificate_size);
    struct der_writer writer;
    struct der written;
    GBytes *message;
    size_t mark;

    /* The issuer's name may be as long as the certificate, so that counts twice. */
    der_writer_open(&writer, g_bytes_get_size(content) + 2 * certificate_size +
                                 attributes->left + signature->left + ROOM_BYTES);
    put_signer(&writer, signer, attributes, signature);
    if (has_certificate)
        der_put_element(&writer, DER_CONTEXT_CONSTRUCTED | 0, certificate,
                        certificate_size);
    put_content(&writer, content);
    mark = writer.left;
    put_algorithm(&writer, &id_sha256, false);
    der_wrap(&writer, DER_SET, mark);
    der_put_small(&writer, 1);
    der_wrap(&writer, DER_SEQUENCE, writer.size);
    der_wrap(&writer, DER_CONTEXT_CONSTRUCTED | 0, writer.size);
    der_put_oid(&writer, &id_signed_data);
    der_wrap(&writer, DER_SEQUENCE, writer.size);
    written = der_written(&writer);
    message = g_bytes_new(written.at, written.left);
    der_writer_close(&writer);
    return message;
}

GBytes *
signed_data_write(GBytes *content, const struct credential *signer,
                  const struct private_key *key, int64_t signing_time_us,
                  bool has_certificate, GError **error)
{
    unsigned char signature[SIGNATURE_ROOM_BYTES];
    size_t signature_size = sizeof signature;
    struct digest digest = digest_of_bytes(content);
    struct der_writer writer;
    GBytes *message = NULL;

    der_writer_open(&writer, ATTRIBUTES_ROOM_BYTES);
    if (put_attributes(&writer, &digest, signing_time_us)) {
        struct der attributes = der_written(&writer);

        if (sign_attributes(&attributes, private_key_pkey(key), signature,
                            &signature_size)) {
            struct der signed_by = der_of(signature, signature_size);

            message =
                put_message(content, signer, has_certificate, &attributes, &signed_by);
        }
    }
    der_writer_close(&writer);
    if (message == NULL)
        openssl_error(error, TRUST_ERROR_INTERNAL, "signing");
    return message;
}
