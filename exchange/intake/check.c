/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/check.h"

#include <inttypes.h>

struct checker {
    const struct check_options *options;
    struct validator *wire;
};

struct checker *
checker_new(const struct check_options *options)
{
    struct checker *checker = g_new0(struct checker, 1);

    checker->options = options;
    checker->wire = validator_new(options->wire);
    return checker;
}

void
checker_free(struct checker *checker)
{
    validator_free(checker->wire);
    g_free(checker);
}

/*
 * The content that the signature covers; only these bytes are ever parsed.  The
 * signer's certificate must stand now, not at the signing time, which the signer
 * writes: else a revoked key could date itself back.
 */
static GBytes *
signature_check(struct submission *submission, int64_t now_us, int64_t *signing_time_us,
                GError **error)
{
    const struct registry *registry = submission->registry;
    const struct registry_certificate *signer;
    struct signature_claim claim;

    if (!signature_peek(submission->bytes, &claim, error))
        return NULL;
    signer = registry_find_signer(registry, &claim.signer);
    if (signer == NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNKNOWN_SIGNER,
                    "signed with a certificate that no agency has registered");
        return NULL;
    }
    if (signer->agency != submission->agency) {
        refusal_set(error, REFUSAL_IDENTITY_MISMATCH,
                    "signed by another agency than the one connected");
        return NULL;
    }
    if (!registry_judge_certificate(signer, CREDENTIAL_IDENTITY, now_us, error))
        return NULL;
    submission->certificate = *credential_sha256(signer->credential);
    *signing_time_us = claim.signing_time_us;
    return signature_verify(submission->bytes, signer->credential, error);
}

static bool
identity_check(const struct submission *submission, const struct document *document,
               GError **error)
{
    if (kinds[document->kind].is_signed_by_exchange)
        return refusal_set(error, REFUSAL_KIND_FORBIDDEN,
                           "a %s is for the exchange alone to sign",
                           kinds[document->kind].name);
    if (strcmp(document->from_agency, submission->agency->id) != 0)
        return refusal_set(error, REFUSAL_IDENTITY_MISMATCH,
                           "/document/from/@agency is not the agency that signed");
    if (!uuid_is_equal(&document->id, &submission->id))
        return refusal_set(error, REFUSAL_ID_MISMATCH,
                           "/document/@id is not the id in the request's path");
    return true;
}

/* One time that the sender wrote; outboxes wait, so the past is wide. */
static bool
time_check(const struct check_options *options, const char *what, int64_t at_us,
           int64_t now_us, GError **error)
{
    char now[TIMESTAMP_TEXT_BYTES];

    timestamp_write(now_us - now_us % SECOND_US, now);
    if (at_us > now_us + options->max_ahead_us)
        return refusal_set(error, REFUSAL_CREATED_IN_FUTURE,
                           "%s is more than %" PRId64
                           " minutes ahead of the exchange's clock, which is at %s",
                           what, options->max_ahead_us / (60 * SECOND_US), now);
    if (at_us < now_us - options->max_age_us)
        return refusal_set(error, REFUSAL_TOO_OLD,
                           "%s is more than %" PRId64
                           " days behind the exchange's clock, which is at %s",
                           what, options->max_age_us / DAY_US, now);
    return true;
}

static bool
recipient_check(struct submission *submission, const struct document *document,
                GError **error)
{
    const struct registry_agency *recipient;

    if (document->to_agency == NULL) {
        submission->recipient = LOG_PUBLISHED;
        return true;
    }
    if (strcmp(document->to_agency, EXCHANGE_AGENCY) == 0) {
        submission->recipient = LOG_AGENCY_EXCHANGE;
        return true;
    }
    recipient = registry_find_agency(submission->registry, document->to_agency);
    if (recipient == NULL)
        return refusal_set(error, REFUSAL_UNKNOWN_RECIPIENT,
                           "/document/to/@agency is no agency of this exchange");
    if (!recipient->is_active)
        return refusal_set(error, REFUSAL_RECIPIENT_SUSPENDED,
                           "the recipient is suspended and cannot be reached now");
    submission->recipient = recipient->number;
    return true;
}

static bool
document_check(const struct checker *checker, struct submission *submission,
               const struct document *document, int64_t signing_time_us, int64_t now_us,
               GError **error)
{
    const struct check_options *options = checker->options;

    return identity_check(submission, document, error) &&
           time_check(options, "/document/@created", document->created_us, now_us,
                      error) &&
           time_check(options, "the signature's signingTime", signing_time_us, now_us,
                      error) &&
           recipient_check(submission, document, error) &&
           (document->sealed == NULL ||
            registry_check_sealed(submission->registry, document->sealed,
                                  document->from_agency, document->to_agency, now_us,
                                  error));
}

void
check_submission(struct checker *checker, struct submission *submission)
{
    g_autoptr(GBytes) content = NULL;
    g_autoptr(document) document = NULL;
    int64_t now_us = clock_now(checker->options->clock);
    int64_t signing_time_us;

    submission->sha256 = digest_of_bytes(submission->bytes);
    content =
        signature_check(submission, now_us, &signing_time_us, &submission->refusal);
    if (content == NULL)
        return;
    document = document_judge(checker->wire, content, submission->violations,
                              &submission->refusal);
    if (document == NULL)
        return;
    if (document_check(checker, submission, document, signing_time_us, now_us,
                       &submission->refusal))
        submission->document = g_steal_pointer(&document);
}
