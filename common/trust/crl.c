/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/crl.h"

#include "common/shared.h"
#include "common/trust/file.h"
#include "common/trust/openssl.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIGNUM, BN_free)

/* The list of one certificate of the authority. */
struct list {
    const struct credential *issuer; /* belongs to the authority */
    X509_CRL *x509;
    struct digest sha256;
    BIGNUM *number;
    int64_t next_update_us;
    GHashTable *revoked; /* serial as credential_serial() -> int64_t, microseconds */
};

struct crl {
    struct authority *authority;
    GBytes *pem;
    GPtrArray *lists; /* struct list * */
    char *number;
    int64_t next_update_us;
};

static void
list_free(void *data)
{
    struct list *list = data;

    X509_CRL_free(list->x509);
    BN_free(list->number);
    g_hash_table_unref(list->revoked);
    g_free(list);
}

static void
crl_clear(void *data)
{
    struct crl *crl = data;

    SHARED_LAST(data);
    g_clear_pointer(&crl->lists, g_ptr_array_unref);
    g_clear_pointer(&crl->pem, g_bytes_unref);
    g_clear_pointer(&crl->number, g_free);
    g_clear_pointer(&crl->authority, authority_unref);
}

struct crl *
crl_ref(const struct crl *crl)
{
    return g_atomic_rc_box_acquire((struct crl *)crl);
}

void
crl_unref(struct crl *crl)
{
    shared_release(crl, crl_clear);
}

static bool
invalid(GError **error, const char *what)
{
    ERR_clear_error();
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_CRL_INVALID, "RFC 5280 5: %s", what);
    return false;
}

static bool
is_strong_signature(const X509_CRL *x509)
{
    static const int algorithms[] = {
        NID_ecdsa_with_SHA256,       NID_ecdsa_with_SHA384,
        NID_ecdsa_with_SHA512,       NID_sha256WithRSAEncryption,
        NID_sha384WithRSAEncryption, NID_sha512WithRSAEncryption,
    };
    int nid = X509_CRL_get_signature_nid(x509);

    for (size_t i = 0; i < G_N_ELEMENTS(algorithms); i++)
        if (algorithms[i] == nid)
            return true;
    return false;
}

/* Which of our certificates signed it; NULL if none did. */
static const struct credential *
find_issuer(const struct authority *authority, X509_CRL *x509)
{
    for (size_t i = 0; i < authority_count(authority); i++) {
        const struct credential *root = authority_certificate(authority, i);

        if (X509_NAME_cmp(X509_get_subject_name(credential_x509(root)),
                          X509_CRL_get_issuer(x509)) == 0 &&
            X509_CRL_verify(x509, credential_public_key(root)) == 1)
            return root;
    }
    return NULL;
}

/* Critical extensions make a list partial, indirect or a delta; ours is whole. */
static bool
has_critical_extension(const X509_CRL *x509)
{
    for (int i = 0; i < X509_CRL_get_ext_count(x509); i++)
        if (X509_EXTENSION_get_critical(X509_CRL_get_ext(x509, i)))
            return true;
    return false;
}

static struct list *
list_new(X509_CRL *x509, const unsigned char *der, size_t size,
         const struct authority *authority, GError **error)
{
    g_autoptr(BIGNUM) number = NULL;
    ASN1_INTEGER *extension;
    int64_t next_update_us;
    struct list *list;
    const struct credential *issuer;

    if (!is_strong_signature(x509) || (issuer = find_issuer(authority, x509)) == NULL) {
        invalid(error, "not signed by our authority");
        return NULL;
    }
    if (has_critical_extension(x509)) {
        invalid(error, "a whole list without critical extensions");
        return NULL;
    }
    if (!openssl_time_us(X509_CRL_get0_nextUpdate(x509), &next_update_us)) {
        invalid(error, "5.1.2.5: a next update");
        return NULL;
    }
    extension = X509_CRL_get_ext_d2i(x509, NID_crl_number, NULL, NULL);
    number = extension != NULL ? ASN1_INTEGER_to_BN(extension, NULL) : NULL;
    ASN1_INTEGER_free(extension);
    if (number == NULL || BN_is_negative(number)) {
        invalid(error, "5.2.3: a number");
        return NULL;
    }
    list = g_new0(struct list, 1);
    list->issuer = issuer;
    list->sha256 = digest_of(der, size);
    list->next_update_us = next_update_us;
    list->number = g_steal_pointer(&number);
    X509_CRL_up_ref(x509);
    list->x509 = x509;
    list->revoked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return list;
}

static bool
insert_revoked(struct list *list, GError **error)
{
    const STACK_OF(X509_REVOKED) *entries = X509_CRL_get_REVOKED(list->x509);

    for (int i = 0; i < sk_X509_REVOKED_num(entries); i++) {
        const X509_REVOKED *entry = sk_X509_REVOKED_value(entries, i);
        int64_t at_us;

        if (!openssl_time_us(X509_REVOKED_get0_revocationDate(entry), &at_us))
            return invalid(error, "5.1.2.6: a revocation date");
        for (int j = 0; j < X509_REVOKED_get_ext_count(entry); j++)
            if (X509_EXTENSION_get_critical(X509_REVOKED_get_ext(entry, j)))
                return invalid(error, "5.3: no critical extension in an entry");
        g_hash_table_insert(list->revoked,
                            openssl_serial(X509_REVOKED_get0_serialNumber(entry)),
                            g_memdup2(&at_us, sizeof at_us));
    }
    return true;
}

static const struct list *
find_list(const struct crl *crl, const struct credential *issuer)
{
    for (guint i = 0; i < crl->lists->len; i++) {
        const struct list *list = crl->lists->pdata[i];

        if (digest_is_equal(credential_sha256(list->issuer), credential_sha256(issuer)))
            return list;
    }
    return NULL;
}

