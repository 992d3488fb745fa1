/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include <stdio.h>
#include <string.h>

static GBytes *
text(const char *content)
{
    return g_bytes_new_static(content, strlen(content));
}

static GBytes *
sign(const struct pair *pair, GBytes *content, int64_t at_us)
{
    g_autoptr(GError) error = NULL;
    GBytes *message = signature_write(content, pair->credential, pair->key, at_us,
                                      SIGNATURE_WITHOUT_CERTIFICATE, &error);

    g_assert_no_error(error);
    return message;
}

static const struct {
    const char *why;
    int64_t at_us;
} moments[] = {
    {"today", NOW},
    {"microseconds are left out", NOW + 123456},
    {"after 2038, where 32 bits end", INT64_C(2500000000) * SECOND},
    {"the last second of UTCTime, 2049", INT64_C(2524607999) * SECOND},
    {"the first of GeneralizedTime, 2050", INT64_C(2524608000) * SECOND},
    {"a year that would be leap, and is not: 2100", INT64_C(4107542400) * SECOND},
};

static void
test_round_trip(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    g_autoptr(GBytes) content = text("<document/>");

    for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
        g_autoptr(GBytes) message = sign(&pair, content, moments[i].at_us);
        g_autoptr(GBytes) read = NULL;
        g_autoptr(GError) error = NULL;
        struct signature_claim claim;

        g_test_message("%s", moments[i].why);
        g_assert_true(signature_peek(message, &claim, &error));
        g_assert_cmpint(claim.signing_time_us, ==, moments[i].at_us / SECOND * SECOND);
        g_assert_true(credential_has_id(pair.credential, &claim.signer));
        read = signature_verify(message, pair.credential, &error);
        g_assert_no_error(error);
        g_assert_true(g_bytes_equal(read, content));
    }
    pair_clear(&pair);
}

/* Around every step in how DER writes a length. */
static void
test_lengths(void)
{
    static const size_t sizes[] = {1, 127, 128, 129, 255, 256, 257, 65535, 65536};
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    g_autofree char *bytes = g_malloc0(65536);

    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GBytes) content = g_bytes_new_static(bytes, sizes[i]);
        g_autoptr(GBytes) message = sign(&pair, content, NOW);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) read = signature_verify(message, pair.credential, &error);

        g_assert_no_error(error);
        g_assert_true(g_bytes_equal(read, content));
    }
    pair_clear(&pair);
}

static void
test_rsa(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    g_autoptr(private_key) key = odd_key("RSA:3072");
    struct pair pair = maker_issue(maker, &recipe_identity, key);
    g_autoptr(GBytes) content = text("<document/>");
    g_autoptr(GBytes) message = sign(&pair, content, NOW);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) read = signature_verify(message, pair.credential, &error);

    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(read, content));
    pair_clear(&pair);
}

/* No changed bit, in whichever byte, is accepted as the same signer's. */
static void
test_every_byte_counts(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    g_autoptr(GBytes) content = text("<document/>");
    g_autoptr(GBytes) message = sign(&pair, content, NOW);
    size_t size;
    const unsigned char *data = g_bytes_get_data(message, &size);

    for (size_t at = 0; at < size; at++) {
        g_autofree unsigned char *changed = g_memdup2(data, size);
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(GBytes) read = NULL;

        changed[at] ^= (unsigned char)(1 << at % 8);
        bytes = g_bytes_new_static(changed, size);
        read = signature_verify(bytes, pair.credential, NULL);
        g_assert_null(read);
    }
    pair_clear(&pair);
}

