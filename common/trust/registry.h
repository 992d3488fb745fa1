/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registry: what we trust at one moment.  The authority, its revocation list, the
 * agencies and all their certificates, past ones too.  It is filled by one thread with
 * registry_insert_*(), then published and never changed; a change makes a new one that
 * takes its place whole.  Reference counted; every function that takes it const is safe
 * to call from any thread.  The exchange fills one from its log, a client from the
 * directory.
 */
#ifndef COMMON_TRUST_REGISTRY_H
#define COMMON_TRUST_REGISTRY_H

#include "common/trust/authority.h"
#include "common/trust/crl.h"
#include "common/trust/seal.h"
#include "common/trust/signature.h"

/* How long a sealing certificate may still be sealed to after its successor came. */
#define REGISTRY_OVERLAP_US  (INT64_C(14) * 24 * 60 * 60 * 1000000)
#define REGISTRY_NOT_REVOKED INT64_MAX

struct registry;

struct registry_agency {
    int number;
    char id[CREDENTIAL_AGENCY_CHARS];
    bool is_active; /* else suspended */
};

/* A certificate that an agency has registered. */
struct registry_certificate {
    struct credential *credential;
    const struct credential *issuer; /* the authority's certificate that issued it */
    const struct registry_agency *agency;
    int64_t registered_from_us;
    int64_t revoked_at_us; /* the earlier of registration and list, or NOT_REVOKED */
};

/*
 * An empty registry.  crl may be NULL: then every judgement about now is
 * TRUST_ERROR_CRL_STALE.  Both stay the caller's, and are referenced.
 */
struct registry *registry_new(const struct authority *authority, const struct crl *crl,
                              int64_t crl_grace_seconds);

/*
 * The same agencies and certificates under another list, for a reload: no certificate
 * is decoded or verified again.
 */
struct registry *registry_with_crl(const struct registry *registry,
                                   const struct crl *crl);

/* Adds an agency; one that is there already only gets the status. */
void registry_insert_agency(struct registry *registry, int number, const char *id,
                            bool is_active);

/*
 * Adds a certificate of an agency that was added before.  Checks that we issued it and
 * that it is an identity or sealing certificate of exactly this agency; not its
 * validity in time, because past ones are listed too.  A certificate that is there
 * already only gets the earlier revocation.  On error nothing changed.
 * TRUST_ERROR_UNREGISTERED if the agency is unknown; TRUST_ERROR_UNTRUSTED,
 * _WRONG_USAGE, _WEAK_ALGORITHM.
 *
 * revoked_at_us  REGISTRY_NOT_REVOKED when it is not
 */
G_GNUC_WARN_UNUSED_RESULT
bool registry_insert_certificate(struct registry *registry, const char *agency,
                                 const struct credential *credential,
                                 int64_t registered_from_us, int64_t revoked_at_us,
                                 GError **error);

struct registry *registry_ref(const struct registry *registry);
void registry_unref(struct registry *registry);
DEFINE_AUTOPTR(registry, registry_unref)

const struct authority *registry_authority(const struct registry *registry);
const struct crl *registry_crl(const struct registry *registry);

/* The agency of that id; NULL if there is none. */
const struct registry_agency *registry_find_agency(const struct registry *registry,
                                                   const char *id);

/* Every certificate of an agency, oldest first: *count pointers, which belong to the
 * registry. */
const struct registry_certificate *const *
registry_certificates(const struct registry *registry,
                      const struct registry_agency *agency, size_t *count);

/* The registered certificate that a message or a TLS peer names; NULL if none.  O(1).
 */
const struct registry_certificate *
registry_find_signer(const struct registry *registry, const struct certificate_id *id);
const struct registry_certificate *registry_find_sha256(const struct registry *registry,
                                                        const struct digest *sha256);

/*
 * The TLS handshake's question: is this certificate one of ours at all?  Returns the
 * credential to keep with the connection (the registered one, when it is registered),
 * or NULL and TRUST_ERROR_UNTRUSTED or TRUST_ERROR_CERTIFICATE: then the handshake
 * fails. Whether it may do anything is for registry_judge_peer() to say, on every
 * request.
 */
G_GNUC_WARN_UNUSED_RESULT
struct credential *registry_admit_peer(const struct registry *registry, const void *der,
                                       size_t size, GError **error);

/*
 * The gate's question, on every request: may this peer act now?  In this order
 * TRUST_ERROR_WRONG_PROFILE, _NOT_YET_VALID, _EXPIRED, _REVOKED, _UNREGISTERED,
 * _SUSPENDED, and only then _CRL_STALE.  O(1).
 *
 * agency  on success the peer's agency, which belongs to the registry
 */
G_GNUC_WARN_UNUSED_RESULT
bool registry_judge_peer(const struct registry *registry,
                         const struct credential *credential, int64_t now_us,
                         const struct registry_agency **agency, GError **error);

/*
 * Checks that a list is held and in date, its grace included.  TRUST_ERROR_CRL_STALE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool registry_check_crl(const struct registry *registry, int64_t now_us,
                        GError **error);

/*
 * Intake's and the client's question: did this certificate stand for its agency at that
 * time?  Usage, validity, revocation and registration at at_us; not whether the agency
 * is suspended now, because that undoes no signature.  TRUST_ERROR_WRONG_USAGE,
 * _NOT_YET_VALID, _EXPIRED, _REVOKED, _UNREGISTERED.  O(1).
 */
G_GNUC_WARN_UNUSED_RESULT
bool registry_judge_certificate(const struct registry_certificate *certificate,
                                enum credential_usage usage, int64_t at_us,
                                GError **error);

/*
 * Verifies a signed document at a time: peek, find, judge, verify.
 *
 * signer           may be NULL; on success the signer's certificate
 * signing_time_us  may be NULL
 *
 * Returns the content.  Every TRUST_ERROR of a signature; TRUST_ERROR_UNKNOWN_SIGNER.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *registry_verify(const struct registry *registry, GBytes *message, int64_t at_us,
                        const struct registry_certificate **signer,
                        int64_t *signing_time_us, GError **error);

/*
 * The certificate to seal to for an agency: the one registered last that is valid and
 * not revoked.  TRUST_ERROR_STALE_KEY if it has none.
 */
G_GNUC_WARN_UNUSED_RESULT
const struct registry_certificate *
registry_find_sealing(const struct registry *registry, const char *agency,
                      int64_t now_us, GError **error);

/*
 * Checks that a sealed part is of the profile and sealed to exactly the recipient and
 * the sender, each with a current key: the last registered, or its predecessor within
 * REGISTRY_OVERLAP_US.  TRUST_ERROR_SEALING_PROFILE; TRUST_ERROR_STALE_KEY with the
 * fingerprint of the current key in the message.
 */
G_GNUC_WARN_UNUSED_RESULT
bool registry_check_sealed(const struct registry *registry, GBytes *sealed,
                           const char *sender, const char *recipient, int64_t now_us,
                           GError **error);

#endif
