/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include <string.h>

static void
fixture_open(struct partnership *p, gconstpointer unused)
{
    (void)unused;
    partnership_open(p);
}

static void
fixture_close(struct partnership *p, gconstpointer unused)
{
    (void)unused;
    partnership_close(p);
}

static int
judge(const struct registry *registry, const struct credential *credential,
      int64_t now_us)
{
    const struct registry_agency *agency = NULL;
    g_autoptr(GError) error = NULL;

    if (registry_judge_peer(registry, credential, now_us, &agency, &error)) {
        g_assert_nonnull(agency);
        return -1;
    }
    g_assert_true(error->domain == TRUST_ERROR);
    return error->code;
}

/* A further certificate of northgate, registered when and for as long as said. */
static struct pair
add(struct partnership *p, const struct recipe *recipe, int64_t from_us,
    int64_t revoked_at_us)
{
    struct pair pair = maker_issue_agency(p->maker, recipe, "northgate");
    g_autoptr(GError) error = NULL;

    g_assert_true(registry_insert_certificate(p->registry, "northgate", pair.credential,
                                              from_us, revoked_at_us, &error));
    g_assert_no_error(error);
    return pair;
}

static void
test_peers(struct partnership *p, gconstpointer unused)
{
    struct recipe past = recipe_identity;
    struct recipe future = recipe_identity;
    struct pair unregistered =
        maker_issue_agency(p->maker, &recipe_identity, "northgate");
    struct pair server = maker_issue(p->maker, &recipe_server, NULL);
    struct pair revoked = add(p, &recipe_identity, NOW - DAY, NOW - SECOND);
    struct pair expired, early;

    (void)unused;
    past.until_us = NOW - DAY;
    future.from_us = NOW + DAY;
    expired = maker_issue_agency(p->maker, &past, "northgate");
    early = add(p, &future, NOW - DAY, REGISTRY_NOT_REVOKED);
    registry_insert_agency(p->registry, 1, "eastborough", false);

    const struct {
        const char *why;
        const struct credential *peer;
        int64_t now_us;
        int expected;
    } peers[] = {
        {"an agency's identity", p->northgate.credential, NOW, -1},
        {"a sealing certificate", p->northgate_sealing.credential, NOW,
         TRUST_ERROR_WRONG_PROFILE},
        {"the exchange's own evidence", p->evidence.credential, NOW,
         TRUST_ERROR_WRONG_PROFILE},
        {"a server", server.credential, NOW, TRUST_ERROR_WRONG_PROFILE},
        {"the authority", maker_certificate(p->maker), NOW, TRUST_ERROR_WRONG_PROFILE},
        {"expired, though it was never registered", expired.credential, NOW,
         TRUST_ERROR_EXPIRED},
        {"not valid yet", early.credential, NOW, TRUST_ERROR_NOT_YET_VALID},
        {"revoked in the registration", revoked.credential, NOW, TRUST_ERROR_REVOKED},
        {"never registered", unregistered.credential, NOW, TRUST_ERROR_UNREGISTERED},
        {"not registered yet", p->northgate.credential, NOW - 101 * DAY,
         TRUST_ERROR_UNREGISTERED},
        {"of a suspended agency", p->eastborough.credential, NOW,
         TRUST_ERROR_SUSPENDED},
        {"under a list that is overdue", p->northgate.credential, NOW + 31 * DAY,
         TRUST_ERROR_CRL_STALE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(peers); i++) {
        g_test_message("%s", peers[i].why);
        g_assert_cmpint(judge(p->registry, peers[i].peer, peers[i].now_us), ==,
                        peers[i].expected);
    }
    pair_clear(&unregistered);
    pair_clear(&server);
    pair_clear(&revoked);
    pair_clear(&expired);
    pair_clear(&early);
}

static void
test_handshake(struct partnership *p, gconstpointer unused)
{
    g_autoptr(maker) stranger = maker_new("Test partnership");
    struct pair foreign = maker_issue(stranger, &recipe_identity, NULL);
    struct pair server = maker_issue(p->maker, &recipe_server, NULL);
    GBytes *known_der = credential_der(p->northgate.credential);
    g_autoptr(credential) known = NULL;
    g_autoptr(credential) ours = NULL;
    g_autoptr(GError) error = NULL;

    (void)unused;
    known = registry_admit_peer(p->registry, g_bytes_get_data(known_der, NULL),
                                g_bytes_get_size(known_der), &error);
    g_assert_true(known == p->northgate.credential);
    ours = registry_admit_peer(
        p->registry, g_bytes_get_data(credential_der(server.credential), NULL),
        g_bytes_get_size(credential_der(server.credential)), &error);
    g_assert_nonnull(ours);
    g_assert_null(registry_admit_peer(
        p->registry, g_bytes_get_data(credential_der(foreign.credential), NULL),
        g_bytes_get_size(credential_der(foreign.credential)), &error));
    assert_refused(error, TRUST_ERROR_UNTRUSTED);
    g_assert_null(registry_admit_peer(p->registry, "junk", 4, &error));
    assert_refused(error, TRUST_ERROR_CERTIFICATE);
    pair_clear(&foreign);
    pair_clear(&server);
}

static void
test_reload(struct partnership *p, gconstpointer unused)
{
    g_autoptr(crl) fresh = maker_crl_read(p->maker, 2, NOW, NOW + 60 * DAY,
                                          p->northgate.credential, NOW - DAY);
    g_autoptr(registry) reloaded = registry_with_crl(p->registry, fresh);
    g_autoptr(registry) without = registry_with_crl(p->registry, NULL);
    const struct registry_certificate *kept =
        registry_find_sha256(reloaded, credential_sha256(p->northgate.credential));

    (void)unused;
    g_assert_cmpint(judge(p->registry, p->northgate.credential, NOW), ==, -1);
    g_assert_cmpint(judge(reloaded, p->northgate.credential, NOW), ==,
                    TRUST_ERROR_REVOKED);
    g_assert_cmpint(judge(reloaded, p->eastborough.credential, NOW), ==, -1);
    g_assert_cmpint(judge(without, p->eastborough.credential, NOW), ==,
                    TRUST_ERROR_CRL_STALE);
    g_assert_true(kept->credential == p->northgate.credential);
    g_assert_true(kept->agency == registry_find_agency(reloaded, "northgate"));
    g_assert_cmpint(kept->revoked_at_us, ==, NOW - DAY);
}

/* The authority's clock is an hour ahead of ours: its list counts from now all the
 * same. */
static void
test_clock_of_the_authority(struct partnership *p, gconstpointer unused)
{
    g_autoptr(crl) fresh = maker_crl_read(p->maker, 2, NOW, NOW + DAY,
                                          p->northgate.credential, NOW + 3600 * SECOND);
    g_autoptr(registry) reloaded = registry_with_crl(p->registry, fresh);

    (void)unused;
    g_assert_cmpint(judge(reloaded, p->northgate.credential, NOW), ==,
                    TRUST_ERROR_REVOKED);
}

static void
test_insertion(struct partnership *p, gconstpointer unused)
{
    g_autoptr(maker) stranger = maker_new("Test partnership");
    g_autoptr(private_key) weak = odd_key("RSA:1024");
    struct pair foreign = maker_issue(stranger, &recipe_identity, NULL);
    struct pair short_key = maker_issue(p->maker, &recipe_identity, weak);
    const struct {
        const char *why;
        const char *agency;
        const struct credential *credential;
        int expected;
    } cases[] = {
        {"an agency nobody added", "nobody", p->northgate.credential,
         TRUST_ERROR_UNREGISTERED},
        {"another agency's certificate", "eastborough", p->northgate.credential,
         TRUST_ERROR_WRONG_USAGE},
        {"evidence is no agency's", "northgate", p->evidence.credential,
         TRUST_ERROR_WRONG_USAGE},
        {"of another authority", "northgate", foreign.credential,
         TRUST_ERROR_UNTRUSTED},
        {"a weak key", "northgate", short_key.credential, TRUST_ERROR_WEAK_ALGORITHM},
    };

    (void)unused;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", cases[i].why);
        g_assert_false(registry_insert_certificate(p->registry, cases[i].agency,
                                                   cases[i].credential, NOW,
                                                   REGISTRY_NOT_REVOKED, &error));
        assert_refused(error, cases[i].expected);
    }
    pair_clear(&foreign);
    pair_clear(&short_key);
}