static void
test_other_signers(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    struct pair other = maker_issue(maker, &recipe_identity, NULL);
    struct pair sealing = maker_issue(maker, &recipe_sealing, NULL);
    struct pair server = maker_issue(maker, &recipe_server, NULL);
    g_autoptr(GBytes) content = text("<document/>");
    g_autoptr(GBytes) message = sign(&pair, content, NOW);
    g_autoptr(GError) error = NULL;

    g_assert_null(signature_verify(message, other.credential, &error));
    assert_refused(error, TRUST_ERROR_UNKNOWN_SIGNER);
    g_assert_null(signature_verify(message, sealing.credential, &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    g_assert_null(signature_write(content, server.credential, server.key, NOW,
                                  SIGNATURE_WITHOUT_CERTIFICATE, &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    g_assert_null(signature_write(content, pair.credential, other.key, NOW,
                                  SIGNATURE_WITHOUT_CERTIFICATE, &error));
    assert_refused(error, TRUST_ERROR_KEY);
    pair_clear(&pair);
    pair_clear(&other);
    pair_clear(&sealing);
    pair_clear(&server);
}

static void
test_bounds(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    g_autofree char *most = g_malloc0(SIGNATURE_MAX_BYTES + 1);
    g_autoptr(GBytes) full = g_bytes_new_static(most, SIGNATURE_CONTENT_MAX_BYTES);
    g_autoptr(GBytes) over = g_bytes_new_static(most, SIGNATURE_CONTENT_MAX_BYTES + 1);
    g_autoptr(GBytes) huge = g_bytes_new_static(most, SIGNATURE_MAX_BYTES + 1);
    g_autoptr(GBytes) message = sign(&pair, full, NOW);
    g_autoptr(GBytes) read = signature_verify(message, pair.credential, NULL);
    g_autoptr(GBytes) nothing = text("");
    g_autoptr(GBytes) empty = sign(&pair, nothing, NOW);
    g_autoptr(GBytes) read_empty = signature_verify(empty, pair.credential, NULL);
    g_autoptr(GError) error = NULL;
    struct signature_claim claim;

    g_assert_true(g_bytes_equal(read, full));
    g_assert_cmpuint(g_bytes_get_size(read_empty), ==, 0);
    g_assert_null(signature_write(over, pair.credential, pair.key, NOW,
                                  SIGNATURE_WITHOUT_CERTIFICATE, &error));
    assert_refused(error, TRUST_ERROR_TOO_LARGE);
    g_assert_false(signature_peek(huge, &claim, &error));
    assert_refused(error, TRUST_ERROR_TOO_LARGE);
    pair_clear(&pair);
}

static const struct {
    const char *refusal;
    int code;
} refusals[] = {
    {"cms-profile", TRUST_ERROR_CMS_PROFILE},
    {"weak-algorithm", TRUST_ERROR_WEAK_ALGORITHM},
    {"sealing-profile", TRUST_ERROR_SEALING_PROFILE},
};

static int
refusal_code(const char *refusal)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++)
        if (strcmp(refusals[i].refusal, refusal) == 0)
            return refusals[i].code;
    g_assert_cmpstr(refusal, ==, "accepted");
    return -1;
}

#define SAMPLES "tests/samples/hostile/cms/"

static void
judge_sample(const char *name, int expected, const struct credential *signer)
{
    g_autofree char *path = g_strconcat(SAMPLES, name, ".der", NULL);
    g_autofree char *data = NULL;
    g_autoptr(GBytes) message = NULL;
    g_autoptr(GBytes) content = NULL;
    g_autoptr(GError) error = NULL;
    struct seal_recipients recipients;
    size_t size;
    bool is_accepted;

    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    message = g_bytes_new_static(data, size);
    g_test_message("%s", name);
    if (g_str_has_prefix(name, "sealed-")) {
        is_accepted = seal_peek(message, &recipients, &error);
    } else {
        content = signature_verify(message, signer, &error);
        is_accepted = content != NULL;
    }
    if (expected == -1) {
        g_assert_no_error(error);
        g_assert_true(is_accepted);
        return;
    }
    g_assert_false(is_accepted);
    g_assert_error(error, TRUST_ERROR, expected);
}

/* Each message of the folder gets the refusal that stands beside its name. */
static void
test_hostile(void)
{
    g_autoptr(credential) signer = credential_read_file(SAMPLES "signer.pem", NULL);
    g_autofree char *table = NULL;
    g_auto(GStrv) lines = NULL;
    int count = 0;

    g_assert_nonnull(signer);
    g_assert_true(g_file_get_contents(SAMPLES "refusals.txt", &table, NULL, NULL));
    lines = g_strsplit(table, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        char name[64], refusal[32];

        if (**line == '#' || sscanf(*line, "%63s %31s", name, refusal) != 2)
            continue;
        judge_sample(name, refusal_code(refusal), signer);
        count++;
    }
    g_assert_cmpint(count, >, 80);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signature/what-is-signed-is-read", test_round_trip);
    g_test_add_func("/signature/contents-of-every-length-are-read", test_lengths);
    g_test_add_func("/signature/rsa-of-3072-bits-is-taken", test_rsa);
    g_test_add_func("/signature/every-byte-counts", test_every_byte_counts);
    g_test_add_func("/signature/is-one-signers-and-no-others", test_other_signers);
    g_test_add_func("/signature/is-bounded", test_bounds);
    g_test_add_func("/signature/hostile-messages-are-refused", test_hostile);
    return g_test_run();
}
