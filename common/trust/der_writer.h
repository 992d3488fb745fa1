/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DER written from its end to its beginning, so that every length is known when its
 * turn comes and nothing is copied twice.  Private to this folder.
 */
#ifndef COMMON_TRUST_DER_WRITER_H
#define COMMON_TRUST_DER_WRITER_H

#include "common/trust/der.h"

struct der_writer {
    unsigned char *buffer;
    size_t size;
    size_t left; /* what has been written is buffer[left] to buffer[size] */
};

/* Makes room for size bytes in all; more than that is a bug and ends the program. */
void der_writer_open(struct der_writer *writer, size_t size);
void der_writer_close(struct der_writer *writer);

/* Puts bytes before what has been written. */
void der_put(struct der_writer *writer, const void *bytes, size_t size);

/* Puts tag and length before what has been written since left was mark. */
void der_wrap(struct der_writer *writer, int tag, size_t mark);

/* Puts a whole element. */
void der_put_element(struct der_writer *writer, int tag, const void *bytes,
                     size_t size);
void der_put_oid(struct der_writer *writer, const struct der_oid *oid);
void der_put_small(struct der_writer *writer, unsigned char value);

/* What has been written. */
struct der der_written(const struct der_writer *writer);

#endif
