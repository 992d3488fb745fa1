/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/password.h"

#include <string.h>

static void
a_password_is_checked_against_its_hash_alone(void)
{
    g_autofree char *hash = password_hash("correct horse battery");
    g_autofree char *again = password_hash("correct horse battery");

    g_assert_true(g_str_has_prefix(hash, "$y$"));
    g_assert_cmpstr(hash, !=, again); /* each with a salt of its own */
    g_assert_true(password_check("correct horse battery", hash));
    g_assert_false(password_check("correct horse batterz", hash));
    g_assert_false(password_check("", hash));
    g_assert_false(password_check("correct horse battery", NULL));
    g_assert_false(password_check("correct horse battery", "no hash at all"));
    g_assert_false(password_check("*0", "*0")); /* how crypt(3) says that it failed */
}

static void
a_password_is_long_but_not_without_end(void)
{
    g_autofree char *longest = g_strnfill(PASSWORD_MAX_BYTES, 'a');
    g_autofree char *longer = g_strnfill(PASSWORD_MAX_BYTES + 1, 'a');
    g_autofree char *hash = password_hash(longest);
    g_autofree char *umlauts = password_hash("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc"
                                             "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc");

    g_assert_nonnull(hash);
    g_assert_nonnull(umlauts); /* characters are counted, not bytes */
    g_assert_true(password_check(longest, hash));
    g_assert_false(password_check(longer, hash));
    g_assert_null(password_hash(longer));
    g_assert_null(password_hash("elevenchars"));
    g_assert_null(password_hash("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc"));
}

static void
tokens_differ_and_are_told_apart(void)
{
    char one[TOKEN_CHARS];
    char other[TOKEN_CHARS];
    g_autofree char *digest = NULL;

    token_new(one);
    token_new(other);
    digest = token_digest(one);
    g_assert_cmpuint(strlen(one), ==, 2 * TOKEN_BYTES);
    g_assert_cmpstr(one, !=, other);
    g_assert_cmpstr(digest, !=, one);
    g_assert_true(token_is_equal(one, one));
    g_assert_false(token_is_equal(one, other));
    g_assert_false(token_is_equal(one, ""));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/password/a-password-is-checked-against-its-hash-alone",
                    a_password_is_checked_against_its_hash_alone);
    g_test_add_func("/password/a-password-is-long-but-not-without-end",
                    a_password_is_long_but_not_without_end);
    g_test_add_func("/password/tokens-differ-and-are-told-apart",
                    tokens_differ_and_are_told_apart);
    return g_test_run();
}
