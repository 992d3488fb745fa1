/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stock `openssl cms` and we understand one another, in both directions.
 */
#include "common/trust/evidence.h"
#include "tests/unit/trust/partnership.h"

#include <glib/gstdio.h>
#include <string.h>

#define CONTENT "<document>\r\n\n caf\xc3\xa9 </document>\n"

struct fixture {
    struct partnership p;
    char *directory;
    GBytes *content;
};

static char *
path_of(const struct fixture *fixture, const char *name)
{
    return g_build_filename(fixture->directory, name, NULL);
}

static void
save(const struct fixture *fixture, const char *name, const void *data, size_t size)
{
    g_autofree char *path = path_of(fixture, name);

    g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
}

static void
save_bytes(const struct fixture *fixture, const char *name, GBytes *bytes)
{
    size_t size;
    const void *data = g_bytes_get_data(bytes, &size);

    save(fixture, name, data, size);
}

static GBytes *
load(const struct fixture *fixture, const char *name)
{
    g_autofree char *path = path_of(fixture, name);
    char *data;
    size_t size;

    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    return g_bytes_new_take(data, size);
}

static void
save_pair(const struct fixture *fixture, const char *name, const struct pair *pair)
{
    g_autofree char *certificate = g_strconcat(name, ".pem", NULL);
    g_autofree char *key = g_strconcat(name, "-key.pem", NULL);
    g_autofree char *pem = credential_pem(pair->credential);
    char *secret = private_key_pem(pair->key);

    save(fixture, certificate, pem, strlen(pem));
    save(fixture, key, secret, strlen(secret));
    private_key_pem_free(secret);
}

static void
fixture_open(struct fixture *fixture, gconstpointer unused)
{
    g_autofree char *authority = NULL;

    (void)unused;
    partnership_open(&fixture->p);
    fixture->directory = g_dir_make_tmp("openssl-XXXXXX", NULL);
    fixture->content = g_bytes_new_static(CONTENT, strlen(CONTENT));
    authority = credential_pem(maker_certificate(fixture->p.maker));
    save(fixture, "ca.pem", authority, strlen(authority));
    save_pair(fixture, "northgate", &fixture->p.northgate);
    save_pair(fixture, "northgate-sealing", &fixture->p.northgate_sealing);
    save_pair(fixture, "eastborough-sealing", &fixture->p.eastborough_sealing);
    save_bytes(fixture, "content", fixture->content);
}

static void
fixture_close(struct fixture *fixture, gconstpointer unused)
{
    GDir *directory = g_dir_open(fixture->directory, 0, NULL);
    const char *name;

    (void)unused;
    while ((name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *path = path_of(fixture, name);

        g_unlink(path);
    }
    g_dir_close(directory);
    g_rmdir(fixture->directory);
    g_free(fixture->directory);
    g_bytes_unref(fixture->content);
    partnership_close(&fixture->p);
}

/* Runs `openssl cms` with these words in the directory; whether it said yes. */
static bool
openssl_cms(const struct fixture *fixture, const char *words)
{
    g_autofree char *line = g_strconcat("openssl cms ", words, NULL);
    g_auto(GStrv) argv = NULL;
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;
    int status;

    g_assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
    g_assert_true(g_spawn_sync(fixture->directory, argv, NULL, G_SPAWN_SEARCH_PATH,
                               NULL, NULL, &out, &err, &status, NULL));
    g_test_message("%s\n%s", line, err);
    return g_spawn_check_wait_status(status, NULL);
}

#define SIGN                                                                           \
    "-sign -binary -nodetach -outform DER -in content -out message"                    \
    " -signer northgate.pem -inkey northgate-key.pem "

static const struct {
    const char *why;
    const char *words;
    int expected; /* -1: accepted */
} signatures[] = {
    {"as the contract asks", SIGN "-md sha256 -nosmimecap", -1},
    {"with what openssl adds by itself", SIGN, -1},
    {"without certificate", SIGN "-nocerts", -1},
    {"named by its key identifier", SIGN "-keyid", -1},
    {"SHA-1", SIGN "-md sha1", TRUST_ERROR_WEAK_ALGORITHM},
    {"SHA-512", SIGN "-md sha512", TRUST_ERROR_WEAK_ALGORITHM},
    {"without signed attributes", SIGN "-noattr", TRUST_ERROR_CMS_PROFILE},
    {"streamed, which makes it BER", SIGN "-stream", TRUST_ERROR_CMS_PROFILE},
    {"another content type", SIGN "-econtent_type 1.2.3.4", TRUST_ERROR_CMS_PROFILE},
    {"signed twice",
     SIGN "-signer eastborough-sealing.pem -inkey "
          "eastborough-sealing-key.pem",
     TRUST_ERROR_CMS_PROFILE},
    {"detached",
     "-sign -binary -outform DER -in content -out message"
     " -signer northgate.pem -inkey northgate-key.pem",
     TRUST_ERROR_CMS_PROFILE},
    {"S/MIME instead of DER",
     "-sign -binary -nodetach -in content -out message"
     " -signer northgate.pem -inkey northgate-key.pem",
     TRUST_ERROR_CMS_PROFILE},
};

static void
test_it_signs(struct fixture *fixture, gconstpointer unused)
{
    (void)unused;
    for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++) {
        g_autoptr(GBytes) message = NULL;
        g_autoptr(GBytes) read = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", signatures[i].why);
        g_assert_true(openssl_cms(fixture, signatures[i].words));
        message = load(fixture, "message");
        read = registry_verify(fixture->p.registry, message, NOW, NULL, NULL, &error);
        if (signatures[i].expected != -1) {
            assert_refused(error, signatures[i].expected);
            continue;
        }
        g_assert_no_error(error);
        g_assert_true(g_bytes_equal(read, fixture->content));
    }
}

