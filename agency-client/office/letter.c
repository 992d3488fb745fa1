/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/letter.h"

#include "common/documents/kinds.h"
#include "common/documents/lifecycle.h"
#include "common/trust/evidence.h"
#include "common/trust/seal.h"
#include "common/trust/signature.h"

#include <string.h>

void
letter_free(struct letter *letter)
{
    if (letter == NULL)
        return;
    g_clear_pointer(&letter->details, details_free);
    g_clear_pointer(&letter->details_xml, g_bytes_unref);
    g_clear_pointer(&letter->document, document_free);
    g_clear_pointer(&letter->content, g_bytes_unref);
    g_free(letter->signer);
    g_free(letter);
}

/* Our own sealing certificate as the directory has it, which must be one we can open.
 */
static const struct ring_key *
find_own_sealing(struct office *office, const struct address_book *book, GError **error)
{
    const struct keyring *ring = office_keys(office, error);
    const struct registry_certificate *listed;
    const struct ring_key *own;

    if (ring == NULL)
        return NULL;
    listed = registry_find_sealing(book->registry, office_agency(office),
                                   office_now(office), error);
    if (listed == NULL) {
        g_prefix_error(error, "our own sealing certificate: ");
        return NULL;
    }
    own = keyring_find_fingerprint(ring, credential_sha256(listed->credential));
    if (own == NULL)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                    "the directory lists a sealing certificate of ours (%s) whose key "
                    "is not in this home: tell the exchange's operator",
                    credential_fingerprint(listed->credential));
    return own;
}

static const struct registry_certificate *
find_recipient(struct office *office, const struct address_book *book, const char *to,
               GError **error)
{
    const struct registration *agency = address_book_find(book, to);

    if (agency == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS,
                    "the directory has no agency '%s': see 'agency-client directory'",
                    to);
        return NULL;
    }
    if (agency->status != AGENCY_ACTIVE) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS,
                    "%s is suspended and receives nothing at the moment", to);
        return NULL;
    }
    return registry_find_sealing(book->registry, to, office_now(office), error);
}

static GBytes *
seal_details(struct office *office, const struct draft *draft, GBytes *bound,
             GError **error)
{
    const struct address_book *book = office_book(office, error);
    const struct registry_certificate *recipient;
    const struct ring_key *own;

    if (book == NULL || !registry_check_crl(book->registry, office_now(office), error))
        return NULL;
    recipient = find_recipient(office, book, draft->to, error);
    own = recipient != NULL ? find_own_sealing(office, book, error) : NULL;
    if (own == NULL)
        return NULL;
    return seal_close(bound, recipient->credential, own->credential, error);
}

/* The name of the step, for predicting where the leg will stand. */
static const char *
step_name(const struct document *document)
{
    enum leg_event event;

    if (lifecycle_event_of(document, &event))
        return leg_event_names[event];
    return kinds[document->kind].name;
}

static struct outbox_item *
make_item(const struct document *document, GBytes *bytes, int64_t now_us)
{
    struct outbox_item *item = g_new0(struct outbox_item, 1);
    const struct uuid *leg = document_leg(document);
    char text[UUID_TEXT_BYTES];

    uuid_write(&document->id, text);
    item->document = g_strdup(text);
    uuid_write(&document->case_id, text);
    item->case_id = g_strdup(text);
    if (leg != NULL) {
        uuid_write(leg, text);
        item->leg = g_strdup(text);
    }
    if (document->has_supersedes) {
        uuid_write(&document->supersedes, text);
        item->replaces = g_strdup(text);
    }
    item->kind = g_strdup(kinds[document->kind].name);
    item->step = g_strdup(step_name(document));
    item->recipient = g_strdup(document->to_agency);
    item->bytes = g_bytes_ref(bytes);
    item->queued_us = now_us;
    return item;
}

static bool
judge_details(struct office *office, GBytes *bound, const struct document *document,
              GPtrArray *violations, GError **error)
{
    g_autoptr(details) details = NULL;

    if (bound == NULL)
        return true;
    details = details_judge(office_validator(office, SCHEMA_DETAILS), bound, document,
                            violations, error);
    return details != NULL;
}

struct outbox_item *
letter_write(struct office *office, const struct draft *draft, GPtrArray *violations,
             GError **error)
{
    int64_t now_us = office_now(office);
    const struct envelope envelope = {.id = draft->id,
                                      .case_id = draft->case_id,
                                      .created_us = now_us - now_us % SECOND_US,
                                      .in_reply_to = draft->in_reply_to,
                                      .supersedes = draft->supersedes,
                                      .marking = draft->marking,
                                      .retention = draft->retention,
                                      .is_test = draft->is_test,
                                      .from_agency = office_agency(office),
                                      .from_role = draft->role,
                                      .from_actor = draft->actor,
                                      .to_agency = draft->to};
    const struct ring_key *identity = office_identity(office, error);
    g_autoptr(GBytes) bound = NULL;
    g_autoptr(GBytes) sealed = NULL;
    g_autoptr(GBytes) content = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(document) document = NULL;

    if (identity == NULL)
        return NULL;
    if (draft->details != NULL) {
        bound = details_bind(draft->details, &draft->id, &draft->case_id,
                             envelope.from_agency, error);
        sealed = bound != NULL ? seal_details(office, draft, bound, error) : NULL;
        if (sealed == NULL)
            return NULL;
    }
    content = document_write(&envelope, draft->body, sealed);
    document = document_judge(office_validator(office, SCHEMA_WIRE), content,
                              violations, error);
    if (document == NULL || !judge_details(office, bound, document, violations, error))
        return NULL;
    bytes = signature_write(content, identity->credential, identity->key, now_us,
                            SIGNATURE_WITHOUT_CERTIFICATE, error);
    return bytes != NULL ? make_item(document, bytes, now_us) : NULL;
}

