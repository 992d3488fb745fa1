/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CMS_verify() decodes the whole message once more, with a reader that takes BER and
 * much that we refuse, and spends 110,000 instructions beside the signature.  What is
 * left to do once the strict reader has found every part is short, and then nothing
 * can be read in two ways.
 */
#include "common/trust/openssl.h"
#include "common/trust/signed_data.h"

#include <openssl/err.h>
#include <string.h>

/*
 * RFC 5652 5.4: the attributes are signed as the SET that they are, whatever the tag
 * that they carry in the message.
 */
static bool
verify_attributes(const struct signed_data *data, EVP_PKEY *key)
{
    static const unsigned char set = DER_SET;
    g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();

    return EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
           EVP_DigestVerifyUpdate(context, &set, sizeof set) == 1 &&
           EVP_DigestVerifyUpdate(context, data->attributes.at + sizeof set,
                                  data->attributes.left - sizeof set) == 1 &&
           EVP_DigestVerifyFinal(context, data->signature.at, data->signature.left) ==
               1;
}

bool
signed_data_verify(const struct signed_data *data, const struct credential *signer,
                   GError **error)
{
    struct digest digest = digest_of(data->content.at, data->content.left);

    if (memcmp(data->message_digest.at, digest.bytes, DIGEST_BYTES) != 0) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_BAD_SIGNATURE,
                    "RFC 5652 5.6: the content is not what was signed");
        return false;
    }
    if (verify_attributes(data, credential_public_key(signer)))
        return true;
    /* A signature that is wrong leaves nothing in OpenSSL's queue, a malformed one
     * does. */
    ERR_clear_error();
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_BAD_SIGNATURE,
                "RFC 5652 5.6: the signature is not the signer's");
    return false;
}
