/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/password.h"

#include "common/trust/digest.h"

#include <crypt.h>
#include <string.h>
#include <sys/random.h>

#define HASH_PREFIX "$y$" /* yescrypt, at libxcrypt's default cost */

static void
random_fill(unsigned char *bytes, size_t size)
{
    if (getrandom(bytes, size, 0) != (ssize_t)size)
        g_error("the system has no random bytes"); /* getrandom(2): never for so few */
}

static char *
hash_with(const char *password, const char *setting)
{
    g_autofree struct crypt_data *data = g_new0(struct crypt_data, 1);
    const char *hash = crypt_r(password, setting, data);
    char *kept = hash != NULL && hash[0] != '*' ? g_strdup(hash) : NULL;

    explicit_bzero(data, sizeof *data);
    return kept;
}

char *
password_hash(const char *password)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];

    if (g_utf8_strlen(password, -1) < PASSWORD_MIN_CHARS ||
        strlen(password) > PASSWORD_MAX_BYTES)
        return NULL;
    if (crypt_gensalt_rn(HASH_PREFIX, 0, NULL, 0, setting, sizeof setting) == NULL)
        return NULL;
    return hash_with(password, setting);
}

bool
password_check(const char *password, const char *hash)
{
    /* Of nobody: the salt alone, which no result of crypt equals. */
    const char *setting = hash != NULL ? hash : "$y$j9T$cHV0IGEgc2FsdCBoZXJl$";
    g_autofree char *found =
        strlen(password) <= PASSWORD_MAX_BYTES ? hash_with(password, setting) : NULL;

    return hash != NULL && found != NULL && token_is_equal(found, hash);
}

void
token_new(char token[TOKEN_CHARS])
{
    unsigned char bytes[TOKEN_BYTES];

    random_fill(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        g_snprintf(token + 2 * i, 3, "%02x", bytes[i]);
}

char *
token_digest(const char *token)
{
    struct digest digest = digest_of(token, strlen(token));
    char hex[DIGEST_HEX_CHARS];

    digest_hex(&digest, hex);
    return g_strdup(hex);
}

bool
token_is_equal(const char *one, const char *other)
{
    struct digest a = digest_of(one, strlen(one));
    struct digest b = digest_of(other, strlen(other));

    return digest_is_equal(&a, &b);
}
