/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

struct digest
digest_of(const void *data, size_t size)
{
    struct digest digest;

    SHA256(data, size, digest.bytes);
    return digest;
}

struct digest
digest_of_bytes(GBytes *bytes)
{
    size_t size;
    const void *data = g_bytes_get_data(bytes, &size);

    return digest_of(data, size);
}

bool
digest_is_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

void
digest_hex(const struct digest *digest, char hex[DIGEST_HEX_CHARS])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        hex[2 * i] = digits[digest->bytes[i] >> 4];
        hex[2 * i + 1] = digits[digest->bytes[i] & 15];
    }
    hex[2 * DIGEST_BYTES] = '\0';
}

bool
digest_read_hex(const char *hex, struct digest *digest)
{
    struct digest read = {{0}};
    size_t count = 0;

    for (const char *at = hex; *at != '\0'; at++) {
        int value = g_ascii_xdigit_value(*at);

        if (*at == ':' || *at == ' ')
            continue;
        if (value < 0 || count == 2 * DIGEST_BYTES)
            return false;
        read.bytes[count / 2] = (unsigned char)(read.bytes[count / 2] << 4 | value);
        count++;
    }
    if (count != 2 * DIGEST_BYTES)
        return false;
    *digest = read;
    return true;
}

guint
digest_hash(gconstpointer digest)
{
    guint hash;

    memcpy(&hash, ((const struct digest *)digest)->bytes, sizeof hash);
    return hash;
}

gboolean
digest_equal(gconstpointer a, gconstpointer b)
{
    return digest_is_equal(a, b);
}
