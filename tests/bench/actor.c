/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/bench/actor.h"

#include "common/documents/document.h"
#include "common/documents/timestamp.h"
#include "common/trust/seal.h"
#include "common/trust/signature.h"

#include <string.h>

/* Brings the signed document to the 4 KB that a referral with a page of background has.
 */
#define DETAILS_BYTES 1700

static void
require(bool done, GError *error)
{
    if (!done)
        g_error("bench: %s", error->message);
}

static char *
read_text(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    GError *error = NULL;
    char *text = NULL;

    require(g_file_get_contents(path, &text, NULL, &error), error);
    return text;
}

static struct credential *
read_credential(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    GError *error = NULL;
    struct credential *credential = credential_read_file(path, &error);

    require(credential != NULL, error);
    return credential;
}

struct actor *
actor_open(const char *directory, const char *agency, const char *url)
{
    struct actor *actor = g_new0(struct actor, 1);
    g_autofree char *own = g_build_filename(directory, agency, NULL);
    g_autofree char *key_path = g_build_filename(own, "identity-key.pem", NULL);
    GError *error = NULL;

    actor->agency = agency;
    actor->url = url;
    actor->authority_pem = read_text(directory, "authority.pem");
    actor->identity_pem = read_text(own, "identity.pem");
    actor->identity_key_pem = read_text(own, "identity-key.pem");
    actor->identity = read_credential(own, "identity.pem");
    actor->sealing = read_credential(own, "sealing.pem");
    actor->identity_key = private_key_read(key_path, NULL, &error);
    require(actor->identity_key != NULL, error);
    return actor;
}

void
actor_free(struct actor *actor)
{
    g_free(actor->authority_pem);
    g_free(actor->identity_pem);
    g_free(actor->identity_key_pem);
    credential_unref(actor->identity);
    credential_unref(actor->sealing);
    private_key_unref(actor->identity_key);
    g_free(actor);
}

struct exchange_api *
actor_connect(const struct actor *actor)
{
    const struct exchange_address address = {
        .url = actor->url,
        .authority_pem = actor->authority_pem,
        .certificate_pem = actor->identity_pem,
        .key_pem = actor->identity_key_pem,
    };
    GError *error = NULL;
    struct exchange_api *api = exchange_api_new(&address, &error);

    require(api != NULL, error);
    return api;
}

void
submission_clear(struct submission *submission)
{
    g_clear_pointer(&submission->bytes, g_bytes_unref);
}

static struct submission
sign(const struct actor *actor, struct envelope *envelope, const char *body,
     GBytes *sealed)
{
    struct submission submission = {.id = envelope->id};
    GError *error = NULL;
    g_autoptr(GBytes) content = NULL;

    envelope->created_us = g_get_real_time();
    envelope->from_agency = actor->agency;
    envelope->from_role = "social-worker";
    envelope->from_actor = "bench";
    uuid_write(&envelope->id, submission.id_text);
    content = document_write(envelope, body, sealed);
    submission.bytes =
        signature_write(content, actor->identity, actor->identity_key,
                        envelope->created_us, SIGNATURE_WITHOUT_CERTIFICATE, &error);
    require(submission.bytes != NULL, error);
    return submission;
}

struct submission
actor_refer(const struct actor *referrer, const struct actor *recipient)
{
    static const char form[] =
        "<referral xmlns=\"urn:referral-exchange:referral:1\" referral=\"%s\""
        " mode=\"parallel\" urgency=\"urgent\" type=\"domestic-abuse\""
        " receivedVia=\"agency\">"
        "<need code=\"domestic-abuse\" level=\"high\"/>"
        "<need code=\"parenting\" level=\"medium\"/>"
        "<client sex=\"female\" ageBand=\"25-34\"/>"
        "<household adults=\"1\" bedrooms=\"4\">"
        "<children ageBand=\"0-4\" count=\"2\"/><children ageBand=\"5-11\" "
        "count=\"3\"/>"
        "</household>"
        "<area origin=\"E07000123\" locationWithheld=\"true\">"
        "<wanted code=\"E08000003\"/></area>"
        "<access stepFree=\"false\" wheelchair=\"false\" interpreter=\"true\""
        " womenOnly=\"true\"/>"
        "<risk level=\"high\" twoWorkerVisit=\"true\" marac=\"true\">"
        "<direction code=\"from-others\"/></risk>"
        "<housing homelessness=\"homeless-tonight\" accommodation=\"21\""
        " reasonForLeaving=\"49\"/>"
        "<basis lawful=\"e\"><consent on=\"2026-11-20\"/></basis>"
        "</referral>";
    struct envelope envelope = {.to_agency = recipient->agency};
    struct uuid referral;
    char referral_text[UUID_TEXT_BYTES];
    g_autofree char *body = NULL;
    /* The exchange cannot look inside, so what is sealed need not make sense here. */
    g_autofree char *details = g_strnfill(DETAILS_BYTES, 'd');
    g_autoptr(GBytes) plain = g_bytes_new(details, DETAILS_BYTES);
    g_autoptr(GBytes) sealed = NULL;
    GError *error = NULL;

    uuid_new_at(&envelope.id, g_get_real_time());
    uuid_new(&envelope.case_id);
    uuid_new(&referral);
    uuid_write(&referral, referral_text);
    body = g_strdup_printf(form, referral_text);
    sealed = seal_close(plain, recipient->sealing, referrer->sealing, &error);
    require(sealed != NULL, error);
    return sign(referrer, &envelope, body, sealed);
}

struct submission
actor_accept(const struct actor *recipient, const char *referrer, const char *leg,
             const char *case_id)
{
    struct envelope envelope = {.to_agency = referrer};
    char start_by[DATE_TEXT_BYTES];
    g_autofree char *body = NULL;

    uuid_new_at(&envelope.id, g_get_real_time());
    if (!uuid_read(case_id, &envelope.case_id))
        g_error("bench: not a case: %s", case_id);
    date_write((int32_t)(g_get_real_time() / DAY_US) + 7, start_by);
    body = g_strdup_printf("<response xmlns=\"urn:referral-exchange:response:1\""
                           " leg=\"%s\" decision=\"accept\" startBy=\"%s\"/>",
                           leg, start_by);
    return sign(recipient, &envelope, body, NULL);
}
