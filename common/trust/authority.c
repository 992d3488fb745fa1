/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/authority.h"

#include "common/shared.h"
#include "common/trust/file.h"
#include "common/trust/openssl.h"

#include <openssl/err.h>

#define AUTHORITY_MAX_BYTES (AUTHORITY_MAX * CREDENTIAL_MAX_BYTES)
#define SECURITY_LEVEL      2 /* OpenSSL's: 112 bits, so no SHA-1 and no short RSA */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_STORE, X509_STORE_free)

struct authority {
    GPtrArray *certificates; /* struct credential * */
    X509_STORE *store;
};

static void
authority_clear(void *data)
{
    struct authority *authority = data;

    SHARED_LAST(data);
    g_clear_pointer(&authority->certificates, g_ptr_array_unref);
    g_clear_pointer(&authority->store, X509_STORE_free);
}

struct authority *
authority_ref(const struct authority *authority)
{
    return g_atomic_rc_box_acquire((struct authority *)authority);
}

void
authority_unref(struct authority *authority)
{
    shared_release(authority, authority_clear);
}

static bool
check_root(const struct credential *credential, GError **error)
{
    if (!credential_check_usage(credential, CREDENTIAL_AUTHORITY, error))
        return false;
    if (X509_self_signed(credential_x509(credential), 1) != 1) {
        ERR_clear_error();
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_CERTIFICATE,
                    "the authority's certificate must be signed by itself");
        return false;
    }
    return true;
}

struct authority *
authority_read(const char *pem, size_t size, GError **error)
{
    g_autoptr(GPtrArray) certificates =
        credential_list_pem(pem, size, AUTHORITY_MAX, error);
    g_autoptr(X509_STORE) store = X509_STORE_new();
    struct authority *authority;

    if (certificates == NULL)
        return NULL;
    for (guint i = 0; i < certificates->len; i++) {
        const struct credential *root = certificates->pdata[i];

        if (!check_root(root, error))
            return NULL;
        if (X509_STORE_add_cert(store, credential_x509(root)) != 1) {
            openssl_error(error, TRUST_ERROR_INTERNAL, "certificate store");
            return NULL;
        }
    }
    authority = g_atomic_rc_box_new0(struct authority);
    authority->certificates = g_steal_pointer(&certificates);
    authority->store = g_steal_pointer(&store);
    return authority;
}

struct authority *
authority_read_file(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, AUTHORITY_MAX_BYTES, error);
    struct authority *authority;
    const char *data;
    size_t size;

    if (bytes == NULL)
        return NULL;
    data = g_bytes_get_data(bytes, &size);
    authority = authority_read(data, size, error);
    if (authority == NULL)
        g_prefix_error(error, "%s: ", path);
    return authority;
}

bool
authority_check_fingerprint(const struct authority *authority,
                            const struct digest *sha256, GError **error)
{
    if (authority_count(authority) == 1 &&
        digest_is_equal(credential_sha256(authority_certificate(authority, 0)), sha256))
        return true;
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_FINGERPRINT,
                "the authority's fingerprint is %s, not the one given",
                credential_fingerprint(authority_certificate(authority, 0)));
    return false;
}

size_t
authority_count(const struct authority *authority)
{
    return authority->certificates->len;
}

const struct credential *
authority_certificate(const struct authority *authority, size_t index)
{
    return authority->certificates->pdata[index];
}

/* The one of ours that a verified chain ends in. */
static const struct credential *
find_root(const struct authority *authority, X509_STORE_CTX *context)
{
    const STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    X509 *top = sk_X509_value(chain, sk_X509_num(chain) - 1);

    for (guint i = 0; i < authority->certificates->len; i++) {
        const struct credential *root = authority->certificates->pdata[i];

        if (X509_cmp(credential_x509(root), top) == 0)
            return root;
    }
    return NULL;
}

const struct credential *
authority_find_issuer(const struct authority *authority,
                      const struct credential *credential, GError **error)
{
    g_autoptr(X509_STORE_CTX) context = X509_STORE_CTX_new();
    X509_VERIFY_PARAM *parameters;
    const struct credential *root;

    if (context == NULL ||
        X509_STORE_CTX_init(context, authority->store, credential_x509(credential),
                            NULL) != 1) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "certificate verification");
        return NULL;
    }
    parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
    X509_VERIFY_PARAM_set_auth_level(parameters, SECURITY_LEVEL);
    X509_VERIFY_PARAM_set_depth(parameters, 0); /* we issue without intermediates */
    if (X509_verify_cert(context) != 1) {
        ERR_clear_error();
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNTRUSTED,
                    "RFC 5280 6.1: not issued by our authority (%s)",
                    X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
        return NULL;
    }
    root = find_root(authority, context);
    if (root == NULL)
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNTRUSTED,
                    "RFC 5280 6.1: not issued by our authority");
    return root;
}

bool
authority_check(const struct authority *authority, const struct credential *credential,
                enum credential_usage usage, int64_t at_us, GError **error)
{
    const struct credential *issuer =
        authority_find_issuer(authority, credential, error);

    return issuer != NULL && credential_check_usage(credential, usage, error) &&
           credential_check_validity(credential, at_us, error) &&
           credential_check_validity(issuer, at_us, error);
}
