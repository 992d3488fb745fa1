/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/uuid.h"

#include <glib.h>
#include <string.h>
#include <sys/random.h>

#define MILLISECONDS_BYTES 6

static const char digits[] = "0123456789abcdef";

/* Where the text has its hyphens. */
static bool
is_hyphen_at(size_t index)
{
    return index == 8 || index == 13 || index == 18 || index == 23;
}

static int
digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

/* RFC 9562, 4.1 and 4.2. */
static void
fill_at_random(struct uuid *uuid, uint8_t version)
{
    if (getrandom(uuid->bytes, sizeof uuid->bytes, 0) != (ssize_t)sizeof uuid->bytes)
        g_error("no random bytes from the system");
    uuid->bytes[6] = (uint8_t)((uuid->bytes[6] & 0x0f) | version << 4);
    uuid->bytes[8] = (uint8_t)((uuid->bytes[8] & 0x3f) | 0x80);
}

void
uuid_new(struct uuid *uuid)
{
    fill_at_random(uuid, 4);
}

void
uuid_new_at(struct uuid *uuid, int64_t made_us)
{
    uint64_t milliseconds = GUINT64_TO_BE((uint64_t)(made_us / 1000) << 16);

    fill_at_random(uuid, 7);
    memcpy(uuid->bytes, &milliseconds, MILLISECONDS_BYTES);
}

bool
uuid_read(const char *text, struct uuid *uuid)
{
    struct uuid read;
    size_t byte = 0;

    for (size_t index = 0; index < UUID_TEXT_BYTES - 1; index++) {
        int high, low;

        if (is_hyphen_at(index)) {
            if (text[index] != '-')
                return false;
            continue;
        }
        /* A short text ends here: NUL is no digit. */
        high = digit_value(text[index]);
        if (high < 0)
            return false;
        low = digit_value(text[++index]);
        if (low < 0)
            return false;
        read.bytes[byte++] = (uint8_t)(high << 4 | low);
    }
    if (text[UUID_TEXT_BYTES - 1] != '\0')
        return false;
    *uuid = read;
    return true;
}

void
uuid_write(const struct uuid *uuid, char text[UUID_TEXT_BYTES])
{
    size_t index = 0;

    for (size_t byte = 0; byte < UUID_BYTES; byte++) {
        if (is_hyphen_at(index))
            text[index++] = '-';
        text[index++] = digits[uuid->bytes[byte] >> 4];
        text[index++] = digits[uuid->bytes[byte] & 0x0f];
    }
    text[index] = '\0';
}

bool
uuid_is_equal(const struct uuid *one, const struct uuid *other)
{
    return memcmp(one->bytes, other->bytes, UUID_BYTES) == 0;
}

unsigned int
uuid_table_hash(const void *uuid)
{
    const struct uuid *key = uuid;
    unsigned int hash;

    /* The last bytes are random in every version that agencies use. */
    memcpy(&hash, key->bytes + UUID_BYTES - sizeof hash, sizeof hash);
    return hash;
}

int
uuid_table_equal(const void *one, const void *other)
{
    return uuid_is_equal(one, other);
}

char *
uuid_text(const struct uuid *uuid)
{
    char text[UUID_TEXT_BYTES];

    uuid_write(uuid, text);
    return g_strdup(text);
}
