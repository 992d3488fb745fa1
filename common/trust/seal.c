/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/seal.h"

#include "common/trust/der.h"
#include "common/trust/oid.h"
#include "common/trust/openssl.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <string.h>

#define NONCE_BYTES       12
#define TAG_BYTES         16
#define WRAPPED_KEY_BYTES (32 + 8) /* RFC 3394 adds 8 bytes to the AES-256 key */
#define POINT_BYTES       65       /* 04, X, Y on P-256 */

static const struct der_oid id_auth_enveloped_data =
    DER_OID_OF(OID_AUTH_ENVELOPED_DATA);
static const struct der_oid id_data = DER_OID_OF(OID_DATA);
static const struct der_oid id_aes256_gcm = DER_OID_OF(OID_AES256_GCM);
static const struct der_oid id_aes256_wrap = DER_OID_OF(OID_AES256_WRAP);
static const struct der_oid id_ecdh_sha256 = DER_OID_OF(OID_ECDH_SHA256_KDF);
static const struct der_oid id_ec_public_key = DER_OID_OF(OID_EC_PUBLIC_KEY);
static const struct der_oid id_p256 = DER_OID_OF(OID_P256);

static bool
refuse(GError **error, const char *rule)
{
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_SEALING_PROFILE, "%s", rule);
    return false;
}

/* The ephemeral public key: on P-256, said in full or left to the recipient's key. */
static bool
read_originator(struct der *in, GError **error)
{
    struct der originator, key, algorithm, parameters, point;

    if (!der_read(in, DER_CONTEXT_CONSTRUCTED | 0, &originator) ||
        !der_read(&originator, DER_CONTEXT_CONSTRUCTED | 1, &key) ||
        !der_is_end(&originator) || !der_read(&key, DER_SEQUENCE, &algorithm) ||
        !der_read_oid(&algorithm, &id_ec_public_key))
        return refuse(error, "RFC 5753 3.1.1: an ephemeral EC key");
    if (der_is_next(&algorithm, DER_OID)) {
        if (!der_read_oid(&algorithm, &id_p256))
            return refuse(error, "RFC 5753 3.1.1: an ephemeral key on P-256");
    } else if (der_is_next(&algorithm, DER_NULL) &&
               !der_read(&algorithm, DER_NULL, &parameters)) {
        return refuse(error, "RFC 5753 3.1.1: an ephemeral EC key");
    }
    if (!der_is_end(&algorithm) || !der_read(&key, DER_BIT_STRING, &point) ||
        !der_is_end(&key) || point.left != 1 + POINT_BYTES || point.at[0] != 0 ||
        point.at[1] != POINT_CONVERSION_UNCOMPRESSED)
        return refuse(error, "RFC 5753 3.1.1: an ephemeral key on P-256, uncompressed");
    return true;
}

static bool
read_key_encryption(struct der *in, GError **error)
{
    struct der algorithm, wrap, null;

    if (!der_read(in, DER_SEQUENCE, &algorithm) ||
        !der_read_oid(&algorithm, &id_ecdh_sha256))
        return refuse(error,
                      "RFC 5753 7.1.4: dhSinglePass-stdDH-sha256kdf (not SHA-1)");
    if (!der_read(&algorithm, DER_SEQUENCE, &wrap) || !der_is_end(&algorithm) ||
        !der_read_oid(&wrap, &id_aes256_wrap))
        return refuse(error, "RFC 5753 7.1.5: the key wrap is aes256-wrap");
    if (der_is_next(&wrap, DER_NULL) && !der_read(&wrap, DER_NULL, &null))
        return refuse(error, "RFC 5753 7.1.5: the key wrap is aes256-wrap");
    return der_is_end(&wrap) ||
           refuse(error, "RFC 5753 7.1.5: the key wrap has no parameters");
}

static bool
read_recipient_id(struct der *in, struct certificate_id *id)
{
    struct der element, identifier;

    if (der_read_element(in, DER_SEQUENCE, &element)) {
        *id = (struct certificate_id){false, element.at, element.left};
        return true;
    }
    if (!der_read(in, DER_CONTEXT_CONSTRUCTED | 0, &identifier) ||
        !der_read(&identifier, DER_OCTET_STRING, &element) ||
        !der_is_end(&identifier) || element.left == 0)
        return false;
    *id = (struct certificate_id){true, element.at, element.left};
    return true;
}

