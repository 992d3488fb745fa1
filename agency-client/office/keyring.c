/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/keyring.h"

#include "agency-client/office/home.h"

#include "common/trust/request.h"

#include <string.h>

struct keyring {
    GPtrArray *keys; /* struct ring_key *, per usage oldest first */
};

static void
ring_key_free(struct ring_key *key)
{
    g_clear_pointer(&key->key, private_key_unref);
    g_clear_pointer(&key->credential, credential_unref);
    g_free(key);
}

void
keyring_free(struct keyring *ring)
{
    if (ring == NULL)
        return;
    g_ptr_array_unref(ring->keys);
    g_free(ring);
}

static char *
file_path(const char *directory, enum credential_usage usage, int number,
          const char *suffix)
{
    g_autofree char *ordinal =
        number > 1 ? g_strdup_printf("-%d", number) : g_strdup("");
    g_autofree char *name =
        g_strconcat(credential_usage_name(usage), ordinal, suffix, NULL);

    return home_path(directory, name);
}

int
keyring_count(const char *directory, enum credential_usage usage)
{
    int count = 0;

    while (count < KEYRING_MAX) {
        g_autofree char *path = file_path(directory, usage, count + 1, "-key.pem");

        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            break;
        count++;
    }
    return count;
}

static bool
read_usage(struct keyring *ring, const char *directory, enum credential_usage usage,
           const char *passphrase, GError **error)
{
    int count = keyring_count(directory, usage);

    for (int number = 1; number <= count; number++) {
        g_autofree char *key_path = file_path(directory, usage, number, "-key.pem");
        g_autofree char *path = file_path(directory, usage, number, ".pem");
        struct ring_key *key = g_new0(struct ring_key, 1);

        g_ptr_array_add(ring->keys, key);
        key->usage = usage;
        key->number = number;
        key->key = private_key_read(key_path, passphrase, error);
        if (key->key == NULL)
            return false;
        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        key->credential = credential_read_file(path, error);
        if (key->credential == NULL ||
            !private_key_check(key->key, key->credential, error)) {
            g_prefix_error(error, "%s: ", path);
            return false;
        }
    }
    return true;
}

struct keyring *
keyring_read(const char *directory, const char *passphrase, GError **error)
{
    g_autoptr(keyring) ring = g_new0(struct keyring, 1);

    ring->keys = g_ptr_array_new_with_free_func((GDestroyNotify)ring_key_free);
    if (!read_usage(ring, directory, CREDENTIAL_IDENTITY, passphrase, error) ||
        !read_usage(ring, directory, CREDENTIAL_SEALING, passphrase, error))
        return NULL;
    if (ring->keys->len == 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NOT_SET_UP,
                    "%s holds no keys: run 'agency-client init' first", directory);
        return NULL;
    }
    return g_steal_pointer(&ring);
}

bool
keyring_add(const char *directory, enum credential_usage usage, const char *agency,
            const char *passphrase, char **request_path, GError **error)
{
    int number = keyring_count(directory, usage) + 1;
    g_autofree char *key_path = file_path(directory, usage, number, "-key.pem");
    /* Whatever the key's number, its request is where the last one was: send this. */
    g_autofree char *path = file_path(directory, usage, 1, ".csr.pem");
    g_autoptr(private_key) key = NULL;
    g_autofree char *request = NULL;

    if (number > KEYRING_MAX) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "there are already %d %s keys here", KEYRING_MAX,
                    credential_usage_name(usage));
        return false;
    }
    key = private_key_new(error);
    if (key == NULL)
        return false;
    request = request_new(key, agency, error);
    if (request == NULL || !private_key_write(key, key_path, passphrase, error) ||
        !g_file_set_contents(path, request, -1, error))
        return false;
    *request_path = g_steal_pointer(&path);
    return true;
}

static const struct ring_key *
find_owner(const struct keyring *ring, const struct credential *credential)
{
    for (unsigned i = 0; i < ring->keys->len; i++) {
        const struct ring_key *key = ring->keys->pdata[i];

        if (key->usage == credential_usage(credential) &&
            private_key_check(key->key, credential, NULL))
            return key;
    }
    return NULL;
}

