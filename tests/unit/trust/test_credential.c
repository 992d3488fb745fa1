/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include "common/trust/openssl.h"

#include <string.h>

#define AGENCY "URI:" CREDENTIAL_AGENCY_URI

#define RECIPE(basic, usage, extended, names, more)                                    \
    {                                                                                  \
        .basic_constraints = (basic), .key_usage = (usage),                            \
        .extended_key_usage = (extended), .alternative_name = (names),                 \
        .further = (more)                                                              \
    }

static const struct {
    const char *why;
    enum credential_usage expected;
    struct recipe recipe;
} recipes[] = {
    {"an agency's identity", CREDENTIAL_IDENTITY,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection", AGENCY "abc",
            NULL)},
    {"basic constraints may be left out, which means CA:FALSE", CREDENTIAL_IDENTITY,
     RECIPE(NULL, "digitalSignature", "clientAuth,emailProtection", AGENCY "abc",
            NULL)},
    {"an identity is no authority", CREDENTIAL_OTHER,
     RECIPE("CA:TRUE", "digitalSignature", "clientAuth,emailProtection", AGENCY "abc",
            NULL)},
    {"an identity only signs", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature,keyAgreement", "clientAuth,emailProtection",
            AGENCY "abc", NULL)},
    {"key usage must be said", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", NULL, "clientAuth,emailProtection", AGENCY "abc", NULL)},
    {"an identity is for TLS too", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "emailProtection", AGENCY "abc", NULL)},
    {"an identity is no server", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection,serverAuth",
            AGENCY "abc", NULL)},
    {"any purpose is not two purposes", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "anyExtendedKeyUsage", AGENCY "abc", NULL)},
    {"an identity names its agency", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection", NULL, NULL)},
    {"one agency, not two", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection",
            AGENCY "abc," AGENCY "def", NULL)},
    {"no other name beside the agency", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection",
            AGENCY "abc,DNS:abc.example", NULL)},
    {"ids are lower case", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection", AGENCY "Abc",
            NULL)},
    {"an id has two characters at least", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection", AGENCY "a",
            NULL)},
    {"an id has 63 characters at most", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection",
            AGENCY "a234567890123456789012345678901234567890123456789012345678901234",
            NULL)},
    {"the exchange's id is no agency's", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection",
            AGENCY "referral-exchange", NULL)},
    {"an unknown critical extension may forbid what we would allow", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection", AGENCY "abc",
            "1.2.3.4=critical,DER:0500")},
    {"an unknown extension that is not critical is ignored", CREDENTIAL_IDENTITY,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection", AGENCY "abc",
            "1.2.3.4=DER:0500")},
    {"a sealing certificate", CREDENTIAL_SEALING,
     RECIPE("CA:FALSE", "keyAgreement", NULL, AGENCY "abc", NULL)},
    {"a sealing key signs nothing", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "keyAgreement,digitalSignature", NULL, AGENCY "abc", NULL)},
    {"the exchange's evidence", CREDENTIAL_EVIDENCE,
     RECIPE("CA:FALSE", "digitalSignature", "emailProtection",
            "URI:" CREDENTIAL_EXCHANGE_URI, NULL)},
    {"an agency's certificate is not evidence", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "emailProtection", AGENCY "abc", NULL)},
    {"evidence is not an identity", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "clientAuth,emailProtection",
            "URI:" CREDENTIAL_EXCHANGE_URI, NULL)},
    {"a server", CREDENTIAL_SERVER,
     RECIPE("CA:FALSE", "digitalSignature", "serverAuth", "DNS:a.example,IP:::1",
            NULL)},
    {"a server has a name", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "digitalSignature", "serverAuth", NULL, NULL)},
    {"an authority", CREDENTIAL_AUTHORITY,
     RECIPE("critical,CA:TRUE", "keyCertSign,cRLSign", NULL, NULL, NULL)},
    {"an authority says so", CREDENTIAL_OTHER,
     RECIPE("CA:FALSE", "keyCertSign,cRLSign", NULL, NULL, NULL)},
};

