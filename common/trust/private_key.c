/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/private_key.h"

#include "common/shared.h"
#include "common/trust/file.h"
#include "common/trust/openssl.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <string.h>

#define KEY_MAX_BYTES (32 * 1024)
#define SALT_BYTES    16
#define SCRYPT_N      16384 /* with r and p, 16 MiB and some 50 ms for each guess */
#define SCRYPT_R      8
#define SCRYPT_P      1

struct private_key {
    EVP_PKEY *pkey;
};

static void
private_key_clear(void *data)
{
    struct private_key *key = data;

    SHARED_LAST(data);
    g_clear_pointer(&key->pkey, EVP_PKEY_free);
}

struct private_key *
private_key_ref(const struct private_key *key)
{
    return g_atomic_rc_box_acquire((struct private_key *)key);
}

void
private_key_unref(struct private_key *key)
{
    shared_release(key, private_key_clear);
}

struct private_key *
private_key_of(EVP_PKEY *pkey)
{
    struct private_key *key = g_atomic_rc_box_new0(struct private_key);

    key->pkey = pkey;
    return key;
}

struct private_key *
private_key_new(GError **error)
{
    EVP_PKEY *pkey = EVP_EC_gen("P-256");

    if (pkey == NULL) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "key generation");
        return NULL;
    }
    return private_key_of(pkey);
}

/* What the PEM reader asks for a passphrase, and what it learned of the file. */
struct question {
    const char *passphrase;
    bool was_asked;
};

static int
answer(char *buffer, int size, int is_writing, void *data)
{
    struct question *question = data;
    size_t length;

    (void)is_writing;
    question->was_asked = true;
    if (question->passphrase == NULL)
        return -1;
    length = strlen(question->passphrase);
    if (length > (size_t)size)
        return -1;
    memcpy(buffer, question->passphrase, length);
    return (int)length;
}

struct private_key *
private_key_read(const char *path, const char *passphrase, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, KEY_MAX_BYTES, error);
    struct question question = {.passphrase = passphrase};
    g_autoptr(EVP_PKEY) pkey = NULL;
    g_autoptr(BIO) bio = NULL;
    const void *data;
    size_t size;

    if (bytes == NULL)
        return NULL;
    if (file_is_open_to_others(path))
        g_warning("event=key-file-open-to-others path=%s advice=\"chmod 600\"", path);
    data = g_bytes_get_data(bytes, &size);
    bio = BIO_new_mem_buf(data, (int)size);
    pkey = PEM_read_bio_PrivateKey(bio, NULL, answer, &question);
    ERR_clear_error();
    if (pkey == NULL && question.was_asked) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_PASSPHRASE, "%s: %s", path,
                    passphrase == NULL ? "this key needs a passphrase"
                                       : "not the passphrase of this key");
        return NULL;
    }
    if (pkey == NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_KEY, "%s: no private key in PEM",
                    path);
        return NULL;
    }
    if (!openssl_check_key(pkey, true, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return private_key_of(g_steal_pointer(&pkey));
}

/* PKCS#8 under scrypt and AES-256, which `openssl pkey` reads. */
static bool
write_encrypted(BIO *bio, const struct private_key *key, const char *passphrase)
{
    g_autoptr(PKCS8_PRIV_KEY_INFO) info = EVP_PKEY2PKCS8(key->pkey);
    g_autoptr(X509_ALGOR) algorithm = NULL;
    g_autoptr(X509_SIG) encrypted = NULL;
    unsigned char salt[SALT_BYTES];

    if (info == NULL || RAND_bytes(salt, sizeof salt) != 1)
        return false;
    algorithm = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt, sizeof salt, NULL,
                                      SCRYPT_N, SCRYPT_R, SCRYPT_P);
    if (algorithm == NULL)
        return false;
    encrypted = PKCS8_set0_pbe(passphrase, (int)strlen(passphrase), info, algorithm);
    if (encrypted == NULL)
        return false;
    algorithm = NULL; /* it went into encrypted */
    return PEM_write_bio_PKCS8(bio, encrypted) == 1;
}

bool
private_key_write(const struct private_key *key, const char *path,
                  const char *passphrase, GError **error)
{
    /* Memory BIO that wipes itself. */
    g_autoptr(BIO) bio = BIO_new(BIO_s_secmem());
    char *data;
    long size;

    if (passphrase != NULL ? !write_encrypted(bio, key, passphrase)
                           : PEM_write_bio_PKCS8PrivateKey(bio, key->pkey, NULL, NULL,
                                                           0, NULL, NULL) != 1) {
        openssl_error(error, TRUST_ERROR_INTERNAL, "writing a private key");
        return false;
    }
    size = BIO_get_mem_data(bio, &data);
    return file_write_secret(path, data, (size_t)size, error);
}

char *
private_key_pem(const struct private_key *key)
{
    g_autoptr(BIO) bio = BIO_new(BIO_s_secmem());
    char *data;
    long size;

    if (PEM_write_bio_PKCS8PrivateKey(bio, key->pkey, NULL, NULL, 0, NULL, NULL) != 1)
        g_error("event=key-not-written");
    size = BIO_get_mem_data(bio, &data);
    return g_strndup(data, (size_t)size);
}

void
private_key_pem_free(char *pem)
{
    if (pem != NULL)
        OPENSSL_cleanse(pem, strlen(pem));
    g_free(pem);
}

bool
private_key_check(const struct private_key *key, const struct credential *credential,
                  GError **error)
{
    if (EVP_PKEY_eq(key->pkey, credential_public_key(credential)) == 1)
        return true;
    ERR_clear_error();
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_KEY,
                "the private key is not that of certificate %s",
                credential_serial(credential));
    return false;
}

EVP_PKEY *
private_key_pkey(const struct private_key *key)
{
    return key->pkey;
}