static bool
read_recipient(struct der *in, struct certificate_id *id, GError **error)
{
    struct der info, keys, key, wrapped;
    int version;

    if (!der_read(in, DER_CONTEXT_CONSTRUCTED | 1, &info) ||
        !der_read_small(&info, &version) || version != 3)
        return refuse(error, "RFC 5652 6.2.2: recipients by key agreement");
    if (!read_originator(&info, error))
        return false;
    if (der_is_next(&info, DER_CONTEXT_CONSTRUCTED | 1))
        return refuse(error, "RFC 5753 3.1.1: no user keying material");
    if (!read_key_encryption(&info, error))
        return false;
    if (!der_read(&info, DER_SEQUENCE, &keys) || !der_is_end(&info) ||
        !der_read(&keys, DER_SEQUENCE, &key) || !der_is_end(&keys))
        return refuse(error, "RFC 5652 6.2.2: one key for each recipient");
    if (!read_recipient_id(&key, id) || !der_read(&key, DER_OCTET_STRING, &wrapped) ||
        !der_is_end(&key) || wrapped.left != WRAPPED_KEY_BYTES)
        return refuse(error, "RFC 5652 6.2.2: recipient and wrapped AES-256 key");
    return true;
}

static bool
read_recipients(struct der *in, struct seal_recipients *recipients, GError **error)
{
    struct der set;
    size_t count = 0;

    if (!der_read(in, DER_SET, &set))
        return refuse(error, "RFC 5083 2.1: recipientInfos, in DER");
    for (; !der_is_end(&set) && count < SEAL_RECIPIENTS; count++)
        if (!read_recipient(&set, &recipients->ids[count], error))
            return false;
    if (count != SEAL_RECIPIENTS || !der_is_end(&set))
        return refuse(error, "exactly two recipients: the addressee and the sender");
    return true;
}

static bool
read_content(struct der *in, GError **error)
{
    struct der info, algorithm, parameters, nonce, encrypted;
    int tag_bytes;

    if (!der_read(in, DER_SEQUENCE, &info) || !der_read_oid(&info, &id_data))
        return refuse(error, "RFC 5083 2.1: the content is of type id-data");
    if (!der_read(&info, DER_SEQUENCE, &algorithm) ||
        !der_read_oid(&algorithm, &id_aes256_gcm))
        return refuse(error, "RFC 5084 3.2: the content is under AES-256-GCM");
    if (!der_read(&algorithm, DER_SEQUENCE, &parameters) || !der_is_end(&algorithm) ||
        !der_read(&parameters, DER_OCTET_STRING, &nonce) || nonce.left != NONCE_BYTES ||
        !der_read_small(&parameters, &tag_bytes) || tag_bytes != TAG_BYTES ||
        !der_is_end(&parameters))
        return refuse(error, "RFC 5084 3.2: a nonce of 12 bytes and a tag of 16");
    if (!der_read(&info, DER_CONTEXT | 0, &encrypted) || !der_is_end(&info))
        return refuse(error, "RFC 5083 2.1: the encrypted content, attached, in DER");
    return true;
}

static bool
read_sealed(struct der in, struct seal_recipients *recipients, GError **error)
{
    struct der outer, explicit, body, tag;
    int version;

    if (!der_read(&in, DER_SEQUENCE, &outer) || !der_is_end(&in))
        return refuse(error, "RFC 5652 3: one ContentInfo in DER and nothing after it");
    if (!der_read_oid(&outer, &id_auth_enveloped_data))
        return refuse(error, "RFC 5083 2: the type is id-ct-authEnvelopedData");
    if (!der_read(&outer, DER_CONTEXT_CONSTRUCTED | 0, &explicit) ||
        !der_is_end(&outer) || !der_read(&explicit, DER_SEQUENCE, &body) ||
        !der_is_end(&explicit) || !der_read_small(&body, &version) || version != 0)
        return refuse(error, "RFC 5083 2.1: AuthEnvelopedData, in DER");
    if (!read_recipients(&body, recipients, error) || !read_content(&body, error))
        return false;
    if (!der_read(&body, DER_OCTET_STRING, &tag) || tag.left != TAG_BYTES ||
        !der_is_end(&body))
        return refuse(error, "RFC 5083 2.1: a tag of 16 bytes and no attributes");
    return true;
}

