/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Framing: what of a request's first line and headers is let through.  Stricter than
 * libmicrohttpd, because two readers of one request that disagree are how requests are
 * smuggled.  Pure functions; any thread.
 */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include "common/http/request.h"

struct framing_limits {
    size_t uri_max_bytes;
    size_t headers_max_bytes; /* of names and values */
    unsigned headers_max;
};

/* What the headers say about the body. */
struct framing {
    bool has_length;
    uint64_t length;
    bool expects_continue;
};

/*
 * Reads a request target (RFC 9112 3.2) of the origin form into request->path and
 * query.  The path has plain characters only (no '%', no empty, "." or ".." segment);
 * each query parameter stands once.  REFUSAL_URI_TOO_LONG, REFUSAL_BAD_REQUEST.
 *
 * target  rewritten in place; must live as long as the request
 */
G_GNUC_WARN_UNUSED_RESULT
bool framing_read_target(char *target, const struct framing_limits *limits,
                         struct request *request, GError **error);

/*
 * Judges request->headers: names are tokens, values have no control characters
 * (RFC 9110 5.5), one Host, at most one Content-Length of plain digits, no
 * Transfer-Encoding (beside a length it is smuggling, else REFUSAL_LENGTH_REQUIRED), no
 * Expect but 100-continue, no Upgrade.  REFUSAL_BAD_REQUEST, REFUSAL_HEADERS_TOO_LARGE,
 * REFUSAL_EXPECTATION.
 */
G_GNUC_WARN_UNUSED_RESULT
bool framing_read_headers(const struct request *request,
                          const struct framing_limits *limits, struct framing *framing,
                          GError **error);

/*
 * Are these only the query parameters that the list (names separated by spaces, or
 * NULL) names?  REFUSAL_BAD_REQUEST.
 */
G_GNUC_WARN_UNUSED_RESULT
bool framing_check_query(const struct request *request, const char *names,
                         GError **error);

/*
 * Is the body's Content-Type this media type (parameters ignored), and is there no
 * Content-Encoding but identity?  REFUSAL_MEDIA_TYPE, REFUSAL_CONTENT_ENCODING.
 */
G_GNUC_WARN_UNUSED_RESULT
bool framing_check_media(const struct request *request, const char *media,
                         GError **error);

/* Is the Host header (its port ignored) one of these names?  REFUSAL_BAD_REQUEST. */
G_GNUC_WARN_UNUSED_RESULT
bool framing_check_host(const struct request *request, const char *const *hosts,
                        GError **error);

#endif
