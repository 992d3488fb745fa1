/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests as handlers see them: already strict (RFC 9112 framing, one spelling of
 * every path and parameter), already authenticated, the body complete.  A request is
 * immutable once its handler has it and may be read by any thread that keeps it alive
 * (the handler during its call, later whoever holds its struct parked).
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/documents/uuid.h"

#define PEER_GROUP_BYTES   64
#define PEER_SHA256_BYTES  32
#define REQUEST_VALUES_MAX 4 /* {placeholders} in a pattern */
#define REQUEST_QUERY_MAX  32

struct route;

/* The client's certificate, unchanged for the life of a connection. */
struct peer {
    GBytes *der;
    uint8_t sha256[PEER_SHA256_BYTES]; /* of der */
    char group[PEER_GROUP_BYTES];      /* as peer_admit named it: the agency */
};

struct request_pair {
    const char *name;
    const char *value;
};

struct request {
    struct uuid id; /* ours; also in the answer's Request-Id and the log */
    char id_text[UUID_TEXT_BYTES];
    const char *method; /* as the route spells it; "GET" for a HEAD */
    const char *path;   /* "/v1/documents/..."; no '%', no empty or dot segment */
    const struct route *route; /* NULL until one was found */
    const char
        *values[REQUEST_VALUES_MAX]; /* what stood for the route's {placeholders} */
    const struct peer *peer;         /* NULL on a plain listener */
    const char *address;             /* the client's IP address as text, for logs */
    void *caller; /* whom the gate said this is; NULL without a gate */
    GBytes *body; /* NULL when the route takes none */
    const struct request_pair *headers; /* names as sent */
    size_t header_count;
    struct request_pair query[REQUEST_QUERY_MAX]; /* decoded; each name once */
    size_t query_count;
    char *value_space; /* where values[] stand */
};

/* The value of a header (the first, if a list came in several); NULL when absent. */
const char *request_header(const struct request *request, const char *name);

/* The decoded value of a query parameter; NULL when absent. */
const char *request_query(const struct request *request, const char *name);

/*
 * Reads a whole number from a query parameter; absent gives fallback.  Anything but
 * plain digits, or outside [least, most]: REFUSAL_BAD_REQUEST.
 */
G_GNUC_WARN_UNUSED_RESULT
bool request_query_number(const struct request *request, const char *name,
                          int64_t fallback, int64_t least, int64_t most,
                          int64_t *number, GError **error);

/* Reads the UUID in placeholder n; anything else is REFUSAL_BAD_REQUEST. */
G_GNUC_WARN_UNUSED_RESULT
bool request_path_uuid(const struct request *request, size_t n, struct uuid *uuid,
                       GError **error);

/*
 * Does If-None-Match hold this entity tag (given without its quotes)?  RFC 9110 13.1.2,
 * weak comparison; "*" always.
 */
bool request_etag_matches(const struct request *request, const char *etag);

#endif