bool
seal_peek(GBytes *sealed, struct seal_recipients *recipients, GError **error)
{
    struct seal_recipients read;
    size_t size;
    const void *data = g_bytes_get_data(sealed, &size);

    if (size > SEAL_MAX_BYTES) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "a sealed part has at most %d bytes", SEAL_MAX_BYTES);
        return false;
    }
    if (!read_sealed(der_of(data, size), &read, error))
        return false;
    *recipients = read;
    return true;
}

static bool
add_recipient(CMS_ContentInfo *cms, const struct credential *recipient, GError **error)
{
    CMS_RecipientInfo *info = CMS_add1_recipient_cert(cms, credential_x509(recipient),
                                                      CMS_KEY_PARAM | CMS_BINARY);
    EVP_PKEY_CTX *context = info != NULL ? CMS_RecipientInfo_get0_pkey_ctx(info) : NULL;

    /* Without this OpenSSL takes the SHA-1 KDF. */
    if (context == NULL || EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) != 1) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "sealing to a recipient");
        return false;
    }
    return true;
}

GBytes *
seal_close(GBytes *plain, const struct credential *recipient,
           const struct credential *sender, GError **error)
{
    g_autoptr(CMS_ContentInfo) cms = NULL;
    g_autoptr(BIO) in = NULL;
    g_autoptr(BIO) out = NULL;
    size_t size;
    const void *data = g_bytes_get_data(plain, &size);

    if (size > SEAL_PLAIN_MAX_BYTES) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "the part to be sealed has at most %d bytes", SEAL_PLAIN_MAX_BYTES);
        return NULL;
    }
    if (!credential_check_usage(recipient, CREDENTIAL_SEALING, error) ||
        !credential_check_usage(sender, CREDENTIAL_SEALING, error))
        return NULL;
    cms = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_PARTIAL | CMS_BINARY);
    if (cms == NULL) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "sealing");
        return NULL;
    }
    if (!add_recipient(cms, recipient, error) || !add_recipient(cms, sender, error))
        return NULL;
    in = BIO_new_mem_buf(data, (int)size);
    out = BIO_new(BIO_s_mem());
    if (CMS_final(cms, in, NULL, CMS_BINARY) != 1 || i2d_CMS_bio(out, cms) != 1) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "sealing");
        return NULL;
    }
    return openssl_bytes(out);
}

GBytes *
seal_open(GBytes *sealed, const struct credential *own, const struct private_key *key,
          GError **error)
{
    g_autoptr(CMS_ContentInfo) cms = NULL;
    g_autoptr(BIO) out = NULL;
    struct seal_recipients named;
    size_t size;
    const unsigned char *at = g_bytes_get_data(sealed, &size);

    if (!seal_peek(sealed, &named, error) || !private_key_check(key, own, error))
        return NULL;
    if (!credential_has_id(own, &named.ids[0]) &&
        !credential_has_id(own, &named.ids[1])) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_CANNOT_OPEN,
                    "sealed to other keys than certificate %s", credential_serial(own));
        return NULL;
    }
    cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
    out = BIO_new(BIO_s_mem());
    /* With the key alone OpenSSL would try it on every recipient. */
    if (cms == NULL ||
        CMS_decrypt_set1_pkey(cms, private_key_pkey(key), credential_x509(own)) != 1 ||
        CMS_decrypt(cms, NULL, NULL, NULL, out, CMS_BINARY) != 1) {
        openssl_error(error, TRUST_ERROR_CANNOT_OPEN, "the sealed part does not open");
        return NULL;
    }
    return openssl_bytes(out);
}
