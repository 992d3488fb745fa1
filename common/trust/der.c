/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/der.h"

#include <string.h>

#define LENGTH_MAX_OCTETS 4

struct der
der_of(const void *data, size_t size)
{
    return (struct der){.at = data, .left = size};
}

/* X.690 10.1: the definite form, in the fewest octets. */
static bool
read_length(struct der *in, size_t *length)
{
    size_t value = 0;
    size_t octets;

    if (in->left == 0)
        return false;
    octets = *in->at++;
    in->left--;
    if (octets < 0x80) {
        *length = octets;
        return octets <= in->left;
    }
    octets &= 0x7f;
    if (octets == 0 || octets > LENGTH_MAX_OCTETS || octets > in->left)
        return false;
    for (size_t i = 0; i < octets; i++)
        value = value << 8 | *in->at++;
    in->left -= octets;
    if (value < 0x80 || value >> (8 * (octets - 1)) == 0)
        return false;
    *length = value;
    return value <= in->left;
}

bool
der_read_any(struct der *in, int *tag, struct der *content)
{
    struct der rest = *in;
    size_t length;
    int first;

    if (rest.left == 0)
        return false;
    first = *rest.at++;
    rest.left--;
    if ((first & 0x1f) == 0x1f || !read_length(&rest, &length))
        return false;
    *tag = first;
    *content = der_of(rest.at, length);
    *in = der_of(rest.at + length, rest.left - length);
    return true;
}

bool
der_read(struct der *in, int tag, struct der *content)
{
    int found;

    return der_is_next(in, tag) && der_read_any(in, &found, content);
}

bool
der_read_element(struct der *in, int tag, struct der *element)
{
    const unsigned char *start = in->at;
    struct der content;

    if (!der_read(in, tag, &content))
        return false;
    *element = der_of(start, (size_t)(in->at - start));
    return true;
}

bool
der_read_small(struct der *in, int *value)
{
    struct der rest = *in;
    struct der content;

    if (!der_read(&rest, DER_INTEGER, &content) || content.left != 1 ||
        content.at[0] > 0x7f)
        return false;
    *value = content.at[0];
    *in = rest;
    return true;
}

bool
der_read_oid(struct der *in, const struct der_oid *oid)
{
    struct der content;

    return der_read(in, DER_OID, &content) && der_is_oid(&content, oid);
}

bool
der_is_oid(const struct der *content, const struct der_oid *oid)
{
    return content->left == oid->size &&
           memcmp(content->at, oid->bytes, oid->size) == 0;
}

bool
der_is_next(const struct der *in, int tag)
{
    return in->left > 0 && in->at[0] == tag;
}

bool
der_is_end(const struct der *in)
{
    return in->left == 0;
}

GByteArray *
der_sequence(const struct der *parts, size_t count)
{
    GByteArray *array = g_byte_array_new();
    unsigned char header[2 + LENGTH_MAX_OCTETS] = {DER_SEQUENCE};
    guint size = 2;
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += parts[i].left;
    if (length < 0x80) {
        header[1] = (unsigned char)length;
    } else {
        size_t octets = 1;

        while (octets < LENGTH_MAX_OCTETS && length >> (8 * octets) != 0)
            octets++;
        header[1] = (unsigned char)(0x80 | octets);
        while (octets-- > 0)
            header[size++] = (unsigned char)(length >> (8 * octets));
    }
    g_byte_array_append(array, header, size);
    for (size_t i = 0; i < count; i++)
        g_byte_array_append(array, parts[i].at, (guint)parts[i].left);
    return array;
}
