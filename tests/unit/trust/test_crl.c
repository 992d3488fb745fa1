/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include <string.h>

static void
test_authority(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    g_autoptr(maker) namesake = maker_new("Ours");
    g_autoptr(authority) authority = maker_authority(maker);
    struct pair ours = maker_issue(maker, &recipe_identity, NULL);
    struct pair theirs = maker_issue(namesake, &recipe_identity, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(
        authority_check(authority, ours.credential, CREDENTIAL_IDENTITY, NOW, &error));
    g_assert_no_error(error);
    g_assert_true(authority_find_issuer(authority, ours.credential, &error) ==
                  authority_certificate(authority, 0));
    g_assert_null(authority_find_issuer(authority, theirs.credential, &error));
    assert_refused(error, TRUST_ERROR_UNTRUSTED);
    g_assert_false(
        authority_check(authority, ours.credential, CREDENTIAL_EVIDENCE, NOW, &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    g_assert_false(authority_check(authority, ours.credential, CREDENTIAL_IDENTITY,
                                   NOW + 1001 * DAY, &error));
    assert_refused(error, TRUST_ERROR_EXPIRED);
    g_assert_false(authority_check(authority, ours.credential, CREDENTIAL_IDENTITY,
                                   NOW - 1001 * DAY, &error));
    assert_refused(error, TRUST_ERROR_NOT_YET_VALID);
    g_assert_true(authority_check_fingerprint(
        authority, credential_sha256(maker_certificate(maker)), &error));
    g_assert_false(authority_check_fingerprint(
        authority, credential_sha256(maker_certificate(namesake)), &error));
    assert_refused(error, TRUST_ERROR_FINGERPRINT);
    pair_clear(&ours);
    pair_clear(&theirs);
}

/* What an agency's key signs is no certificate of ours, though a chain could be built.
 */
static void
test_authority_has_no_intermediates(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct recipe recipe = recipe_identity;
    struct pair ours = maker_issue(maker, &recipe_identity, NULL);
    g_autofree char *pem = credential_pem(ours.credential);
    g_autoptr(GError) error = NULL;

    g_assert_null(authority_read(pem, strlen(pem), &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    recipe.basic_constraints = "critical,CA:TRUE";
    recipe.key_usage = "critical,keyCertSign,cRLSign";
    recipe.extended_key_usage = NULL;
    pair_clear(&ours);
    ours = maker_issue(maker, &recipe, NULL);
    g_free(pem);
    pem = credential_pem(ours.credential);
    g_assert_null(authority_read(pem, strlen(pem), &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    pair_clear(&ours);
}

/* While a new authority takes over, both count, and both must give a list. */
static void
test_two_authorities(void)
{
    g_autoptr(maker) old = maker_new("Old");
    g_autoptr(maker) new = maker_new("New");
    g_autofree char *old_pem = credential_pem(maker_certificate(old));
    g_autofree char *new_pem = credential_pem(maker_certificate(new));
    g_autofree char *both = g_strconcat(new_pem, old_pem, NULL);
    g_autoptr(authority) authority = authority_read(both, strlen(both), NULL);
    struct pair ours = maker_issue(old, &recipe_identity, NULL);
    g_autofree char *old_list = maker_crl(old, 7, NOW, NOW + DAY, ours.credential, NOW);
    g_autofree char *new_list = maker_crl(new, 1, NOW, NOW + 2 * DAY, NULL, 0);
    g_autofree char *lists = g_strconcat(old_list, new_list, NULL);
    g_autoptr(crl) crl = NULL;
    g_autoptr(GError) error = NULL;
    int64_t revoked_at_us;

    g_assert_true(authority_find_issuer(authority, ours.credential, &error) ==
                  authority_certificate(authority, 1));
    g_assert_null(crl_read(new_list, strlen(new_list), authority, &error));
    assert_refused(error, TRUST_ERROR_CRL_INVALID);
    crl = crl_read(lists, strlen(lists), authority, &error);
    g_assert_no_error(error);
    g_assert_true(crl_find(crl, ours.credential, &revoked_at_us));
    g_assert_cmpstr(crl_number(crl), ==, "1");
    g_assert_cmpint(crl_next_update_us(crl), ==, NOW + DAY);
    pair_clear(&ours);
}

static void
test_revocation_counts_from_its_time(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair revoked = maker_issue(maker, &recipe_identity, NULL);
    struct pair fine = maker_issue(maker, &recipe_identity, NULL);
    g_autoptr(crl) crl =
        maker_crl_read(maker, 1, NOW, NOW + DAY, revoked.credential, NOW - DAY);
    g_autoptr(GError) error = NULL;

    g_assert_true(crl_check(crl, revoked.credential, NOW - DAY - 1, &error));
    g_assert_false(crl_check(crl, revoked.credential, NOW - DAY, &error));
    assert_refused(error, TRUST_ERROR_REVOKED);
    g_assert_true(crl_check(crl, fine.credential, NOW, &error));
    pair_clear(&revoked);
    pair_clear(&fine);
}

static void
test_invalid_lists(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    g_autoptr(maker) namesake = maker_new("Ours");
    g_autoptr(authority) authority = maker_authority(maker);
    g_autofree char *good = maker_crl(maker, 1, NOW, NOW + DAY, NULL, 0);
    const struct {
        const char *why;
        char *pem;
    } lists[] = {
        {"signed by a namesake", maker_crl(namesake, 1, NOW, NOW + DAY, NULL, 0)},
        {"without a number", maker_crl(maker, -1, NOW, NOW + DAY, NULL, 0)},
        {"without a next update", maker_crl(maker, 1, NOW, 0, NULL, 0)},
        {"two lists of one authority", g_strconcat(good, good, NULL)},
        {"no list", g_strdup("nothing\n")},
        {"a certificate", credential_pem(maker_certificate(maker))},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", lists[i].why);
        g_assert_null(crl_read(lists[i].pem, strlen(lists[i].pem), authority, &error));
        assert_refused(error, TRUST_ERROR_CRL_INVALID);
        g_free(lists[i].pem);
    }
}

static void
test_rollback(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair pair = maker_issue(maker, &recipe_identity, NULL);
    g_autoptr(crl) held = maker_crl_read(maker, 9, NOW, NOW + DAY, NULL, 0);
    g_autoptr(crl) newer = maker_crl_read(maker, 10, NOW, NOW + DAY, NULL, 0);
    g_autoptr(crl) older = maker_crl_read(maker, 8, NOW + DAY, NOW + 2 * DAY, NULL, 0);
    g_autoptr(crl) changed =
        maker_crl_read(maker, 9, NOW, NOW + DAY, pair.credential, NOW);
    g_autoptr(GError) error = NULL;

    g_assert_true(crl_check_successor(held, newer, &error));
    g_assert_true(crl_check_successor(held, held, &error));
    g_assert_false(crl_check_successor(held, older, &error));
    assert_refused(error, TRUST_ERROR_CRL_ROLLBACK);
    g_assert_false(crl_check_successor(held, changed, &error));
    assert_refused(error, TRUST_ERROR_CRL_ROLLBACK);
    pair_clear(&pair);
}

static void
test_grace(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    g_autoptr(crl) crl = maker_crl_read(maker, 1, NOW, NOW + DAY, NULL, 0);
    g_autoptr(GError) error = NULL;

    g_assert_true(crl_check_fresh(crl, NOW + DAY - 1, 0, &error));
    g_assert_true(crl_check_fresh(crl, NOW + DAY + 3600 * SECOND - 1, 3600, &error));
    g_assert_false(crl_check_fresh(crl, NOW + DAY + 3600 * SECOND, 3600, &error));
    assert_refused(error, TRUST_ERROR_CRL_STALE);
    g_assert_false(crl_check_fresh(crl, NOW + DAY, 0, &error));
    assert_refused(error, TRUST_ERROR_CRL_STALE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/authority/believes-what-it-issued", test_authority);
    g_test_add_func("/authority/has-no-intermediates",
                    test_authority_has_no_intermediates);
    g_test_add_func("/authority/may-be-two-for-a-while", test_two_authorities);
    g_test_add_func("/crl/counts-from-the-time-of-revocation",
                    test_revocation_counts_from_its_time);
    g_test_add_func("/crl/invalid-lists-are-refused", test_invalid_lists);
    g_test_add_func("/crl/never-goes-back", test_rollback);
    g_test_add_func("/crl/is-stale-after-its-grace", test_grace);
    return g_test_run();
}
