/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The closed registry of refusals: every problem type that an answer of the
 * exchange can carry, with its status and title.  One name for one thing; the
 * problem's type is REFUSAL_URN_PREFIX and the suffix.  Immutable; any thread.
 */
#ifndef DOCUMENTS_REFUSAL_H
#define DOCUMENTS_REFUSAL_H

#include <glib.h>
#include <stdbool.h>

#define REFUSAL_URN_PREFIX "urn:referral-exchange:problem:"

enum refusal {
    /* The bytes and the XML. */
    REFUSAL_DOCTYPE_FORBIDDEN,
    REFUSAL_ENCODING,
    REFUSAL_XML_MALFORMED,
    REFUSAL_DOCUMENT_LIMITS,
    REFUSAL_SCHEMA,
    REFUSAL_RULE,
    REFUSAL_SEALED_FORBIDDEN,
    REFUSAL_SEALED_REQUIRED,
    /* Signatures and sealing. */
    REFUSAL_CMS_PROFILE,
    REFUSAL_WEAK_ALGORITHM,
    REFUSAL_BAD_SIGNATURE,
    REFUSAL_IDENTITY_MISMATCH,
    REFUSAL_WRONG_CERTIFICATE_USAGE,
    REFUSAL_SEALING_PROFILE,
    REFUSAL_STALE_RECIPIENT_KEY,
    /* What the document says against what is known. */
    REFUSAL_ID_MISMATCH,
    REFUSAL_ID_REUSED,
    REFUSAL_KIND_FORBIDDEN, /* an agency may not send what only the exchange signs */
    REFUSAL_CREATED_IN_FUTURE,
    REFUSAL_TOO_OLD,
    REFUSAL_UNKNOWN_RECIPIENT,
    REFUSAL_RECIPIENT_SUSPENDED,
    REFUSAL_WRONG_RECIPIENT,  /* addressed to an agency that is not the other party */
    REFUSAL_UNKNOWN_LEG,      /* also another's leg: nobody can probe for legs */
    REFUSAL_UNKNOWN_MATTER,   /* the same of matters */
    REFUSAL_UNKNOWN_DOCUMENT, /* also another's document, for the same reason */
    REFUSAL_LIFECYCLE,
    REFUSAL_ALREADY_AWARDED,
    REFUSAL_VACANCY_TAKEN,
    REFUSAL_SESSION_FULL, /* no place, and no waiting list */
    REFUSAL_STATISTICS_PERIOD,
    REFUSAL_CURSOR,
    /* The peer. */
    REFUSAL_CERTIFICATE_EXPIRED,
    REFUSAL_CERTIFICATE_NOT_YET_VALID,
    REFUSAL_CERTIFICATE_REVOKED,
    REFUSAL_CERTIFICATE_UNREGISTERED,
    REFUSAL_CERTIFICATE_SUSPENDED,
    REFUSAL_CERTIFICATE_WRONG_PROFILE,
    REFUSAL_CRL_STALE,
    /* HTTP. */
    REFUSAL_BAD_REQUEST,
    REFUSAL_NOT_FOUND,
    REFUSAL_METHOD_NOT_ALLOWED,
    REFUSAL_REQUEST_TIMEOUT,
    REFUSAL_GONE,
    REFUSAL_CURSOR_EXPIRED,
    REFUSAL_LENGTH_REQUIRED,
    REFUSAL_TOO_LARGE,
    REFUSAL_URI_TOO_LONG,
    REFUSAL_MEDIA_TYPE,
    REFUSAL_CONTENT_ENCODING,
    REFUSAL_EXPECTATION,
    REFUSAL_RATE_LIMITED,
    REFUSAL_HEADERS_TOO_LARGE,
    REFUSAL_UNAVAILABLE,
    REFUSAL_INTERNAL,
    /* An agency's own screen. */
    REFUSAL_SIGN_IN,
    REFUSAL_RIGHT,
    REFUSAL_FORM, /* not from a page of this session */
    REFUSAL_CHANGED,

    REFUSAL_COUNT
};

struct refusal_entry {
    const char *suffix; /* of the problem's URN */
    int status;         /* HTTP */
    const char *title;  /* the same for every occurrence */
};

extern const struct refusal_entry refusals[REFUSAL_COUNT];

/* Errors of this domain have an enum refusal as code and the detail as message. */
#define REFUSAL_ERROR (refusal_error_quark())
GQuark refusal_error_quark(void);

/* Sets *error; always returns false, so that a check can end with it. */
bool refusal_set(GError **error, enum refusal refusal, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Finds the refusal of a problem's type (the whole URN); false when it is none. */
G_GNUC_WARN_UNUSED_RESULT
bool refusal_find(const char *type, enum refusal *refusal);

#endif
