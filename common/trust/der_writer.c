/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/der_writer.h"

#include <string.h>

void
der_writer_open(struct der_writer *writer, size_t size)
{
    writer->buffer = g_malloc(size);
    writer->size = size;
    writer->left = size;
}

void
der_writer_close(struct der_writer *writer)
{
    g_clear_pointer(&writer->buffer, g_free);
}

void
der_put(struct der_writer *writer, const void *bytes, size_t size)
{
    if (size > writer->left)
        g_error("event=der-writer-full size=%zu", writer->size);
    if (size == 0)
        return;
    writer->left -= size;
    memcpy(writer->buffer + writer->left, bytes, size);
}

static void
put_octet(struct der_writer *writer, size_t octet)
{
    unsigned char one = (unsigned char)octet;

    der_put(writer, &one, 1);
}

void
der_wrap(struct der_writer *writer, int tag, size_t mark)
{
    size_t length = mark - writer->left;
    size_t octets = 0;

    if (length < 0x80) {
        put_octet(writer, length);
    } else {
        for (size_t rest = length; rest != 0; rest >>= 8, octets++)
            put_octet(writer, rest & 0xff);
        put_octet(writer, 0x80 | octets);
    }
    put_octet(writer, (size_t)tag);
}

void
der_put_element(struct der_writer *writer, int tag, const void *bytes, size_t size)
{
    size_t mark = writer->left;

    der_put(writer, bytes, size);
    der_wrap(writer, tag, mark);
}

void
der_put_oid(struct der_writer *writer, const struct der_oid *oid)
{
    der_put_element(writer, DER_OID, oid->bytes, oid->size);
}

void
der_put_small(struct der_writer *writer, unsigned char value)
{
    der_put_element(writer, DER_INTEGER, &value, 1);
}

struct der
der_written(const struct der_writer *writer)
{
    return der_of(writer->buffer + writer->left, writer->size - writer->left);
}
