/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The readers of what arrives from outside: signed messages, sealed parts, certificates
 * and revocation lists.
 */
#include "common/trust/crl.h"
#include "common/trust/seal.h"
#include "common/trust/signature.h"
#include "tests/fuzz/fuzz.h"

#define SIGNER "tests/samples/hostile/cms/signer.pem"

/* The signer of the acceptable sample, so that a mutation can get as far as OpenSSL. */
static const struct credential *
signer(void)
{
    static struct credential *credential;

    if (credential == NULL)
        credential = credential_read_file(SIGNER, NULL);
    g_assert(credential != NULL);
    return credential;
}

static void
read_message(GBytes *bytes)
{
    g_autoptr(GBytes) content = signature_verify(bytes, signer(), NULL);
    G_GNUC_UNUSED g_autoptr(credential) embedded = signature_certificate(bytes, NULL);
    struct seal_recipients recipients;
    struct signature_claim claim;
    bool is_signed = signature_peek(bytes, &claim, NULL);

    /* What verifies has the shape; what is sealed is not signed. */
    g_assert(is_signed || content == NULL);
    g_assert(!is_signed || !seal_peek(bytes, &recipients, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
    G_GNUC_UNUSED g_autoptr(credential) der = credential_read(data, size, NULL);
    G_GNUC_UNUSED g_autoptr(credential) pem =
        credential_read_pem((const char *)data, size, NULL);
    g_autoptr(authority) authority = authority_read((const char *)data, size, NULL);

    read_message(bytes);
    if (authority != NULL) {
        G_GNUC_UNUSED g_autoptr(crl) crl =
            crl_read((const char *)data, size, authority, NULL);
    }
    return 0;
}