/* Registered again with a revocation: the certificate stands once, and is revoked. */
static void
test_later_revocation(struct partnership *p, gconstpointer unused)
{
    const struct registry_agency *agency =
        registry_find_agency(p->registry, "northgate");
    g_autoptr(GError) error = NULL;
    size_t count;

    (void)unused;
    g_assert_true(registry_insert_certificate(
        p->registry, "northgate", p->northgate.credential, NOW, NOW - DAY, &error));
    g_assert_cmpint(judge(p->registry, p->northgate.credential, NOW), ==,
                    TRUST_ERROR_REVOKED);
    registry_certificates(p->registry, agency, &count);
    g_assert_cmpuint(count, ==, 2);
}

static void
test_lookup(struct partnership *p, gconstpointer unused)
{
    struct certificate_id name = credential_issuer_serial(p->northgate.credential);
    struct certificate_id key = credential_key_identifier(p->northgate.credential);

    (void)unused;
    g_assert_true(registry_find_signer(p->registry, &name)->credential ==
                  p->northgate.credential);
    g_assert_true(registry_find_signer(p->registry, &key)->credential ==
                  p->northgate.credential);
    g_assert_null(registry_find_agency(p->registry, "nobody"));
    g_assert_cmpint(registry_find_agency(p->registry, "northgate")->number, ==, 2);
}