static void
test_profiles(void)
{
    g_autoptr(maker) maker = maker_new("Authority");

    for (size_t i = 0; i < G_N_ELEMENTS(recipes); i++) {
        struct pair pair = maker_issue(maker, &recipes[i].recipe, NULL);

        g_test_message("%s", recipes[i].why);
        g_assert_cmpint(credential_usage(pair.credential), ==, recipes[i].expected);
        pair_clear(&pair);
    }
}

static const struct {
    const char *why;
    const char *key;
    const struct recipe *recipe;
    enum credential_usage usage;
    bool is_fine;
} keys[] = {
    {"P-256 signs", "EC:P-256", &recipe_identity, CREDENTIAL_IDENTITY, true},
    {"P-256 seals", "EC:P-256", &recipe_sealing, CREDENTIAL_SEALING, true},
    {"RSA of 3072 bits signs", "RSA:3072", &recipe_identity, CREDENTIAL_IDENTITY, true},
    {"RSA does not seal", "RSA:3072", &recipe_sealing, CREDENTIAL_SEALING, false},
    {"RSA of 2048 bits is short", "RSA:2048", &recipe_identity, CREDENTIAL_IDENTITY,
     false},
    {"RSA of 1024 bits is weak", "RSA:1024", &recipe_identity, CREDENTIAL_IDENTITY,
     false},
    {"P-384 is not on the list", "EC:P-384", &recipe_identity, CREDENTIAL_IDENTITY,
     false},
    {"secp256k1 is as long as P-256, and not on the list", "EC:secp256k1",
     &recipe_identity, CREDENTIAL_IDENTITY, false},
    {"nor is it for sealing", "EC:secp256k1", &recipe_sealing, CREDENTIAL_SEALING,
     false},
};

static void
test_keys(void)
{
    g_autoptr(maker) maker = maker_new("Authority");
    g_autoptr(private_key) key = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        struct pair pair;
        g_autoptr(GError) error = NULL;

        /* RSA keys take long to find; the same kind twice is one key. */
        if (i == 0 || strcmp(keys[i].key, keys[i - 1].key) != 0) {
            g_clear_pointer(&key, private_key_unref);
            key = odd_key(keys[i].key);
        }
        pair = maker_issue(maker, keys[i].recipe, key);
        g_test_message("%s", keys[i].why);
        g_assert_cmpint(credential_check_usage(pair.credential, keys[i].usage, &error),
                        ==, keys[i].is_fine);
        if (!keys[i].is_fine)
            assert_refused(error, TRUST_ERROR_WEAK_ALGORITHM);
        pair_clear(&pair);
    }
}

/* P-256 with its parameters written out, as an attacker would to change one. */
static void
test_explicit_curve(void)
{
    g_autoptr(maker) maker = maker_new("Authority");
    g_autoptr(private_key) key = odd_key("EC:P-256");
    g_autoptr(GError) error = NULL;
    struct pair pair;

    g_assert_cmpint(
        EVP_PKEY_set_utf8_string_param(private_key_pkey(key), "encoding", "explicit"),
        ==, 1);
    pair = maker_issue(maker, &recipe_identity, key);
    g_assert_false(
        credential_check_usage(pair.credential, CREDENTIAL_IDENTITY, &error));
    assert_refused(error, TRUST_ERROR_WEAK_ALGORITHM);
    pair_clear(&pair);
}

