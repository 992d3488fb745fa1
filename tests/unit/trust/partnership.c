/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include "common/trust/openssl.h"

#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <string.h>

const struct recipe recipe_identity = {
    .basic_constraints = "critical,CA:FALSE",
    .key_usage = "critical,digitalSignature",
    .extended_key_usage = "clientAuth,emailProtection",
    .alternative_name = "URI:" CREDENTIAL_AGENCY_URI "northgate",
};
const struct recipe recipe_sealing = {
    .basic_constraints = "critical,CA:FALSE",
    .key_usage = "critical,keyAgreement",
    .alternative_name = "URI:" CREDENTIAL_AGENCY_URI "northgate",
};
const struct recipe recipe_evidence = {
    .basic_constraints = "critical,CA:FALSE",
    .key_usage = "critical,digitalSignature",
    .extended_key_usage = "emailProtection",
    .alternative_name = "URI:" CREDENTIAL_EXCHANGE_URI,
};
const struct recipe recipe_server = {
    .basic_constraints = "critical,CA:FALSE",
    .key_usage = "critical,digitalSignature",
    .extended_key_usage = "serverAuth",
    .alternative_name = "DNS:exchange.example,IP:127.0.0.1",
};

static const struct recipe recipe_root = {
    .basic_constraints = "critical,CA:TRUE",
    .key_usage = "critical,keyCertSign,cRLSign",
};

struct maker {
    struct pair own;
};

static void
add_extension(X509 *x509, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    if (value == NULL)
        return;
    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    g_assert_nonnull(extension);
    g_assert_cmpint(X509_add_ext(x509, extension, -1), ==, 1);
    X509_EXTENSION_free(extension);
}

static void
add_further(X509 *x509, const char *further)
{
    g_auto(GStrv) parts = NULL;
    X509_EXTENSION *extension;

    if (further == NULL)
        return;
    parts = g_strsplit(further, "=", 2);
    extension = X509V3_EXT_conf(NULL, NULL, parts[0], parts[1]);
    g_assert_nonnull(extension);
    g_assert_cmpint(X509_add_ext(x509, extension, -1), ==, 1);
    X509_EXTENSION_free(extension);
}

static void
set_serial(X509 *x509)
{
    unsigned char bytes[16];
    BIGNUM *number;

    RAND_bytes(bytes, sizeof bytes);
    bytes[0] = (bytes[0] & 0x7f) | 0x40;
    number = BN_bin2bn(bytes, sizeof bytes, NULL);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509));
    BN_free(number);
}

static void
set_times(X509 *x509, const struct recipe *recipe)
{
    int64_t from_us = recipe->from_us != 0 ? recipe->from_us : NOW - 1000 * DAY;
    int64_t until_us = recipe->until_us != 0 ? recipe->until_us : NOW + 1000 * DAY;

    ASN1_TIME_set(X509_getm_notBefore(x509), from_us / SECOND);
    ASN1_TIME_set(X509_getm_notAfter(x509), until_us / SECOND);
}

