/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/evidence.h"
#include "tests/unit/trust/partnership.h"

#include <string.h>

static GBytes *
sign(const struct pair *pair, int64_t at_us)
{
    g_autoptr(GBytes) receipt = g_bytes_new_static("<receipt/>", 10);
    g_autoptr(GError) error = NULL;
    GBytes *message =
        evidence_write(receipt, pair->credential, pair->key, at_us, &error);

    g_assert_no_error(error);
    return message;
}

static void
test_round_trip(void)
{
    struct partnership p;
    g_autoptr(GBytes) message = NULL;
    g_autoptr(GBytes) content = NULL;
    g_autoptr(credential) signer = NULL;
    g_autoptr(GError) error = NULL;
    int64_t signing_time_us;

    partnership_open(&p);
    message = sign(&p.evidence, NOW);
    content =
        evidence_read(message, p.authority, p.crl, &signing_time_us, &signer, &error);
    g_assert_no_error(error);
    g_assert_cmpint(signing_time_us, ==, NOW);
    g_assert_true(digest_is_equal(credential_sha256(signer),
                                  credential_sha256(p.evidence.credential)));
    g_assert_cmpuint(g_bytes_get_size(content), ==, 10);
    partnership_close(&p);
}

/* An agency signs what looks like a receipt, its certificate embedded as evidence's is.
 */
static void
test_agency_cannot_forge(void)
{
    struct partnership p;
    g_autoptr(GBytes) receipt = g_bytes_new_static("<receipt/>", 10);
    g_autoptr(GBytes) forged = NULL;
    g_autoptr(GBytes) bare = NULL;
    g_autoptr(GError) error = NULL;

    partnership_open(&p);
    forged = signature_write(receipt, p.northgate.credential, p.northgate.key, NOW,
                             SIGNATURE_WITH_CERTIFICATE, &error);
    g_assert_no_error(error);
    g_assert_null(evidence_read(forged, p.authority, p.crl, NULL, NULL, &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    bare = signature_write(receipt, p.evidence.credential, p.evidence.key, NOW,
                           SIGNATURE_WITHOUT_CERTIFICATE, &error);
    g_assert_null(evidence_read(bare, p.authority, p.crl, NULL, NULL, &error));
    assert_refused(error, TRUST_ERROR_CMS_PROFILE);
    g_assert_null(
        evidence_write(receipt, p.northgate.credential, p.northgate.key, NOW, &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    partnership_close(&p);
}

static void
test_other_authority(void)
{
    struct partnership p;
    g_autoptr(maker) stranger = maker_new("Test partnership");
    struct pair evidence = maker_issue(stranger, &recipe_evidence, NULL);
    g_autoptr(GBytes) message = sign(&evidence, NOW);
    g_autoptr(GError) error = NULL;

    partnership_open(&p);
    g_assert_null(evidence_read(message, p.authority, p.crl, NULL, NULL, &error));
    assert_refused(error, TRUST_ERROR_UNTRUSTED);
    partnership_close(&p);
    pair_clear(&evidence);
}

static const struct {
    const char *why;
    int64_t at_us;
    int expected; /* -1: believed */
} moments[] = {
    {"before its certificate", NOW - 1001 * DAY, TRUST_ERROR_NOT_YET_VALID},
    {"in its time, though the certificate was revoked later", NOW - 11 * DAY, -1},
    {"after its revocation", NOW - 10 * DAY, TRUST_ERROR_REVOKED},
    {"after its end", NOW + 1001 * DAY, TRUST_ERROR_EXPIRED},
};

static void
test_time(void)
{
    struct partnership p;
    g_autoptr(crl) crl = NULL;

    partnership_open(&p);
    crl = maker_crl_read(p.maker, 2, NOW, NOW + DAY, p.evidence.credential,
                         NOW - 10 * DAY);
    for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
        g_autoptr(GBytes) message = sign(&p.evidence, moments[i].at_us);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) content =
            evidence_read(message, p.authority, crl, NULL, NULL, &error);

        g_test_message("%s", moments[i].why);
        g_assert_cmpint(content != NULL, ==, moments[i].expected == -1);
        if (moments[i].expected != -1)
            assert_refused(error, moments[i].expected);
    }
    partnership_close(&p);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/what-is-signed-is-read", test_round_trip);
    g_test_add_func("/evidence/no-agency-can-forge-it", test_agency_cannot_forge);
    g_test_add_func("/evidence/of-another-authority-is-not-believed",
                    test_other_authority);
    g_test_add_func("/evidence/is-judged-at-its-own-time", test_time);
    return g_test_run();
}