static void
test_fields(void)
{
    g_autoptr(maker) maker = maker_new("Authority");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    const struct credential *credential = pair.credential;
    g_autofree char *pem = credential_pem(credential);
    g_autoptr(credential) again = credential_read_pem(pem, strlen(pem), NULL);
    struct certificate_id id = credential_issuer_serial(credential);
    struct certificate_id key_id = credential_key_identifier(credential);
    struct pair other = maker_issue(maker, &recipe_identity, NULL);

    g_assert_cmpstr(credential_agency(credential), ==, "northgate");
    g_assert_cmpint(credential_not_before_us(credential), ==, NOW - 1000 * DAY);
    g_assert_cmpint(credential_not_after_us(credential), ==, NOW + 1000 * DAY + SECOND);
    g_assert_cmpuint(strlen(credential_serial(credential)), ==, 32);
    g_assert_true(
        digest_is_equal(credential_sha256(credential), credential_sha256(again)));
    g_assert_true(credential_has_id(again, &id));
    g_assert_true(credential_has_id(again, &key_id));
    g_assert_false(credential_has_id(other.credential, &id));
    g_assert_false(credential_has_id(other.credential, &key_id));
    pair_clear(&pair);
    pair_clear(&other);
}

static void
test_no_key_identifier_is_never_named(void)
{
    g_autoptr(maker) maker = maker_new("Authority");
    struct recipe recipe = recipe_identity;
    struct pair pair;
    struct certificate_id none = {.is_key_identifier = true};

    recipe.has_no_key_identifier = true;
    pair = maker_issue(maker, &recipe, NULL);
    g_assert_cmpuint(credential_key_identifier(pair.credential).size, ==, 0);
    g_assert_false(credential_has_id(pair.credential, &none));
    pair_clear(&pair);
}

static const struct {
    const char *why;
    int64_t at_us;
    int expected; /* -1: valid */
} moments[] = {
    {"a microsecond too early", NOW - 1000 * DAY - 1, TRUST_ERROR_NOT_YET_VALID},
    {"from its first second", NOW - 1000 * DAY, -1},
    {"to the end of its last second", NOW + 1000 * DAY + SECOND - 1, -1},
    {"and no longer", NOW + 1000 * DAY + SECOND, TRUST_ERROR_EXPIRED},
};

static void
test_validity(void)
{
    g_autoptr(maker) maker = maker_new("Authority");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", moments[i].why);
        g_assert_cmpint(
            credential_check_validity(pair.credential, moments[i].at_us, &error), ==,
            moments[i].expected == -1);
        if (moments[i].expected != -1)
            assert_refused(error, moments[i].expected);
    }
    pair_clear(&pair);
}

static void
test_malformed(void)
{
    g_autoptr(maker) maker = maker_new("Authority");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    g_autofree char *pem = credential_pem(pair.credential);
    g_autofree char *twice = g_strconcat(pem, pem, NULL);
    g_autoptr(GByteArray) longer = g_byte_array_new();
    g_autofree char *huge = g_malloc0(CREDENTIAL_MAX_BYTES + 1);
    g_autoptr(GError) error = NULL;
    size_t size;
    const unsigned char *der = g_bytes_get_data(credential_der(pair.credential), &size);

    g_assert_null(credential_read(der, size - 1, &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    g_byte_array_append(longer, der, (guint)size);
    g_byte_array_append(longer, (const guint8 *)"", 1);
    g_assert_null(credential_read(longer->data, longer->len, &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    g_assert_null(credential_read("", 0, &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    g_assert_null(credential_read(huge, CREDENTIAL_MAX_BYTES + 1, &error));
    assert_refused(error, TRUST_ERROR_TOO_LARGE);
    g_assert_null(credential_read_pem(twice, strlen(twice), &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    g_assert_null(credential_read_pem("none", 4, &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    g_assert_null(credential_read_file("tests/no-such-file", &error));
    assert_refused(error, TRUST_ERROR_FILE);
    pair_clear(&pair);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/credential/fits-one-profile-or-none", test_profiles);
    g_test_add_func("/credential/keys-are-on-the-list", test_keys);
    g_test_add_func("/credential/curves-are-named", test_explicit_curve);
    g_test_add_func("/credential/says-what-stands-in-it", test_fields);
    g_test_add_func("/credential/without-key-identifier-is-not-named-by-one",
                    test_no_key_identifier_is_never_named);
    g_test_add_func("/credential/is-valid-in-its-time", test_validity);
    g_test_add_func("/credential/malformed-is-refused", test_malformed);
    return g_test_run();
}