bool
keyring_install(const struct keyring *ring, const char *directory, const char *agency,
                const struct authority *authority, const struct credential *credential,
                int64_t now_us, char **installed_path, GError **error)
{
    enum credential_usage usage = credential_usage(credential);
    const struct ring_key *owner;
    g_autofree char *path = NULL;
    g_autofree char *pem = NULL;

    if (usage != CREDENTIAL_IDENTITY && usage != CREDENTIAL_SEALING) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "a certificate for '%s', where identity or sealing is needed: was "
                    "the profile right when the authority signed?",
                    credential_usage_name(usage));
        return false;
    }
    if (!authority_check(authority, credential, usage, now_us, error))
        return false;
    if (g_strcmp0(credential_agency(credential), agency) != 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "this certificate is agency %s's, and this is the home of %s",
                    credential_agency(credential), agency);
        return false;
    }
    owner = find_owner(ring, credential);
    if (owner == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "no %s key here belongs to this certificate: was it made from this "
                    "home's request?",
                    credential_usage_name(usage));
        return false;
    }
    if (owner->credential != NULL &&
        !digest_is_equal(credential_sha256(owner->credential),
                         credential_sha256(credential))) {
        g_set_error(
            error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
            "this key already has a certificate, which old documents need: make "
            "the next with 'agency-client init --new-key %s'",
            credential_usage_name(usage));
        return false;
    }
    path = file_path(directory, usage, owner->number, ".pem");
    pem = credential_pem(credential);
    if (!g_file_set_contents_full(
            path, pem, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
            0644, error))
        return false;
    *installed_path = g_steal_pointer(&path);
    return true;
}

static bool
is_registered(const struct ring_key *key, const struct registry *registry,
              int64_t now_us)
{
    const struct registry_certificate *known =
        registry_find_sha256(registry, credential_sha256(key->credential));

    return known != NULL && registry_judge_certificate(known, key->usage, now_us, NULL);
}

const struct ring_key *
keyring_find_identity(const struct keyring *ring, const struct registry *registry,
                      int64_t now_us, GError **error)
{
    const struct ring_key *newest = NULL;

    for (unsigned i = ring->keys->len; i-- > 0;) {
        const struct ring_key *key = ring->keys->pdata[i];

        if (key->usage != CREDENTIAL_IDENTITY || key->credential == NULL ||
            !credential_check_validity(key->credential, now_us, NULL))
            continue;
        if (registry != NULL && is_registered(key, registry, now_us))
            return key;
        if (newest == NULL)
            newest = key;
    }
    if (newest == NULL)
        g_set_error(
            error, OFFICE_ERROR, OFFICE_ERROR_NOT_SET_UP,
            "there is no valid identity certificate here: have identity.csr.pem "
            "signed by the authority and run 'agency-client init --certificate "
            "FILE'; if it has lapsed, 'init --new-key identity' makes the next");
    return newest;
}

bool
keyring_has_key_of(const struct keyring *ring, const struct credential *credential)
{
    for (unsigned i = 0; i < ring->keys->len; i++) {
        const struct ring_key *key = ring->keys->pdata[i];

        if (private_key_check(key->key, credential, NULL))
            return true;
    }
    return false;
}

const struct ring_key *
keyring_find_fingerprint(const struct keyring *ring, const struct digest *sha256)
{
    for (unsigned i = 0; i < ring->keys->len; i++) {
        const struct ring_key *key = ring->keys->pdata[i];

        if (key->credential != NULL &&
            digest_is_equal(credential_sha256(key->credential), sha256))
            return key;
    }
    return NULL;
}

const struct ring_key *
keyring_find_id(const struct keyring *ring, enum credential_usage usage,
                const struct certificate_id *id)
{
    for (unsigned i = 0; i < ring->keys->len; i++) {
        const struct ring_key *key = ring->keys->pdata[i];

        if (key->usage == usage && key->credential != NULL &&
            credential_has_id(key->credential, id))
            return key;
    }
    return NULL;
}
