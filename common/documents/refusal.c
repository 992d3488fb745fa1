/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/refusal.h"
#include <stdarg.h>
#include <string.h>

G_DEFINE_QUARK(referral - exchange - refusal, refusal_error)

const struct refusal_entry refusals[REFUSAL_COUNT] = {
    [REFUSAL_DOCTYPE_FORBIDDEN] = {"doctype-forbidden", 422,
                                   "A document type declaration is not allowed"},
    [REFUSAL_ENCODING] = {"encoding", 422, "The text is not UTF-8"},
    [REFUSAL_XML_MALFORMED] = {"xml-malformed", 422, "The XML is not well-formed"},
    [REFUSAL_DOCUMENT_LIMITS] = {"document-limits", 422,
                                 "The document exceeds a limit"},
    [REFUSAL_SCHEMA] = {"schema", 422, "The document does not match its schema"},
    [REFUSAL_RULE] = {"rule", 422, "The document breaks a rule of its kind"},
    [REFUSAL_SEALED_FORBIDDEN] = {"sealed-forbidden", 422,
                                  "This document must not carry a sealed part"},
    [REFUSAL_SEALED_REQUIRED] = {"sealed-required", 422,
                                 "This document must carry a sealed part"},

    [REFUSAL_CMS_PROFILE] = {"cms-profile", 422,
                             "The signature has not the agreed form"},
    [REFUSAL_WEAK_ALGORITHM] = {"weak-algorithm", 422, "The algorithm is not allowed"},
    [REFUSAL_BAD_SIGNATURE] = {"bad-signature", 422, "The signature does not verify"},
    [REFUSAL_IDENTITY_MISMATCH] = {"identity-mismatch", 403,
                                   "Sender, signer and peer are not the same agency"},
    [REFUSAL_WRONG_CERTIFICATE_USAGE] = {"wrong-certificate-usage", 403,
                                         "The certificate is not for this use"},
    [REFUSAL_SEALING_PROFILE] = {"sealing-profile", 422,
                                 "The sealed part has not the agreed form"},
    [REFUSAL_STALE_RECIPIENT_KEY] = {"stale-recipient-key", 422,
                                     "The sealed part is for a key no longer in use"},

    [REFUSAL_ID_MISMATCH] = {"id-mismatch", 422,
                             "The document's id is not that of the request"},
    [REFUSAL_ID_REUSED] = {"id-reused", 409, "The id was used for other bytes"},
    [REFUSAL_KIND_FORBIDDEN] = {"kind-forbidden", 403,
                                "Only the exchange sends this kind of document"},
    [REFUSAL_CREATED_IN_FUTURE] = {"created-in-future", 422,
                                   "The document is dated in the future"},
    [REFUSAL_TOO_OLD] = {"too-old", 422, "The document is too old"},
    [REFUSAL_UNKNOWN_RECIPIENT] = {"unknown-recipient", 422,
                                   "The recipient is not a member"},
    [REFUSAL_RECIPIENT_SUSPENDED] = {"recipient-suspended", 422,
                                     "The recipient is suspended"},
    [REFUSAL_WRONG_RECIPIENT] = {"wrong-recipient", 422,
                                 "The recipient is not the other party"},
    [REFUSAL_UNKNOWN_LEG] = {"unknown-leg", 422, "No such leg of this agency"},
    [REFUSAL_UNKNOWN_MATTER] = {"unknown-matter", 422, "No such matter of this agency"},
    [REFUSAL_UNKNOWN_DOCUMENT] = {"unknown-document", 422,
                                  "No such document of this agency"},
    [REFUSAL_LIFECYCLE] = {"lifecycle", 409, "The step is not open"},
    [REFUSAL_ALREADY_AWARDED] = {"already-awarded", 409,
                                 "Another provider has accepted first"},
    [REFUSAL_VACANCY_TAKEN] = {"vacancy-taken", 409,
                               "Somebody else was accepted for the vacancy first"},
    [REFUSAL_SESSION_FULL] = {"session-full", 409, "The session has no such places"},
    [REFUSAL_STATISTICS_PERIOD] = {"statistics-period", 422,
                                   "The statistics do not cover this period"},
    [REFUSAL_CURSOR] = {"cursor", 400, "The cursor is not valid"},

    [REFUSAL_CERTIFICATE_EXPIRED] = {"certificate-expired", 403,
                                     "The certificate has expired"},
    [REFUSAL_CERTIFICATE_NOT_YET_VALID] = {"certificate-not-yet-valid", 403,
                                           "The certificate is not yet valid"},
    [REFUSAL_CERTIFICATE_REVOKED] = {"certificate-revoked", 403,
                                     "The certificate is revoked"},
    [REFUSAL_CERTIFICATE_UNREGISTERED] = {"certificate-unregistered", 403,
                                          "The certificate is not registered"},
    [REFUSAL_CERTIFICATE_SUSPENDED] = {"certificate-suspended", 403,
                                       "The agency is suspended"},
    [REFUSAL_CERTIFICATE_WRONG_PROFILE] = {"certificate-wrong-profile", 403,
                                           "The certificate is not an identity"},
    [REFUSAL_CRL_STALE] = {"crl-stale", 503, "The revocation list is out of date"},

    [REFUSAL_BAD_REQUEST] = {"bad-request", 400, "The request is not understood"},
    [REFUSAL_NOT_FOUND] = {"not-found", 404, "There is nothing here"},
    [REFUSAL_METHOD_NOT_ALLOWED] = {"method-not-allowed", 405,
                                    "The method is not allowed here"},
    [REFUSAL_REQUEST_TIMEOUT] = {"request-timeout", 408, "The request came too slowly"},
    [REFUSAL_GONE] = {"gone", 410, "The document is no longer this agency's to read"},
    [REFUSAL_CURSOR_EXPIRED] = {"cursor-expired", 410, "The cursor is too old"},
    [REFUSAL_LENGTH_REQUIRED] = {"length-required", 411, "The length is missing"},
    [REFUSAL_TOO_LARGE] = {"too-large", 413, "The body is too large"},
    [REFUSAL_URI_TOO_LONG] = {"uri-too-long", 414, "The address is too long"},
    [REFUSAL_MEDIA_TYPE] = {"media-type", 415, "The media type is not accepted"},
    [REFUSAL_CONTENT_ENCODING] = {"content-encoding", 415,
                                  "The content encoding is not accepted"},
    [REFUSAL_EXPECTATION] = {"expectation", 417, "The expectation cannot be met"},
    [REFUSAL_RATE_LIMITED] = {"rate-limited", 429, "Too many requests"},
    [REFUSAL_HEADERS_TOO_LARGE] = {"headers-too-large", 431,
                                   "The header fields are too large"},
    [REFUSAL_UNAVAILABLE] = {"unavailable", 503, "The exchange cannot answer now"},
    [REFUSAL_INTERNAL] = {"internal", 500, "The exchange has failed"},
    [REFUSAL_SIGN_IN] = {"sign-in", 401, "Nobody is signed in"},
    [REFUSAL_RIGHT] = {"right", 403, "This is for others to do"},
    [REFUSAL_FORM] = {"form", 403, "This did not come from a page of this session"},
    [REFUSAL_CHANGED] = {"changed", 409, "Somebody else has changed it"},
};

bool
refusal_set(GError **error, enum refusal refusal, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return false;
    va_start(arguments, format);
    g_propagate_error(
        error, g_error_new_valist(REFUSAL_ERROR, (int)refusal, format, arguments));
    va_end(arguments);
    return false;
}

bool
refusal_find(const char *type, enum refusal *refusal)
{
    if (!g_str_has_prefix(type, REFUSAL_URN_PREFIX))
        return false;
    for (int index = 0; index < REFUSAL_COUNT; index++) {
        if (strcmp(type + strlen(REFUSAL_URN_PREFIX), refusals[index].suffix) == 0) {
            *refusal = (enum refusal)index;
            return true;
        }
    }
    return false;
}
