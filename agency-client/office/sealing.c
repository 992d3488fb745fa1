/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/sealing.h"

#include "common/trust/seal.h"

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

GBytes *
sealing_close(struct office *office, const char *recipient, GBytes *details,
              GError **error)
{
    const struct address_book *book = office_book(office, error);
    const struct registry_certificate *theirs;
    const struct ring_key *own;

    if (book == NULL || !registry_check_crl(book->registry, office_now(office), error))
        return NULL;
    theirs = find_recipient(office, book, recipient, error);
    own = theirs != NULL ? find_own_sealing(office, book, error) : NULL;
    if (own == NULL)
        return NULL;
    return seal_close(details, theirs->credential, own->credential, error);
}

GBytes *
sealing_keep(struct office *office, GBytes *details, GError **error)
{
    const struct address_book *book = office_book(office, error);
    const struct ring_key *own =
        book != NULL ? find_own_sealing(office, book, error) : NULL;

    /* The profile has two recipients: here both of them are us. */
    return own != NULL ? seal_close(details, own->credential, own->credential, error)
                       : NULL;
}

GBytes *
sealing_open(struct office *office, GBytes *sealed, GError **error)
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
