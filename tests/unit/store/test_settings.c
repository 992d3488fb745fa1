/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/settings.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Writes a file beside this program's others; the caller removes it. */
static char *
write_file(const char *text)
{
    char *path = g_build_filename(TEST_DIRECTORY, "settings-XXXXXX", NULL);
    int file = g_mkstemp(path);

    g_assert_cmpint(file, >=, 0);
    close(file);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void
test_defaults(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(settings) settings = settings_read(NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(settings->listen, ==, "0.0.0.0:8443");
    g_assert_cmpstr(settings->database_url, ==, "");
    g_assert_null(settings->tls_certificate);
    g_assert_cmpint(settings->batch_documents, ==, 64);
    g_assert_cmpint(settings->max_age_days, ==, 30);
}

static void
test_a_file_is_read(void)
{
    g_autofree char *path = write_file("[exchange]\nlisten = [::1]:0\n"
                                       "data_directory = data\n"
                                       "[tls]\ncertificate = ../keys/server.pem\n"
                                       "key = /etc/key.pem\n"
                                       "[limits]\nbatch_documents = 8\n"
                                       "[test]\nclock_offset_file =\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(settings) settings = settings_read(path, &error);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *data = g_build_filename(folder, "data", NULL);
    g_autofree char *parent = g_path_get_dirname(folder);
    g_autofree char *certificate = g_build_filename(parent, "keys/server.pem", NULL);

    g_assert_no_error(error);
    g_assert_cmpstr(settings->listen, ==, "[::1]:0");
    g_assert_cmpstr(settings->data_directory, ==, data);
    g_assert_cmpstr(settings->tls_certificate, ==, certificate);
    g_assert_cmpstr(settings->tls_key, ==, "/etc/key.pem");
    g_assert_cmpint(settings->batch_documents, ==, 8);
    g_assert_null(settings->clock_offset_file);
    g_unlink(path);
}

static void
test_what_is_wrong_is_named(void)
{
    static const struct {
        const char *why;
        const char *text;
        int code;
        const char *named;
    } cases[] = {
        {"no key file", "what is this", SETTINGS_ERROR_FILE, "settings-"},
        {"no such section", "[exchanges]\n", SETTINGS_ERROR_UNKNOWN, "[exchanges]"},
        {"no such key", "[exchange]\nport = 1\n", SETTINGS_ERROR_UNKNOWN, "port"},
        {"a key of another section", "[tls]\nlisten = a:1\n", SETTINGS_ERROR_UNKNOWN,
         "listen"},
        {"too large", "[limits]\nbatch_documents = 65\n", SETTINGS_ERROR_VALUE,
         "[limits] batch_documents: a number from 1 to 64"},
        {"too small", "[limits]\nbatch_documents = 0\n", SETTINGS_ERROR_VALUE,
         "from 1 to 64"},
        {"no number", "[limits]\nbatch_documents = ten\n", SETTINGS_ERROR_VALUE,
         "from 1 to 64"},
        {"a number and more", "[limits]\nbatch_documents = 8k\n", SETTINGS_ERROR_VALUE,
         "from 1 to 64"},
        {"an empty number", "[limits]\nbatch_documents =\n", SETTINGS_ERROR_VALUE,
         "from 1 to 64"},
        {"beyond any integer", "[limits]\nbatch_documents = 99999999999999999999\n",
         SETTINGS_ERROR_VALUE, "from 1 to 64"},
        {"no port", "[exchange]\nlisten = localhost\n", SETTINGS_ERROR_VALUE,
         "HOST:PORT"},
        {"no host", "[exchange]\nlisten = :8443\n", SETTINGS_ERROR_VALUE, "HOST:PORT"},
        {"no such port", "[admin]\nlisten = localhost:65536\n", SETTINGS_ERROR_VALUE,
         "HOST:PORT"},
        {"IPv6 without brackets", "[exchange]\nlisten = ::1:80\n", SETTINGS_ERROR_VALUE,
         "HOST:PORT"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = write_file(cases[i].text);
        g_autoptr(GError) error = NULL;

        g_test_message("%s", cases[i].why);
        g_assert_null(settings_read(path, &error));
        g_assert_error(error, SETTINGS_ERROR, cases[i].code);
        g_assert_nonnull(strstr(error->message, path));
        g_assert_nonnull(strstr(error->message, cases[i].named));
        g_unlink(path);
    }
}

static void
test_what_is_printed_reads_the_same(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(settings) example = settings_read("exchange/exchange.conf", &error);
    g_autofree char *printed = NULL;
    g_autofree char *path = NULL;
    g_autoptr(settings) again = NULL;
    g_autofree char *printed_again = NULL;

    g_assert_no_error(error);
    printed = settings_print(example);
    path = write_file(printed);
    again = settings_read(path, &error);
    g_assert_no_error(error);
    printed_again = settings_print(again);
    g_assert_cmpstr(printed_again, ==, printed);
    g_unlink(path);
}

/* Lines as they are, but for the values of paths, which the example has relative. */
static void
test_the_example_shows_every_setting(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *example = NULL;
    g_autoptr(settings) defaults = settings_read(NULL, &error);
    g_autofree char *printed = settings_print(defaults);
    g_auto(GStrv) lines = g_strsplit(printed, "\n", -1);

    g_assert_true(
        g_file_get_contents("exchange/exchange.conf", &example, NULL, &error));
    for (size_t i = 0; lines[i] != NULL; i++) {
        const char *line = lines[i];
        g_autofree char *key = NULL;

        if (strchr(line, '=') == NULL || g_str_has_prefix(line, "# ")) {
            g_assert_nonnull(strstr(example, line));
            continue;
        }
        key = g_strndup(line, (size_t)(strchr(line, '=') - line + 1));
        g_assert_nonnull(strstr(example, key[0] == '#' ? key + 1 : key));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/settings/defaults", test_defaults);
    g_test_add_func("/settings/a-file-is-read", test_a_file_is_read);
    g_test_add_func("/settings/what-is-wrong-is-named", test_what_is_wrong_is_named);
    g_test_add_func("/settings/what-is-printed-reads-the-same",
                    test_what_is_printed_reads_the_same);
    g_test_add_func("/settings/the-example-shows-every-setting",
                    test_the_example_shows_every_setting);
    return g_test_run();
}
