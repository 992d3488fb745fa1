/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bounds of everything that is read, in one place.  They are applied by a
 * linear scan of the bytes before libxml2 sees any of them (scan.h).
 */
#ifndef DOCUMENTS_LIMITS_H
#define DOCUMENTS_LIMITS_H

/* One document on the wire or being written, opened details included. */
#define DOCUMENT_MAX_BYTES           (1024 * 1024)
#define DOCUMENT_MAX_DEPTH           32
#define DOCUMENT_MAX_ELEMENTS        20000
#define DOCUMENT_MAX_ATTRIBUTES      64 /* of one element */
#define DOCUMENT_MAX_ATTRIBUTE_BYTES 4096
#define DOCUMENT_MAX_NAME_BYTES      256 /* of an element, with its prefix */

/* One view that the exchange answers with: a directory or a table may be long. */
#define VIEW_MAX_BYTES    (32 * 1024 * 1024)
#define VIEW_MAX_ELEMENTS 1000000

/* What the wire's lists may hold; the schemas say the same. */
#define DELIVERY_MAX_DOCUMENTS 500
#define REASONS_MAX            3
#define AGENCY_ID_MAX          63
#define ACTOR_MAX              64

#endif