/* issuer and signing are NULL for a root. */
static struct credential *
make_certificate(const struct recipe *recipe, EVP_PKEY *key, X509 *issuer,
                 EVP_PKEY *signing)
{
    g_autoptr(X509) x509 = X509_new();
    const char *name = recipe->name != NULL ? recipe->name : "test";
    unsigned char *der = NULL;
    struct credential *credential;
    int size;

    X509_set_version(x509, X509_VERSION_3);
    set_serial(x509);
    set_times(x509, recipe);
    X509_set_pubkey(x509, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
                               (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(issuer != NULL ? issuer : x509));
    if (issuer == NULL)
        issuer = x509;
    add_extension(x509, issuer, NID_basic_constraints, recipe->basic_constraints);
    add_extension(x509, issuer, NID_key_usage, recipe->key_usage);
    add_extension(x509, issuer, NID_ext_key_usage, recipe->extended_key_usage);
    add_extension(x509, issuer, NID_subject_alt_name, recipe->alternative_name);
    if (!recipe->has_no_key_identifier)
        add_extension(x509, issuer, NID_subject_key_identifier, "hash");
    add_further(x509, recipe->further);
    g_assert_cmpint(X509_sign(x509, signing != NULL ? signing : key, EVP_sha256()), >,
                    0);
    size = i2d_X509(x509, &der);
    credential = credential_read(der, (size_t)size, NULL);
    g_assert_nonnull(credential);
    OPENSSL_free(der);
    return credential;
}

struct maker *
maker_new(const char *name)
{
    struct maker *maker = g_new0(struct maker, 1);
    struct recipe recipe = recipe_root;

    recipe.name = name;
    recipe.from_us = NOW - 3000 * DAY;
    recipe.until_us = NOW + 3000 * DAY;
    maker->own.key = private_key_new(NULL);
    maker->own.credential =
        make_certificate(&recipe, private_key_pkey(maker->own.key), NULL, NULL);
    return maker;
}

void
maker_free(struct maker *maker)
{
    pair_clear(&maker->own);
    g_free(maker);
}

struct authority *
maker_authority(const struct maker *maker)
{
    g_autofree char *pem = credential_pem(maker->own.credential);
    g_autoptr(GError) error = NULL;
    struct authority *authority = authority_read(pem, strlen(pem), &error);

    g_assert_no_error(error);
    return authority;
}

const struct credential *
maker_certificate(const struct maker *maker)
{
    return maker->own.credential;
}

struct pair
maker_issue(const struct maker *maker, const struct recipe *recipe,
            const struct private_key *key)
{
    struct pair pair;

    pair.key = key != NULL ? private_key_ref(key) : private_key_new(NULL);
    pair.credential = make_certificate(recipe, private_key_pkey(pair.key),
                                       credential_x509(maker->own.credential),
                                       private_key_pkey(maker->own.key));
    return pair;
}

struct pair
maker_issue_agency(const struct maker *maker, const struct recipe *recipe,
                   const char *agency)
{
    g_autofree char *name = g_strconcat("URI:", CREDENTIAL_AGENCY_URI, agency, NULL);
    struct recipe own = *recipe;

    own.alternative_name = name;
    own.name = agency;
    return maker_issue(maker, &own, NULL);
}

void
pair_clear(struct pair *pair)
{
    g_clear_pointer(&pair->key, private_key_unref);
    g_clear_pointer(&pair->credential, credential_unref);
}

char *
maker_crl(const struct maker *maker, long number, int64_t last_us, int64_t next_us,
          const struct credential *revoked, int64_t revoked_at_us)
{
    g_autoptr(X509_CRL) crl = X509_CRL_new();
    g_autoptr(ASN1_TIME) last = ASN1_TIME_set(NULL, last_us / SECOND);
    g_autoptr(ASN1_TIME) next = ASN1_TIME_set(NULL, next_us / SECOND);
    g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
    char *text;
    long size;

    X509_CRL_set_version(crl, X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(
        crl, X509_get_subject_name(credential_x509(maker->own.credential)));
    X509_CRL_set1_lastUpdate(crl, last);
    if (next_us != 0)
        X509_CRL_set1_nextUpdate(crl, next);
    if (number >= 0) {
        ASN1_INTEGER *value = ASN1_INTEGER_new();

        ASN1_INTEGER_set(value, number);
        X509_CRL_add1_ext_i2d(crl, NID_crl_number, value, 0, 0);
        ASN1_INTEGER_free(value);
    }
    if (revoked != NULL) {
        g_autoptr(ASN1_TIME) at = ASN1_TIME_set(NULL, revoked_at_us / SECOND);
        X509_REVOKED *entry = X509_REVOKED_new();

        X509_REVOKED_set_serialNumber(entry,
                                      X509_get_serialNumber(credential_x509(revoked)));
        X509_REVOKED_set_revocationDate(entry, at);
        X509_CRL_add0_revoked(crl, entry);
    }
    X509_CRL_sign(crl, private_key_pkey(maker->own.key), EVP_sha256());
    PEM_write_bio_X509_CRL(bio, crl);
    size = BIO_get_mem_data(bio, &text);
    return g_strndup(text, (size_t)size);
}

struct crl *
maker_crl_read(const struct maker *maker, long number, int64_t last_us, int64_t next_us,
               const struct credential *revoked, int64_t revoked_at_us)
{
    g_autofree char *pem =
        maker_crl(maker, number, last_us, next_us, revoked, revoked_at_us);
    g_autoptr(authority) authority = maker_authority(maker);
    g_autoptr(GError) error = NULL;
    struct crl *crl = crl_read(pem, strlen(pem), authority, &error);

    g_assert_no_error(error);
    return crl;
}

struct private_key *
odd_key(const char *kind)
{
    EVP_PKEY *pkey =
        g_str_has_prefix(kind, "RSA:")
            ? EVP_RSA_gen((unsigned int)g_ascii_strtoull(kind + 4, NULL, 10))
            : EVP_EC_gen(kind + 3);

    g_assert_nonnull(pkey);
    return private_key_of(pkey);
}

static void
register_pair(struct registry *registry, const char *agency, const struct pair *pair)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(registry_insert_certificate(registry, agency, pair->credential,
                                              NOW - 100 * DAY, REGISTRY_NOT_REVOKED,
                                              &error));
    g_assert_no_error(error);
}

void
partnership_open(struct partnership *partnership)
{
    struct maker *maker = maker_new("Test partnership");
    struct registry *registry;

    partnership->maker = maker;
    partnership->authority = maker_authority(maker);
    partnership->crl = maker_crl_read(maker, 1, NOW - DAY, NOW + 30 * DAY, NULL, 0);
    partnership->eastborough =
        maker_issue_agency(maker, &recipe_identity, "eastborough");
    partnership->eastborough_sealing =
        maker_issue_agency(maker, &recipe_sealing, "eastborough");
    partnership->northgate = maker_issue_agency(maker, &recipe_identity, "northgate");
    partnership->northgate_sealing =
        maker_issue_agency(maker, &recipe_sealing, "northgate");
    partnership->evidence = maker_issue(maker, &recipe_evidence, NULL);
    registry = registry_new(partnership->authority, partnership->crl, 3600);
    registry_insert_agency(registry, 1, "eastborough", true);
    registry_insert_agency(registry, 2, "northgate", true);
    register_pair(registry, "eastborough", &partnership->eastborough);
    register_pair(registry, "eastborough", &partnership->eastborough_sealing);
    register_pair(registry, "northgate", &partnership->northgate);
    register_pair(registry, "northgate", &partnership->northgate_sealing);
    partnership->registry = registry;
}

void
partnership_close(struct partnership *partnership)
{
    g_clear_pointer(&partnership->registry, registry_unref);
    g_clear_pointer(&partnership->crl, crl_unref);
    g_clear_pointer(&partnership->authority, authority_unref);
    pair_clear(&partnership->eastborough);
    pair_clear(&partnership->eastborough_sealing);
    pair_clear(&partnership->northgate);
    pair_clear(&partnership->northgate_sealing);
    pair_clear(&partnership->evidence);
    g_clear_pointer(&partnership->maker, maker_free);
}
