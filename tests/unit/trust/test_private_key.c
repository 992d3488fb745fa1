/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/trust/partnership.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

struct directory {
    char *path;
    char *file;
};

static void
directory_open(struct directory *directory, gconstpointer unused)
{
    (void)unused;
    directory->path = g_dir_make_tmp("private-key-XXXXXX", NULL);
    directory->file = g_build_filename(directory->path, "key.pem", NULL);
}

static void
directory_close(struct directory *directory, gconstpointer unused)
{
    (void)unused;
    g_unlink(directory->file);
    g_rmdir(directory->path);
    g_free(directory->path);
    g_free(directory->file);
}

static void
assert_same_key(const struct private_key *one, const struct private_key *other)
{
    char *one_pem = private_key_pem(one);
    char *other_pem = private_key_pem(other);

    g_assert_cmpstr(one_pem, ==, other_pem);
    private_key_pem_free(one_pem);
    private_key_pem_free(other_pem);
}

static void
test_file(struct directory *directory, gconstpointer passphrase)
{
    g_autoptr(private_key) key = private_key_new(NULL);
    g_autoptr(private_key) again = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    struct stat status;

    g_assert_true(private_key_write(key, directory->file, passphrase, &error));
    g_assert_cmpint(stat(directory->file, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 07777, ==, 0600);
    again = private_key_read(directory->file, passphrase, &error);
    g_assert_no_error(error);
    assert_same_key(key, again);
    g_assert_true(g_file_get_contents(directory->file, &text, NULL, NULL));
    g_assert_cmpint(strstr(text, "ENCRYPTED") != NULL, ==, passphrase != NULL);
    g_assert_false(private_key_write(key, directory->file, passphrase, &error));
    assert_refused(error, TRUST_ERROR_FILE);
}

static void
test_passphrase(struct directory *directory, gconstpointer unused)
{
    g_autoptr(private_key) key = private_key_new(NULL);
    g_autoptr(GError) error = NULL;

    (void)unused;
    g_assert_true(private_key_write(key, directory->file, "correct horse", &error));
    g_assert_null(private_key_read(directory->file, NULL, &error));
    assert_refused(error, TRUST_ERROR_PASSPHRASE);
    g_assert_null(private_key_read(directory->file, "battery staple", &error));
    assert_refused(error, TRUST_ERROR_PASSPHRASE);
}

static void
test_not_a_key(struct directory *directory, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    char *pem;
    g_autoptr(private_key) weak = odd_key("RSA:1024");

    (void)unused;
    g_assert_null(private_key_read(directory->file, NULL, &error));
    assert_refused(error, TRUST_ERROR_FILE);
    g_assert_true(g_file_set_contents(directory->file, "no key\n", -1, NULL));
    g_chmod(directory->file, 0600);
    g_assert_null(private_key_read(directory->file, NULL, &error));
    assert_refused(error, TRUST_ERROR_KEY);
    pem = private_key_pem(weak);
    g_assert_true(g_file_set_contents(directory->file, pem, -1, NULL));
    private_key_pem_free(pem);
    g_chmod(directory->file, 0600);
    g_assert_null(private_key_read(directory->file, NULL, &error));
    assert_refused(error, TRUST_ERROR_WEAK_ALGORITHM);
}

static GLogWriterOutput
count_warnings(GLogLevelFlags level, const GLogField *fields, gsize count,
               gpointer data)
{
    int *warnings = data;

    (void)fields;
    (void)count;
    if ((level & G_LOG_LEVEL_WARNING) != 0)
        (*warnings)++;
    return G_LOG_WRITER_HANDLED;
}

static int warnings;

static void
test_open_to_others(struct directory *directory, gconstpointer unused)
{
    g_autoptr(private_key) key = private_key_new(NULL);
    g_autoptr(private_key) first = NULL;
    g_autoptr(private_key) second = NULL;

    (void)unused;
    g_assert_true(private_key_write(key, directory->file, NULL, NULL));
    warnings = 0;
    first = private_key_read(directory->file, NULL, NULL);
    g_assert_nonnull(first);
    g_assert_cmpint(warnings, ==, 0);
    g_chmod(directory->file, 0640);
    second = private_key_read(directory->file, NULL, NULL);
    g_assert_nonnull(second);
    g_assert_cmpint(warnings, ==, 1);
}

static void
test_certificate(void)
{
    g_autoptr(maker) maker = maker_new("Ours");
    struct pair one = maker_issue(maker, &recipe_identity, NULL);
    struct pair other = maker_issue(maker, &recipe_identity, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(private_key_check(one.key, one.credential, &error));
    g_assert_false(private_key_check(one.key, other.credential, &error));
    assert_refused(error, TRUST_ERROR_KEY);
    pair_clear(&one);
    pair_clear(&other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_writer_func(count_warnings, &warnings, NULL);
    g_test_add("/private-key/survives-its-file", struct directory, NULL, directory_open,
               test_file, directory_close);
    g_test_add("/private-key/survives-its-file-encrypted", struct directory,
               "correct horse", directory_open, test_file, directory_close);
    g_test_add("/private-key/needs-its-passphrase", struct directory, NULL,
               directory_open, test_passphrase, directory_close);
    g_test_add("/private-key/what-is-none-is-refused", struct directory, NULL,
               directory_open, test_not_a_key, directory_close);
    g_test_add("/private-key/open-to-others-is-warned-of", struct directory, NULL,
               directory_open, test_open_to_others, directory_close);
    g_test_add_func("/private-key/knows-its-certificate", test_certificate);
    return g_test_run();
}
