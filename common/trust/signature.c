/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/signature.h"

#include "common/trust/openssl.h"
#include "common/trust/signed_data.h"

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

/* The very bytes that were read, digested and verified: there is no second reader. */
static GBytes *
content_of(GBytes *message, const struct signed_data *data)
{
    const unsigned char *begin = g_bytes_get_data(message, NULL);

    return g_bytes_new_from_bytes(message, (size_t)(data->content.at - begin),
                                  data->content.left);
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
    if (!signed_data_verify(&data, signer, error))
        return NULL;
    return content_of(message, &data);
}

GBytes *
signature_content(GBytes *message, GError **error)
{
    struct signed_data data;

    if (!signed_data_read(message, &data, error))
        return NULL;
    return content_of(message, &data);
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
