/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/listing.h"
#include <string.h>

/* Of all names below, once and for ever: 5b3e3f0a-6b0c-4b5e-9a49-0a2f8d1c7e64. */
static const uint8_t name_space[UUID_BYTES] = {0x5b, 0x3e, 0x3f, 0x0a, 0x6b, 0x0c,
                                               0x4b, 0x5e, 0x9a, 0x49, 0x0a, 0x2f,
                                               0x8d, 0x1c, 0x7e, 0x64};

void
listing_id(const char *agency, const char *slug, struct uuid *id)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    uint8_t digest[20];
    size_t size = sizeof digest;

    g_checksum_update(sum, name_space, sizeof name_space);
    g_checksum_update(sum, (const uint8_t *)agency, (gssize)strlen(agency));
    g_checksum_update(sum, (const uint8_t *)"/", 1);
    g_checksum_update(sum, (const uint8_t *)slug, (gssize)strlen(slug));
    g_checksum_get_digest(sum, digest, &size);
    memcpy(id->bytes, digest, UUID_BYTES);
    id->bytes[6] = (uint8_t)((id->bytes[6] & 0x0f) | 0x50); /* version 5 */
    id->bytes[8] = (uint8_t)((id->bytes[8] & 0x3f) | 0x80); /* RFC 9562 4.1 */
}

bool
listing_is_fresh(const struct listing *listing, int64_t now_us)
{
    return listing->has_capacity && listing->capacity.valid_until_us > now_us;
}

bool
listing_is_held(const struct listing *listing, const struct uuid *vacancy,
                int64_t now_us)
{
    for (size_t i = 0; i < listing->held_count; i++) {
        const struct held_vacancy *held = &listing->held[i];

        if (uuid_is_equal(&held->vacancy, vacancy) &&
            (!held->has_until || held->until_us > now_us))
            return true;
    }
    return false;
}
