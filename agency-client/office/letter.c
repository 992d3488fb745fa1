/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/letter.h"

#include "agency-client/local_store/kept_details.h"
#include "agency-client/office/sealing.h"
#include "common/documents/kinds.h"
#include "common/trust/evidence.h"
#include "common/trust/signature.h"

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

/* Sealed to keys that never were in this home, unless an import brought the details. */
static GBytes *
open_kept(struct office *office, const struct letter *letter, GError **error)
{
    g_autoptr(GBytes) kept = NULL;
    char id[UUID_TEXT_BYTES];

    uuid_write(&letter->document->id, id);
    if (!kept_details_find(office->store, id, &kept, error))
        return NULL;
    return sealing_open(office, kept != NULL ? kept : letter->document->sealed, error);
}

bool
letter_open(struct office *office, struct letter *letter, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (letter->document->sealed == NULL || letter->details != NULL)
        return true;
    letter->details_xml = sealing_open(office, letter->document->sealed, &reason);
    if (g_error_matches(reason, TRUST_ERROR, TRUST_ERROR_CANNOT_OPEN))
        letter->details_xml = open_kept(office, letter, error);
    else if (reason != NULL)
        g_propagate_error(error, g_steal_pointer(&reason));
    if (letter->details_xml == NULL)
        return false;
    letter->details = details_judge(office_validator(office, SCHEMA_DETAILS),
                                    letter->details_xml, letter->document, NULL, error);
    return letter->details != NULL;
}
