/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/signature.h"

#include "common/trust/openssl.h"
#include "common/trust/signed_data.h"

#include <openssl/err.h>
#include <string.h>

static bool
check_signer(const struct credential *signer, GError **error)
{
    enum credential_usage usage = credential_usage(signer);

    if (usage == CREDENTIAL_EVIDENCE)
        return true;
    return credential_check_usage(signer, CREDENTIAL_IDENTITY, error);
}

GBytes *
signature_write(GBytes *content, const struct credential *signer,
                const struct private_key *key, int64_t signing_time_us,
                enum signature_certificate certificate, GError **error)
{
    if (g_bytes_get_size(content) > SIGNATURE_CONTENT_MAX_BYTES) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "a document has at most %d bytes", SIGNATURE_CONTENT_MAX_BYTES);
        return NULL;
    }
    if (!check_signer(signer, error) || !private_key_check(key, signer, error))
        return NULL;
    return signed_data_write(content, signer, key, signing_time_us,
                             certificate == SIGNATURE_WITH_CERTIFICATE, error);
}

bool
signature_peek(GBytes *message, struct signature_claim *claim, GError **error)
{
    struct signed_data data;

    if (!signed_data_read(message, &data, error))
        return false;
    claim->signer = data.signer;
    claim->signing_time_us = data.signing_time_us;
    return true;
}

/* What CMS_verify() itself puts out, and nothing else, is the content. */
static GBytes *
verify(GBytes *message, const struct credential *signer, GError **error)
{
    const unsigned int flags =
        CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY | CMS_NOINTERN | CMS_NOCRL;
    g_autoptr(CMS_ContentInfo) cms = NULL;
    g_autoptr(BIO) out = NULL;
    CMS_SignerInfo *info;
    size_t size;
    const unsigned char *at = g_bytes_get_data(message, &size);

    cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
    if (cms == NULL || sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) != 1) {
        openssl_error(error, TRUST_ERROR_CMS_PROFILE, "RFC 5652 5.1: SignedData");
        return NULL;
    }
    info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
    CMS_SignerInfo_set1_signer_cert(info, credential_x509(signer));
    out = BIO_new(BIO_s_mem());
    if (CMS_verify(cms, NULL, NULL, NULL, out, flags) != 1) {
        openssl_error(error, TRUST_ERROR_BAD_SIGNATURE, "RFC 5652 5.6: the signature");
        return NULL;
    }
    return openssl_bytes(out);
}

GBytes *
signature_verify(GBytes *message, const struct credential *signer, GError **error)
{
    struct signed_data data;

    if (!signed_data_read(message, &data, error) || !check_signer(signer, error))
        return NULL;
    if (!credential_has_id(signer, &data.signer)) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNKNOWN_SIGNER,
                    "RFC 5652 5.3: the message names another signer");
        return NULL;
    }
    if (EVP_PKEY_is_a(credential_public_key(signer), "RSA") != data.is_rsa) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_BAD_SIGNATURE,
                    "RFC 5652 5.3: the algorithm is not that of the signer's key");
        return NULL;
    }
    return verify(message, signer, error);
}

GBytes *
signature_content(GBytes *message, GError **error)
{
    g_autoptr(CMS_ContentInfo) cms = NULL;
    struct signed_data data;
    ASN1_OCTET_STRING **content;
    size_t size;
    const unsigned char *at = g_bytes_get_data(message, &size);

    if (!signed_data_read(message, &data, error))
        return NULL;
    cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
    content = cms == NULL ? NULL : CMS_get0_content(cms);
    if (content == NULL || *content == NULL) {
        openssl_error(error, TRUST_ERROR_CMS_PROFILE, "RFC 5652 5.2: the content");
        return NULL;
    }
    return g_bytes_new(ASN1_STRING_get0_data(*content),
                       (size_t)ASN1_STRING_length(*content));
}

struct credential *
signature_certificate(GBytes *message, GError **error)
{
    struct signed_data data;

    if (!signed_data_read(message, &data, error))
        return NULL;
    while (!der_is_end(&data.certificates)) {
        g_autoptr(credential) credential = NULL;
        struct der element;

        /* Other kinds of certificate have context tags (10.2.2); none is evidence. */
        if (!der_read_element(&data.certificates, DER_SEQUENCE, &element))
            break;
        credential = credential_read(element.at, element.left, error);
        if (credential == NULL)
            return NULL;
        if (credential_has_id(credential, &data.signer))
            return g_steal_pointer(&credential);
    }
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_CMS_PROFILE,
                "RFC 5652 5.1: evidence carries its signer's certificate");
    return NULL;
}