static void
test_it_verifies(struct fixture *fixture, gconstpointer unused)
{
    const struct partnership *p = &fixture->p;
    g_autoptr(GBytes) document =
        signature_write(fixture->content, p->northgate.credential, p->northgate.key,
                        NOW, SIGNATURE_WITHOUT_CERTIFICATE, NULL);
    g_autoptr(GBytes) receipt = evidence_write(fixture->content, p->evidence.credential,
                                               p->evidence.key, NOW, NULL);
    g_autoptr(GBytes) read_document = NULL;
    g_autoptr(GBytes) read_receipt = NULL;

    (void)unused;
    save_bytes(fixture, "document", document);
    save_bytes(fixture, "receipt", receipt);
    g_assert_true(openssl_cms(fixture, "-verify -binary -inform DER -in document"
                                       " -CAfile ca.pem -attime 1795253400"
                                       " -certfile northgate.pem -out read"));
    read_document = load(fixture, "read");
    g_assert_true(g_bytes_equal(read_document, fixture->content));
    g_assert_true(openssl_cms(fixture,
                              "-verify -binary -inform DER -in receipt"
                              " -CAfile ca.pem -attime 1795253400 -out read2"));
    read_receipt = load(fixture, "read2");
    g_assert_true(g_bytes_equal(read_receipt, fixture->content));
}

static void
test_it_opens(struct fixture *fixture, gconstpointer unused)
{
    const struct partnership *p = &fixture->p;
    g_autoptr(GBytes) sealed =
        seal_close(fixture->content, p->northgate_sealing.credential,
                   p->eastborough_sealing.credential, NULL);
    static const char *const names[] = {"northgate-sealing", "eastborough-sealing"};

    (void)unused;
    save_bytes(fixture, "sealed", sealed);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *words =
            g_strdup_printf("-decrypt -binary -inform DER -in sealed -recip %s.pem"
                            " -inkey %s-key.pem -out %s.opened",
                            names[i], names[i], names[i]);
        g_autofree char *opened = g_strconcat(names[i], ".opened", NULL);
        g_autoptr(GBytes) plain = NULL;

        g_assert_true(openssl_cms(fixture, words));
        plain = load(fixture, opened);
        g_assert_true(g_bytes_equal(plain, fixture->content));
    }
}

#define SEAL           "-encrypt -binary -outform DER -in content -out sealed "
#define TO_NORTHGATE   "-recip northgate-sealing.pem "
#define TO_EASTBOROUGH "-recip eastborough-sealing.pem "
#define SHA256_KDF     "-keyopt ecdh_kdf_md:sha256 "

static const struct {
    const char *why;
    const char *words;
    bool is_taken;
} seals[] = {
    {"as the contract asks",
     SEAL "-aes-256-gcm " TO_NORTHGATE SHA256_KDF TO_EASTBOROUGH SHA256_KDF, true},
    {"named by key identifiers",
     SEAL "-aes-256-gcm -keyid " TO_NORTHGATE SHA256_KDF TO_EASTBOROUGH SHA256_KDF,
     true},
    {"openssl's default KDF, which is SHA-1",
     SEAL "-aes-256-gcm " TO_NORTHGATE TO_EASTBOROUGH, false},
    {"SHA-1 for one of them",
     SEAL "-aes-256-gcm " TO_NORTHGATE SHA256_KDF TO_EASTBOROUGH, false},
    {"AES-128", SEAL "-aes-128-gcm " TO_NORTHGATE SHA256_KDF TO_EASTBOROUGH SHA256_KDF,
     false},
    {"CBC, which nothing authenticates",
     SEAL "-aes-256-cbc " TO_NORTHGATE SHA256_KDF TO_EASTBOROUGH SHA256_KDF, false},
    {"one recipient", SEAL "-aes-256-gcm " TO_NORTHGATE SHA256_KDF, false},
    {"three recipients",
     SEAL "-aes-256-gcm " TO_NORTHGATE SHA256_KDF TO_EASTBOROUGH SHA256_KDF TO_NORTHGATE
         SHA256_KDF,
     false},
};

static void
test_it_seals(struct fixture *fixture, gconstpointer unused)
{
    const struct pair *northgate = &fixture->p.northgate_sealing;

    (void)unused;
    for (size_t i = 0; i < G_N_ELEMENTS(seals); i++) {
        g_autoptr(GBytes) sealed = NULL;
        g_autoptr(GBytes) plain = NULL;
        g_autoptr(GError) error = NULL;
        bool is_taken;

        g_test_message("%s", seals[i].why);
        g_assert_true(openssl_cms(fixture, seals[i].words));
        sealed = load(fixture, "sealed");
        plain = seal_open(sealed, northgate->credential, northgate->key, &error);
        g_assert_cmpint(plain != NULL, ==, seals[i].is_taken);
        if (plain == NULL)
            assert_refused(error, TRUST_ERROR_SEALING_PROFILE);
        is_taken = registry_check_sealed(fixture->p.registry, sealed, "eastborough",
                                         "northgate", NOW, &error);
        g_assert_cmpint(is_taken, ==, seals[i].is_taken);
        if (!is_taken)
            assert_refused(error, TRUST_ERROR_SEALING_PROFILE);
        else
            g_assert_true(g_bytes_equal(plain, fixture->content));
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(struct fixture *fixture, gconstpointer unused);
    } tests[] = {
        {"/openssl/signs-what-we-accept", test_it_signs},
        {"/openssl/verifies-what-we-sign", test_it_verifies},
        {"/openssl/opens-what-we-seal", test_it_opens},
        {"/openssl/seals-what-we-open", test_it_seals},
    };

    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, struct fixture, NULL, fixture_open, tests[i].run,
                   fixture_close);
    return g_test_run();
}
