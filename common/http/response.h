/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses: what a handler fills in.  Belongs to one thread at a time.
 */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include <glib.h>
#include <stdbool.h>

#define RESPONSE_HEADERS_MAX 12

struct response_header {
    const char *name; /* static */
    char *value;
};

struct response {
    int status;              /* 0: not filled in, which is answered 500 */
    const char *media;       /* static; NULL without a body */
    GBytes *body;            /* NULL: empty */
    bool close;              /* close the connection afterwards */
    int retry_after_seconds; /* 0: a 429 or 503 gets a random 1 to 5 */
    struct response_header headers[RESPONSE_HEADERS_MAX];
    unsigned header_count;
};

/* A whole answer; body is referenced, media must be static.  Forgets earlier ones. */
void response_bytes(struct response *response, int status, const char *media,
                    GBytes *body);

/* The same from text, which is copied. */
void response_text(struct response *response, int status, const char *media,
                   const char *text);

/* An answer without a body: 204, 304. */
void response_empty(struct response *response, int status);

/*
 * Adds a header; name must be static.  A value that could break the framing (any
 * control character) is our own bug and aborts.
 */
void response_header(struct response *response, const char *name, const char *format,
                     ...) G_GNUC_PRINTF(3, 4);

/* ETag: "etag" */
void response_etag(struct response *response, const char *etag);

/* Frees what it holds and makes it empty again. */
void response_clear(struct response *response);

#endif