static bool
insert_list(struct crl *crl, const unsigned char *der, long size, GError **error)
{
    const unsigned char *at = der;
    g_autoptr(X509_CRL) x509 = d2i_X509_CRL(NULL, &at, size);
    struct list *list;

    if (x509 == NULL || at != der + size)
        return invalid(error, "not a list in DER");
    list = list_new(x509, der, (size_t)size, crl->authority, error);
    if (list == NULL)
        return false;
    if (find_list(crl, list->issuer) != NULL) {
        list_free(list);
        return invalid(error, "two lists of one authority");
    }
    g_ptr_array_add(crl->lists, list);
    if (list->next_update_us < crl->next_update_us)
        crl->next_update_us = list->next_update_us;
    return insert_revoked(list, error);
}

static bool
insert_lists(struct crl *crl, const char *pem, size_t size, GError **error)
{
    g_autoptr(BIO) bio = BIO_new_mem_buf(pem, (int)size);
    char *name, *header;
    unsigned char *data;
    long data_size;

    while (PEM_read_bio(bio, &name, &header, &data, &data_size) == 1) {
        bool is_done = strcmp(name, PEM_STRING_X509_CRL) == 0
                           ? insert_list(crl, data, data_size, error)
                           : invalid(error, "PEM text with lists only");

        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
        if (!is_done)
            return false;
    }
    ERR_clear_error();
    return true;
}

static char *
number_text(const BIGNUM *number)
{
    char *decimal = BN_bn2dec(number);
    char *text = g_strdup(decimal);

    OPENSSL_free(decimal);
    return text;
}

struct crl *
crl_read(const char *pem, size_t size, const struct authority *authority,
         GError **error)
{
    g_autoptr(crl) crl = NULL;

    if (size > CRL_MAX_BYTES) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "a revocation list has at most %d bytes", CRL_MAX_BYTES);
        return NULL;
    }
    crl = g_atomic_rc_box_new0(struct crl);
    crl->authority = authority_ref(authority);
    crl->pem = g_bytes_new(pem, size);
    crl->lists = g_ptr_array_new_with_free_func(list_free);
    crl->next_update_us = INT64_MAX;
    if (!insert_lists(crl, pem, size, error))
        return NULL;
    if (crl->lists->len != authority_count(authority)) {
        invalid(error, "one list for each certificate of the authority");
        return NULL;
    }
    crl->number =
        number_text(find_list(crl, authority_certificate(authority, 0))->number);
    return g_steal_pointer(&crl);
}

struct crl *
crl_read_file(const char *path, const struct authority *authority, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, CRL_MAX_BYTES, error);
    struct crl *crl;
    const char *data;
    size_t size;

    if (bytes == NULL)
        return NULL;
    data = g_bytes_get_data(bytes, &size);
    crl = crl_read(data, size, authority, error);
    if (crl == NULL)
        g_prefix_error(error, "%s: ", path);
    return crl;
}

bool
crl_check_successor(const struct crl *held, const struct crl *fresh, GError **error)
{
    for (guint i = 0; i < held->lists->len; i++) {
        const struct list *before = held->lists->pdata[i];
        const struct list *after = find_list(fresh, before->issuer);
        int order;

        if (after == NULL)
            continue; /* that certificate of the authority has been retired */
        order = BN_cmp(after->number, before->number);
        if (order < 0 ||
            (order == 0 && !digest_is_equal(&after->sha256, &before->sha256))) {
            g_set_error(error, TRUST_ERROR, TRUST_ERROR_CRL_ROLLBACK,
                        "RFC 5280 5.2.3: number %s is not newer than the list held "
                        "(%s)",
                        fresh->number, held->number);
            return false;
        }
    }
    return true;
}

bool
crl_check_fresh(const struct crl *crl, int64_t now_us, int64_t grace_seconds,
                GError **error)
{
    int64_t late_us = now_us - crl->next_update_us;

    if (late_us < 0 || late_us / 1000000 < grace_seconds)
        return true;
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_CRL_STALE,
                "RFC 5280 5.1.2.5: the revocation list is overdue");
    return false;
}

bool
crl_find(const struct crl *crl, const struct credential *credential,
         int64_t *revoked_at_us)
{
    const X509_NAME *issuer = X509_get_issuer_name(credential_x509(credential));
    bool is_found = false;

    /* Names may be spelled in two ways in DER; X509_NAME_cmp() knows them as one. */
    for (guint i = 0; i < crl->lists->len; i++) {
        const struct list *list = crl->lists->pdata[i];
        const int64_t *at_us =
            g_hash_table_lookup(list->revoked, credential_serial(credential));

        if (at_us == NULL ||
            X509_NAME_cmp(X509_CRL_get_issuer(list->x509), issuer) != 0)
            continue;
        *revoked_at_us = is_found ? MIN(*revoked_at_us, *at_us) : *at_us;
        is_found = true;
    }
    return is_found;
}

bool
crl_check(const struct crl *crl, const struct credential *credential, int64_t at_us,
          GError **error)
{
    int64_t revoked_at_us;

    if (!crl_find(crl, credential, &revoked_at_us) || at_us < revoked_at_us)
        return true;
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_REVOKED,
                "RFC 5280 6.3: certificate %s is revoked",
                credential_serial(credential));
    return false;
}

int64_t
crl_next_update_us(const struct crl *crl)
{
    return crl->next_update_us;
}

const char *
crl_number(const struct crl *crl)
{
    return crl->number;
}

GBytes *
crl_pem(const struct crl *crl)
{
    return crl->pem;
}