static void
test_verify(struct partnership *p, gconstpointer unused)
{
    g_autoptr(GBytes) content = g_bytes_new_static("<document/>", 11);
    struct pair unknown = maker_issue_agency(p->maker, &recipe_identity, "northgate");
    g_autoptr(GBytes) ours =
        signature_write(content, p->northgate.credential, p->northgate.key, NOW,
                        SIGNATURE_WITHOUT_CERTIFICATE, NULL);
    g_autoptr(GBytes) strange =
        signature_write(content, unknown.credential, unknown.key, NOW,
                        SIGNATURE_WITH_CERTIFICATE, NULL);
    const struct registry_certificate *signer;
    g_autoptr(GBytes) read = NULL;
    g_autoptr(GError) error = NULL;
    int64_t at_us;

    (void)unused;
    read = registry_verify(p->registry, ours, NOW, &signer, &at_us, &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(read, content));
    g_assert_cmpstr(signer->agency->id, ==, "northgate");
    g_assert_cmpint(at_us, ==, NOW);
    g_assert_null(registry_verify(p->registry, strange, NOW, NULL, NULL, &error));
    assert_refused(error, TRUST_ERROR_UNKNOWN_SIGNER);
    g_assert_null(
        registry_verify(p->registry, ours, NOW + 1001 * DAY, NULL, NULL, &error));
    assert_refused(error, TRUST_ERROR_EXPIRED);
    pair_clear(&unknown);
}

static int
check_sealed(struct partnership *p, const struct pair *recipient,
             const struct pair *sender, int64_t now_us)
{
    g_autoptr(GBytes) plain = g_bytes_new_static("<details/>", 10);
    g_autoptr(GBytes) sealed =
        seal_close(plain, recipient->credential, sender->credential, NULL);
    const struct registry_certificate *current;
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(sealed);
    if (registry_check_sealed(p->registry, sealed, "eastborough", "northgate", now_us,
                              &error))
        return -1;
    if (g_error_matches(error, TRUST_ERROR, TRUST_ERROR_STALE_KEY)) {
        current = registry_find_sealing(p->registry, "northgate", now_us, NULL);
        g_assert_nonnull(
            strstr(error->message, credential_fingerprint(current->credential)));
    }
    return error->code;
}

static void
test_sealed_to_current_keys(struct partnership *p, gconstpointer unused)
{
    const struct pair *sender = &p->eastborough_sealing;
    const struct pair *old = &p->northgate_sealing;
    struct pair stranger = maker_issue_agency(p->maker, &recipe_sealing, "northgate");
    struct pair revoked = add(p, &recipe_sealing, NOW - 50 * DAY, NOW - 40 * DAY);
    struct pair fresh;

    (void)unused;
    g_assert_cmpint(check_sealed(p, old, sender, NOW), ==, -1);
    g_assert_cmpint(check_sealed(p, sender, old, NOW), ==, -1);
    g_assert_cmpint(check_sealed(p, sender, sender, NOW), ==,
                    TRUST_ERROR_SEALING_PROFILE);
    g_assert_cmpint(check_sealed(p, old, old, NOW), ==, TRUST_ERROR_SEALING_PROFILE);
    g_assert_cmpint(check_sealed(p, &stranger, sender, NOW), ==,
                    TRUST_ERROR_SEALING_PROFILE);
    g_assert_cmpint(check_sealed(p, &revoked, sender, NOW), ==, TRUST_ERROR_STALE_KEY);

    fresh = add(p, &recipe_sealing, NOW, REGISTRY_NOT_REVOKED);
    g_assert_true(
        registry_find_sealing(p->registry, "northgate", NOW, NULL)->credential ==
        fresh.credential);
    g_assert_cmpint(check_sealed(p, &fresh, sender, NOW), ==, -1);
    g_assert_cmpint(check_sealed(p, old, sender, NOW + REGISTRY_OVERLAP_US - 1), ==,
                    -1);
    g_assert_cmpint(check_sealed(p, old, sender, NOW + REGISTRY_OVERLAP_US), ==,
                    TRUST_ERROR_STALE_KEY);
    pair_clear(&stranger);
    pair_clear(&revoked);
    pair_clear(&fresh);
}

static void
test_no_sealing_key(struct partnership *p, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    (void)unused;
    registry_insert_agency(p->registry, 9, "keyless", true);
    g_assert_null(registry_find_sealing(p->registry, "keyless", NOW, &error));
    assert_refused(error, TRUST_ERROR_STALE_KEY);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(struct partnership *p, gconstpointer unused);
    } tests[] = {
        {"/registry/judges-peers-with-a-reason", test_peers},
        {"/registry/lets-our-own-finish-the-handshake", test_handshake},
        {"/registry/takes-a-new-list-whole", test_reload},
        {"/registry/refuses-what-is-listed-whatever-the-date",
         test_clock_of_the_authority},
        {"/registry/takes-only-what-fits-the-agency", test_insertion},
        {"/registry/learns-of-a-later-revocation", test_later_revocation},
        {"/registry/finds-by-every-name", test_lookup},
        {"/registry/verifies-documents", test_verify},
        {"/registry/knows-current-sealing-keys", test_sealed_to_current_keys},
        {"/registry/an-agency-may-have-no-sealing-key", test_no_sealing_key},
    };

    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, struct partnership, NULL, fixture_open, tests[i].run,
                   fixture_close);
    return g_test_run();
}
