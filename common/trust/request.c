/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/request.h"

#include "common/trust/openssl.h"

#include <openssl/err.h>
#include <openssl/pem.h>

static bool
fill(X509_REQ *request, EVP_PKEY *pkey, const char *name)
{
    return X509_REQ_set_version(request, X509_REQ_VERSION_1) == 1 &&
           X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request),
                                      NID_commonName, MBSTRING_UTF8,
                                      (const unsigned char *)name, -1, -1, 0) == 1 &&
           X509_REQ_set_pubkey(request, pkey) == 1 &&
           X509_REQ_sign(request, pkey, EVP_sha256()) > 0;
}

char *
request_new(const struct private_key *key, const char *name, GError **error)
{
    g_autoptr(X509_REQ) request = X509_REQ_new();
    g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
    char *text;
    long size;

    if (!fill(request, private_key_pkey(key), name) ||
        PEM_write_bio_X509_REQ(bio, request) != 1) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "certificate signing request");
        return NULL;
    }
    size = BIO_get_mem_data(bio, &text);
    return g_strndup(text, (size_t)size);
}
