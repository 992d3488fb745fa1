/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/gate.h"

#include "common/threads/deadline.h"
#include "exchange/exchange.h"
#include "exchange/handlers/refuse.h"
#include "exchange/rates.h"

bool
gate_admit(void *context, const uint8_t *der, size_t size, char group[PEER_GROUP_BYTES],
           GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(registry) registry = standing_registry(exchange->standing);
    g_autoptr(credential) credential = registry_admit_peer(registry, der, size, error);
    const char *agency;

    if (credential == NULL)
        return false;
    agency = credential_agency(credential);
    g_strlcpy(group, agency == NULL ? "" : agency, PEER_GROUP_BYTES);
    return true;
}

/* The registered credential of a peer, or its certificate decoded anew: a stranger's
 * certificate comes only here to be refused with the reason. */
static struct credential *
peer_credential(const struct registry *registry, const struct peer *peer,
                GError **error)
{
    const struct registry_certificate *certificate;
    struct digest sha256;
    const void *der;
    size_t size;

    G_STATIC_ASSERT(sizeof(sha256.bytes) == sizeof(peer->sha256));
    memcpy(sha256.bytes, peer->sha256, sizeof(sha256.bytes));
    certificate = registry_find_sha256(registry, &sha256);
    if (certificate != NULL)
        return credential_ref(certificate->credential);
    der = g_bytes_get_data(peer->der, &size);
    return credential_read(der, size, error);
}

bool
gate_judge(void *context, const struct request *request, void **caller, GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(registry) registry = standing_registry(exchange->standing);
    g_autoptr(credential) credential = peer_credential(registry, request->peer, error);
    const struct registry_agency *agency;
    struct caller *judged;

    if (credential == NULL ||
        !registry_judge_peer(registry, credential, clock_now(exchange->clock), &agency,
                             error))
        return false;
    if (!rates_take(exchange->rates, agency->number, monotonic_us()))
        return refusal_set(error, REFUSAL_RATE_LIMITED,
                           "this agency may make %d requests a second",
                           exchange->settings->requests_per_agency);
    judged = g_new(struct caller, 1);
    judged->registry = g_steal_pointer(&registry);
    judged->agency = agency;
    *caller = judged;
    return true;
}

void
gate_caller_free(void *caller)
{
    struct caller *judged = caller;

    registry_unref(judged->registry);
    g_free(judged);
}

void
gate_refuse(void *context, const struct request *request, const GError *error,
            struct response *response)
{
    refuse_request(context, request, error, NULL, response);
}
