/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a registry says about one certificate or one message at one moment: the second
 * half of registry.h.
 */
#include "common/trust/registry.h"

#include <string.h>

struct credential *
registry_admit_peer(const struct registry *registry, const void *der, size_t size,
                    GError **error)
{
    const struct digest sha256 = digest_of(der, size);
    const struct registry_certificate *known = registry_find_sha256(registry, &sha256);
    g_autoptr(credential) credential = NULL;

    if (known != NULL)
        return credential_ref(known->credential);
    credential = credential_read(der, size, error);
    if (credential == NULL ||
        authority_find_issuer(registry_authority(registry), credential, error) == NULL)
        return NULL;
    return g_steal_pointer(&credential);
}

static bool
revoked(const struct credential *credential, GError **error)
{
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_REVOKED,
                "RFC 5280 6.3: certificate %s is revoked",
                credential_serial(credential));
    return false;
}

static bool
unregistered(const struct credential *credential, GError **error)
{
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNREGISTERED,
                "no agency has registered certificate %s",
                credential_serial(credential));
    return false;
}

bool
registry_judge_peer(const struct registry *registry,
                    const struct credential *credential, int64_t now_us,
                    const struct registry_agency **agency, GError **error)
{
    const struct crl *crl = registry_crl(registry);
    const struct registry_certificate *known;
    int64_t revoked_at_us;

    if (credential_usage(credential) != CREDENTIAL_IDENTITY) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_PROFILE,
                    "a peer shows an identity certificate, not one of the %s profile",
                    credential_usage_name(credential_usage(credential)));
        return false;
    }
    if (!credential_check_validity(credential, now_us, error))
        return false;
    /* Listed is enough: the date is by the authority's clock, which may be ahead. */
    if (crl != NULL && crl_find(crl, credential, &revoked_at_us))
        return revoked(credential, error);
    known = registry_find_sha256(registry, credential_sha256(credential));
    if (known == NULL)
        return unregistered(credential, error);
    if (!registry_judge_certificate(known, CREDENTIAL_IDENTITY, now_us, error))
        return false;
    if (!known->agency->is_active) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_SUSPENDED,
                    "agency \"%s\" is suspended", known->agency->id);
        return false;
    }
    if (!registry_check_crl(registry, now_us, error))
        return false;
    *agency = known->agency;
    return true;
}

bool
registry_judge_certificate(const struct registry_certificate *certificate,
                           enum credential_usage usage, int64_t at_us, GError **error)
{
    const struct credential *credential = certificate->credential;

    if (!credential_check_usage(credential, usage, error) ||
        !credential_check_validity(credential, at_us, error) ||
        !credential_check_validity(certificate->issuer, at_us, error))
        return false;
    if (at_us >= certificate->revoked_at_us)
        return revoked(credential, error);
    if (at_us < certificate->registered_from_us)
        return unregistered(credential, error);
    return true;
}

GBytes *
registry_verify(const struct registry *registry, GBytes *message, int64_t at_us,
                const struct registry_certificate **signer, int64_t *signing_time_us,
                GError **error)
{
    const struct registry_certificate *known;
    struct signature_claim claim;
    GBytes *content;

    if (!signature_peek(message, &claim, error))
        return NULL;
    known = registry_find_signer(registry, &claim.signer);
    if (known == NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNKNOWN_SIGNER,
                    "RFC 5652 5.3: nobody has registered the signer's certificate");
        return NULL;
    }
    if (!registry_judge_certificate(known, CREDENTIAL_IDENTITY, at_us, error))
        return NULL;
    content = signature_verify(message, known->credential, error);
    if (content == NULL)
        return NULL;
    if (signer != NULL)
        *signer = known;
    if (signing_time_us != NULL)
        *signing_time_us = claim.signing_time_us;
    return content;
}

static bool
is_current_sealing(const struct registry_certificate *certificate, int64_t now_us)
{
    return credential_usage(certificate->credential) == CREDENTIAL_SEALING &&
           registry_judge_certificate(certificate, CREDENTIAL_SEALING, now_us, NULL);
}

const struct registry_certificate *
registry_find_sealing(const struct registry *registry, const char *agency,
                      int64_t now_us, GError **error)
{
    const struct registry_agency *owner = registry_find_agency(registry, agency);
    const struct registry_certificate *const *certificates = NULL;
    size_t count = 0;

    if (owner != NULL)
        certificates = registry_certificates(registry, owner, &count);
    while (count-- > 0)
        if (is_current_sealing(certificates[count], now_us))
            return certificates[count];
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_STALE_KEY,
                "agency \"%s\" has no current sealing certificate", agency);
    return NULL;
}

/* Current, or replaced no longer ago than the overlap. */
static bool
check_current(const struct registry *registry,
              const struct registry_certificate *certificate, int64_t now_us,
              GError **error)
{
    const struct registry_certificate *newest =
        registry_find_sealing(registry, certificate->agency->id, now_us, error);
    const struct registry_certificate *const *all;
    size_t count;
    bool is_replaced = false;

    if (newest == NULL)
        return false;
    all = registry_certificates(registry, certificate->agency, &count);
    /* From the newest down to this one: has any been there for longer? */
    while (count-- > 0 && all[count] != certificate)
        if (is_current_sealing(all[count], now_us) &&
            now_us - all[count]->registered_from_us >= REGISTRY_OVERLAP_US)
            is_replaced = true;
    if (!is_replaced && is_current_sealing(certificate, now_us))
        return true;
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_STALE_KEY,
                "sealed to a past key of agency \"%s\"; its current key is %s",
                certificate->agency->id, credential_fingerprint(newest->credential));
    return false;
}

bool
registry_check_sealed(const struct registry *registry, GBytes *sealed,
                      const char *sender, const char *recipient, int64_t now_us,
                      GError **error)
{
    const struct registry_certificate *named[SEAL_RECIPIENTS];
    struct seal_recipients recipients;

    if (!seal_peek(sealed, &recipients, error))
        return false;
    for (size_t i = 0; i < SEAL_RECIPIENTS; i++) {
        named[i] = registry_find_signer(registry, &recipients.ids[i]);
        if (named[i] == NULL ||
            credential_usage(named[i]->credential) != CREDENTIAL_SEALING) {
            g_set_error(error, TRUST_ERROR, TRUST_ERROR_SEALING_PROFILE,
                        "sealed to a certificate that is no registered sealing one");
            return false;
        }
    }
    /* Either may stand first. */
    if (strcmp(named[0]->agency->id, recipient) != 0) {
        const struct registry_certificate *first = named[0];

        named[0] = named[1];
        named[1] = first;
    }
    if (strcmp(named[0]->agency->id, recipient) != 0 ||
        strcmp(named[1]->agency->id, sender) != 0) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_SEALING_PROFILE,
                    "sealed to others than the addressee and the sender");
        return false;
    }
    return check_current(registry, named[0], now_us, error) &&
           check_current(registry, named[1], now_us, error);
}
