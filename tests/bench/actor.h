/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An actor of the benchmark: an agency with its keys in plain files, that makes
 * documents and talks to the exchange as a client does.  Immutable once opened; every
 * thread opens its own connection with actor_connect().
 */
#ifndef BENCH_ACTOR_H
#define BENCH_ACTOR_H

#include "agency-client/exchange_api/exchange_api.h"
#include "common/documents/uuid.h"
#include "common/trust/credential.h"
#include "common/trust/private_key.h"

struct actor {
    const char *agency; /* its id */
    const char *url;
    char *authority_pem;
    char *identity_pem;
    char *identity_key_pem;
    struct credential *identity;
    struct credential *sealing;
    struct private_key *identity_key;
};

/*
 * Reads DIRECTORY/authority.pem and DIRECTORY/AGENCY/{identity,sealing}.pem with
 * identity-key.pem; ends the program with a message when one is missing.
 */
struct actor *actor_open(const char *directory, const char *agency, const char *url);
void actor_free(struct actor *actor);
DEFINE_AUTOPTR(actor, actor_free)

struct exchange_api *actor_connect(const struct actor *actor);

/* A signed document ready to be sent. */
struct submission {
    struct uuid id;
    char id_text[UUID_TEXT_BYTES];
    GBytes *bytes;
};

void submission_clear(struct submission *submission);

/* A sealed referral of about 4 KB, as the wire carries it, in a case of its own. */
struct submission actor_refer(const struct actor *referrer,
                              const struct actor *recipient);

/* The recipient's acceptance of a leg. */
struct submission actor_accept(const struct actor *recipient, const char *referrer,
                               const char *leg, const char *case_id);

#endif
