/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cursor over DER (X.690): definite lengths, written as short as they can be, and
 * tags below 31; anything else is not read.  It looks, it never copies.  Pure.
 */
#ifndef COMMON_TRUST_DER_H
#define COMMON_TRUST_DER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum der_tag {
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_CONTEXT = 0x80,             /* | number: [number] IMPLICIT of a primitive */
    DER_CONTEXT_CONSTRUCTED = 0xa0, /* | number: [number] EXPLICIT or constructed */
};

/* What has not been read yet. */
struct der {
    const unsigned char *at;
    size_t left;
};

/* The content of an OBJECT IDENTIFIER. */
struct der_oid {
    const char *bytes;
    size_t size;
};

#define DER_OID_OF(bytes)                                                              \
    {                                                                                  \
        bytes, sizeof(bytes) - 1                                                       \
    }

struct der der_of(const void *data, size_t size);

/* Reads one element of this tag and leaves its content; false if that is not next. */
G_GNUC_WARN_UNUSED_RESULT
bool der_read(struct der *in, int tag, struct der *content);

/* The same for an element of any tag. */
G_GNUC_WARN_UNUSED_RESULT
bool der_read_any(struct der *in, int *tag, struct der *content);

/* The same, but leaves the whole element, with its tag and length. */
G_GNUC_WARN_UNUSED_RESULT
bool der_read_element(struct der *in, int tag, struct der *element);

/* Reads an INTEGER from 0 to 127. */
G_GNUC_WARN_UNUSED_RESULT
bool der_read_small(struct der *in, int *value);

/* Reads an OBJECT IDENTIFIER that is this one. */
G_GNUC_WARN_UNUSED_RESULT
bool der_read_oid(struct der *in, const struct der_oid *oid);

/* Whether content, of an OBJECT IDENTIFIER, is this one. */
bool der_is_oid(const struct der *content, const struct der_oid *oid);

/* Whether an element of this tag comes next. */
bool der_is_next(const struct der *in, int tag);

/* Whether nothing is left. */
bool der_is_end(const struct der *in);

/* A SEQUENCE of these elements, as a new array. */
GByteArray *der_sequence(const struct der *parts, size_t count);

#endif