GBytes *
letter_wrap(struct office *office, GBytes *details, GError **error)
{
    const struct address_book *book = office_book(office, error);
    const struct ring_key *own =
        book != NULL ? find_own_sealing(office, book, error) : NULL;

    /* The profile has two recipients: here both of them are us. */
    return own != NULL ? seal_close(details, own->credential, own->credential, error)
                       : NULL;
}

GBytes *
letter_unwrap(struct office *office, GBytes *sealed, GError **error)
{
    const struct keyring *ring = office_keys(office, error);
    struct seal_recipients recipients;

    if (ring == NULL || !seal_peek(sealed, &recipients, error))
        return NULL;
    for (int i = 0; i < SEAL_RECIPIENTS; i++) {
        const struct ring_key *own =
            keyring_find_id(ring, CREDENTIAL_SEALING, &recipients.ids[i]);

        if (own != NULL)
            return seal_open(sealed, own->credential, own->key, error);
    }
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_CANNOT_OPEN,
                "the sealed part is for other keys than ours");
    return NULL;
}

/* What we signed before the directory knew us: our own certificates prove it too. */
static GBytes *
verify_own(const struct keyring *ring, GBytes *bytes,
           const struct signature_claim *claim, struct letter *letter, GError **error)
{
    const struct ring_key *own =
        keyring_find_id(ring, CREDENTIAL_IDENTITY, &claim->signer);

    if (own == NULL)
        return NULL;
    letter->signer = g_strdup(credential_agency(own->credential));
    letter->signer_certificate = *credential_sha256(own->credential);
    return signature_verify(bytes, own->credential, error);
}

static GBytes *
verify_evidence(struct office *office, GBytes *bytes, struct letter *letter,
                GError **error)
{
    const struct address_book *book = office_book_if_any(office);
    g_autoptr(credential) signer = NULL;
    GBytes *content =
        evidence_read(bytes, office->home->authority, book != NULL ? book->crl : NULL,
                      &letter->signing_time_us, &signer, error);

    if (content != NULL) {
        letter->signer = g_strdup(EXCHANGE_AGENCY);
        letter->signer_certificate = *credential_sha256(signer);
    }
    return content;
}

static GBytes *
verify(struct office *office, GBytes *bytes, int64_t at_us, struct letter *letter,
       GError **error)
{
    const struct address_book *book = office_book_if_any(office);
    const struct registry_certificate *signer = NULL;
    struct signature_claim claim;
    g_autoptr(credential) embedded = NULL;
    GBytes *content;

    if (!signature_peek(bytes, &claim, error))
        return NULL;
    letter->signing_time_us = claim.signing_time_us;
    if (book != NULL && registry_find_signer(book->registry, &claim.signer) != NULL) {
        content = registry_verify(book->registry, bytes, at_us, &signer, NULL, error);
        if (content == NULL)
            return NULL;
        letter->signer = g_strdup(signer->agency->id);
        letter->signer_certificate = *credential_sha256(signer->credential);
        return content;
    }
    if (office->ring != NULL &&
        keyring_find_id(office->ring, CREDENTIAL_IDENTITY, &claim.signer) != NULL)
        return verify_own(office->ring, bytes, &claim, letter, error);
    embedded = signature_certificate(bytes, NULL);
    if (embedded != NULL)
        return verify_evidence(office, bytes, letter, error);
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNKNOWN_SIGNER,
                "the directory lists no certificate that this is signed with");
    return NULL;
}

/* Nobody speaks for another, and only the exchange speaks as the exchange. */
static bool
check_sender(const struct letter *letter, GError **error)
{
    bool is_exchange = g_str_equal(letter->signer, EXCHANGE_AGENCY);

    if (g_str_equal(letter->document->from_agency, letter->signer) &&
        kinds[letter->document->kind].is_signed_by_exchange == is_exchange)
        return true;
    return refusal_set(error, REFUSAL_IDENTITY_MISMATCH,
                       "a %s that says it is from %s is signed by %s",
                       kinds[letter->document->kind].name,
                       letter->document->from_agency, letter->signer);
}

struct letter *
letter_read(struct office *office, GBytes *bytes, int64_t at_us, GError **error)
{
    g_autoptr(letter) letter = g_new0(struct letter, 1);

    letter->content = verify(office, bytes, at_us, letter, error);
    if (letter->content == NULL)
        return NULL;
    letter->document = document_judge(office_validator(office, SCHEMA_WIRE),
                                      letter->content, NULL, error);
    if (letter->document == NULL || !check_sender(letter, error))
        return NULL;
    return g_steal_pointer(&letter);
}

bool
letter_open(struct office *office, struct letter *letter, GError **error)
{
    if (letter->document->sealed == NULL || letter->details != NULL)
        return true;
    letter->details_xml = letter_unwrap(office, letter->document->sealed, error);
    if (letter->details_xml == NULL)
        return false;
    letter->details = details_judge(office_validator(office, SCHEMA_DETAILS),
                                    letter->details_xml, letter->document, NULL, error);
    return letter->details != NULL;
}
