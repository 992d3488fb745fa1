/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include <string.h>

#define SECRET "<details>canary: 14 Elm Road</details>"

struct fixture {
    struct maker *maker;
    struct pair recipient, sender, stranger;
    GBytes *plain;
    GBytes *sealed;
};

static void
fixture_open(struct fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    (void)unused;
    fixture->maker = maker_new("Ours");
    fixture->recipient =
        maker_issue_agency(fixture->maker, &recipe_sealing, "northgate");
    fixture->sender =
        maker_issue_agency(fixture->maker, &recipe_sealing, "eastborough");
    fixture->stranger = maker_issue_agency(fixture->maker, &recipe_sealing, "other");
    fixture->plain = g_bytes_new_static(SECRET, strlen(SECRET));
    fixture->sealed = seal_close(fixture->plain, fixture->recipient.credential,
                                 fixture->sender.credential, &error);
    g_assert_no_error(error);
}

static void
fixture_close(struct fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_bytes_unref(fixture->sealed);
    g_bytes_unref(fixture->plain);
    pair_clear(&fixture->recipient);
    pair_clear(&fixture->sender);
    pair_clear(&fixture->stranger);
    maker_free(fixture->maker);
}

static void
test_both_open(struct fixture *fixture, gconstpointer unused)
{
    const struct pair *both[] = {&fixture->recipient, &fixture->sender};
    size_t size;
    const void *data = g_bytes_get_data(fixture->sealed, &size);

    (void)unused;
    for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) plain =
            seal_open(fixture->sealed, both[i]->credential, both[i]->key, &error);

        g_assert_no_error(error);
        g_assert_true(g_bytes_equal(plain, fixture->plain));
    }
    g_assert_null(memmem(data, size, "canary", strlen("canary")));
}

static void
test_nobody_else_opens(struct fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    (void)unused;
    g_assert_null(seal_open(fixture->sealed, fixture->stranger.credential,
                            fixture->stranger.key, &error));
    assert_refused(error, TRUST_ERROR_CANNOT_OPEN);
    g_assert_null(seal_open(fixture->sealed, fixture->recipient.credential,
                            fixture->stranger.key, &error));
    assert_refused(error, TRUST_ERROR_KEY);
}

/* GCM: whatever is changed, nothing opens; not one byte of plain text comes out. */
static void
test_every_byte_counts(struct fixture *fixture, gconstpointer unused)
{
    size_t size;
    const unsigned char *data = g_bytes_get_data(fixture->sealed, &size);
    int opened = 0;

    (void)unused;
    for (size_t at = 0; at < size; at++) {
        g_autofree unsigned char *changed = g_memdup2(data, size);
        g_autoptr(GBytes) bytes = g_bytes_new_static(changed, size);
        g_autoptr(GBytes) plain = NULL;

        changed[at] ^= 1;
        plain = seal_open(bytes, fixture->recipient.credential, fixture->recipient.key,
                          NULL);
        if (plain != NULL) {
            /* The other recipient's copy of the key is not the reader's concern. */
            g_assert_true(g_bytes_equal(plain, fixture->plain));
            opened++;
        }
    }
    g_assert_cmpint(opened, <, 300);
}

static void
test_usage_and_bounds(struct fixture *fixture, gconstpointer unused)
{
    struct pair identity = maker_issue(fixture->maker, &recipe_identity, NULL);
    g_autofree char *most = g_malloc0(SEAL_PLAIN_MAX_BYTES + 1);
    g_autoptr(GBytes) full = g_bytes_new_static(most, SEAL_PLAIN_MAX_BYTES);
    g_autoptr(GBytes) over = g_bytes_new_static(most, SEAL_PLAIN_MAX_BYTES + 1);
    g_autoptr(GBytes) sealed = NULL;
    g_autoptr(GBytes) plain = NULL;
    g_autoptr(GError) error = NULL;

    (void)unused;
    g_assert_null(seal_close(fixture->plain, identity.credential,
                             fixture->sender.credential, &error));
    assert_refused(error, TRUST_ERROR_WRONG_USAGE);
    g_assert_null(seal_close(over, fixture->recipient.credential,
                             fixture->sender.credential, &error));
    assert_refused(error, TRUST_ERROR_TOO_LARGE);
    sealed = seal_close(full, fixture->recipient.credential, fixture->sender.credential,
                        &error);
    g_assert_no_error(error);
    plain = seal_open(sealed, fixture->recipient.credential, fixture->recipient.key,
                      &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(plain, full));
    pair_clear(&identity);
}

static void
test_never_twice_the_same(struct fixture *fixture, gconstpointer unused)
{
    g_autoptr(GBytes) again = seal_close(fixture->plain, fixture->recipient.credential,
                                         fixture->sender.credential, NULL);

    (void)unused;
    g_assert_false(g_bytes_equal(again, fixture->sealed));
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(struct fixture *fixture, gconstpointer unused);
    } tests[] = {
        {"/seal/recipient-and-sender-open-it", test_both_open},
        {"/seal/nobody-else-opens-it", test_nobody_else_opens},
        {"/seal/every-byte-counts", test_every_byte_counts},
        {"/seal/only-to-sealing-keys-and-bounded", test_usage_and_bounds},
        {"/seal/never-twice-the-same", test_never_twice_the_same},
    };

    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, struct fixture, NULL, fixture_open, tests[i].run,
                   fixture_close);
    return g_test_run();
}
