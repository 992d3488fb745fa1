/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/registry.h"

#include "common/shared.h"

#include <string.h>

/* A certificate, and what was worked out when it was added. */
struct certificate_record {
    struct registry_certificate public; /* first, so that one pointer is both */
    int64_t registration_revoked_at_us; /* without the list */
    struct certificate_id names[2];     /* keys of by_name */
};

struct agency_record {
    struct registry_agency public; /* first, as above */
    GPtrArray *certificates;       /* struct certificate_record *, oldest first */
};

struct registry {
    struct authority *authority;
    struct crl *crl; /* or NULL */
    int64_t crl_grace_seconds;
    GPtrArray *agencies;   /* struct agency_record *, by number; owns */
    GHashTable *by_id;     /* char * -> struct agency_record * */
    GHashTable *by_name;   /* struct certificate_id * -> struct certificate_record * */
    GHashTable *by_sha256; /* struct digest * -> struct certificate_record * */
};

static guint
certificate_id_hash(gconstpointer data)
{
    const struct certificate_id *id = data;
    guint hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < id->size; i++)
        hash = (hash ^ id->bytes[i]) * 16777619u;
    return hash;
}

static gboolean
certificate_id_equal(gconstpointer a, gconstpointer b)
{
    const struct certificate_id *one = a;
    const struct certificate_id *other = b;

    return one->is_key_identifier == other->is_key_identifier &&
           one->size == other->size && memcmp(one->bytes, other->bytes, one->size) == 0;
}

static void
certificate_record_free(void *data)
{
    struct certificate_record *record = data;

    credential_unref(record->public.credential);
    g_free(record);
}

static void
agency_record_free(void *data)
{
    struct agency_record *record = data;

    g_ptr_array_unref(record->certificates);
    g_free(record);
}

static void
registry_clear(void *data)
{
    struct registry *registry = data;

    SHARED_LAST(data);
    g_clear_pointer(&registry->by_sha256, g_hash_table_unref);
    g_clear_pointer(&registry->by_name, g_hash_table_unref);
    g_clear_pointer(&registry->by_id, g_hash_table_unref);
    g_clear_pointer(&registry->agencies, g_ptr_array_unref);
    g_clear_pointer(&registry->crl, crl_unref);
    g_clear_pointer(&registry->authority, authority_unref);
}

struct registry *
registry_ref(const struct registry *registry)
{
    return g_atomic_rc_box_acquire((struct registry *)registry);
}

void
registry_unref(struct registry *registry)
{
    shared_release(registry, registry_clear);
}

struct registry *
registry_new(const struct authority *authority, const struct crl *crl,
             int64_t crl_grace_seconds)
{
    struct registry *registry = g_atomic_rc_box_new0(struct registry);

    registry->authority = authority_ref(authority);
    registry->crl = crl != NULL ? crl_ref(crl) : NULL;
    registry->crl_grace_seconds = crl_grace_seconds;
    registry->agencies = g_ptr_array_new_with_free_func(agency_record_free);
    registry->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    registry->by_name = g_hash_table_new(certificate_id_hash, certificate_id_equal);
    registry->by_sha256 = g_hash_table_new(digest_hash, digest_equal);
    return registry;
}

static int
compare_agencies(gconstpointer a, gconstpointer b)
{
    const struct agency_record *one = *(const struct agency_record *const *)a;
    const struct agency_record *other = *(const struct agency_record *const *)b;

    return (one->public.number > other->public.number) -
           (one->public.number < other->public.number);
}

static struct agency_record *
find_agency(const struct registry *registry, const char *id)
{
    return g_hash_table_lookup(registry->by_id, id);
}

void
registry_insert_agency(struct registry *registry, int number, const char *id,
                       bool is_active)
{
    struct agency_record *record = find_agency(registry, id);

    if (record == NULL) {
        record = g_new0(struct agency_record, 1);
        record->public.number = number;
        g_strlcpy(record->public.id, id, sizeof record->public.id);
        record->certificates = g_ptr_array_new_with_free_func(certificate_record_free);
        g_ptr_array_add(registry->agencies, record);
        g_ptr_array_sort(registry->agencies, compare_agencies);
        g_hash_table_insert(registry->by_id, record->public.id, record);
    }
    record->public.is_active = is_active;
}

static int
compare_certificates(gconstpointer a, gconstpointer b)
{
    const struct registry_certificate *one =
        *(const struct registry_certificate *const *)a;
    const struct registry_certificate *other =
        *(const struct registry_certificate *const *)b;
    int64_t one_us = one->registered_from_us;
    int64_t other_us = other->registered_from_us;

    if (one_us == other_us) {
        one_us = credential_not_before_us(one->credential);
        other_us = credential_not_before_us(other->credential);
    }
    return (one_us > other_us) - (one_us < other_us);
}

/* The earlier of what the registration says and what the list says. */
static void
settle_revocation(const struct registry *registry, struct certificate_record *record)
{
    int64_t listed_us;

    record->public.revoked_at_us = record->registration_revoked_at_us;
    if (registry->crl != NULL &&
        crl_find(registry->crl, record->public.credential, &listed_us))
        record->public.revoked_at_us = MIN(record->public.revoked_at_us, listed_us);
}

static void
insert_record(struct registry *registry, struct agency_record *agency,
              struct certificate_record *record)
{
    const struct credential *credential = record->public.credential;

    record->public.agency = &agency->public;
    settle_revocation(registry, record);
    g_ptr_array_add(agency->certificates, record);
    g_hash_table_insert(registry->by_sha256, (void *)credential_sha256(credential),
                        record);
    record->names[0] = credential_issuer_serial(credential);
    record->names[1] = credential_key_identifier(credential);
    /* A key certified again keeps its identifier, which then means the newer one. */
    for (size_t i = 0; i < G_N_ELEMENTS(record->names); i++)
        if (record->names[i].size > 0)
            g_hash_table_replace(registry->by_name, &record->names[i], record);
}

bool
registry_insert_certificate(struct registry *registry, const char *agency,
                            const struct credential *credential,
                            int64_t registered_from_us, int64_t revoked_at_us,
                            GError **error)
{
    struct agency_record *owner = find_agency(registry, agency);
    enum credential_usage usage = credential_usage(credential);
    const struct credential *issuer;
    struct certificate_record *record;

    if (owner == NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_UNREGISTERED,
                    "no agency \"%s\" is registered", agency);
        return false;
    }
    if (usage != CREDENTIAL_SEALING &&
        !credential_check_usage(credential, CREDENTIAL_IDENTITY, error))
        return false;
    if (strcmp(credential_agency(credential), agency) != 0) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_USAGE,
                    "certificate %s names another agency than \"%s\"",
                    credential_serial(credential), agency);
        return false;
    }
    record = g_hash_table_lookup(registry->by_sha256, credential_sha256(credential));
    if (record != NULL) {
        record->registration_revoked_at_us =
            MIN(record->registration_revoked_at_us, revoked_at_us);
        settle_revocation(registry, record);
        return true;
    }
    issuer = authority_find_issuer(registry->authority, credential, error);
    if (issuer == NULL)
        return false;
    record = g_new0(struct certificate_record, 1);
    record->public.credential = credential_ref(credential);
    record->public.registered_from_us = registered_from_us;
    record->registration_revoked_at_us = revoked_at_us;
    record->public.issuer = issuer;
    insert_record(registry, owner, record);
    g_ptr_array_sort(owner->certificates, compare_certificates);
    return true;
}

static struct registry *
copy_with(const struct registry *registry, const struct crl *crl)
{
    struct registry *copy =
        registry_new(registry->authority, crl, registry->crl_grace_seconds);

    for (guint i = 0; i < registry->agencies->len; i++) {
        const struct agency_record *agency = registry->agencies->pdata[i];
        struct agency_record *twin = g_new0(struct agency_record, 1);

        twin->public = agency->public;
        twin->certificates = g_ptr_array_new_with_free_func(certificate_record_free);
        g_ptr_array_add(copy->agencies, twin);
        g_hash_table_insert(copy->by_id, twin->public.id, twin);
        for (guint j = 0; j < agency->certificates->len; j++) {
            const struct certificate_record *old = agency->certificates->pdata[j];
            struct certificate_record *record = g_memdup2(old, sizeof *old);

            credential_ref(record->public.credential);
            insert_record(copy, twin, record);
        }
    }
    return copy;
}

struct registry *
registry_with_crl(const struct registry *registry, const struct crl *crl)
{
    return copy_with(registry, crl);
}

const struct authority *
registry_authority(const struct registry *registry)
{
    return registry->authority;
}

const struct crl *
registry_crl(const struct registry *registry)
{
    return registry->crl;
}

const struct registry_agency *
registry_find_agency(const struct registry *registry, const char *id)
{
    const struct agency_record *record = find_agency(registry, id);

    return record != NULL ? &record->public : NULL;
}

const struct registry_certificate *const *
registry_certificates(const struct registry *registry,
                      const struct registry_agency *agency, size_t *count)
{
    const struct agency_record *record = find_agency(registry, agency->id);

    *count = record != NULL ? record->certificates->len : 0;
    return record != NULL
               ? (const struct registry_certificate *const *)record->certificates->pdata
               : NULL;
}

const struct registry_certificate *
registry_find_signer(const struct registry *registry, const struct certificate_id *id)
{
    return g_hash_table_lookup(registry->by_name, id);
}

const struct registry_certificate *
registry_find_sha256(const struct registry *registry, const struct digest *sha256)
{
    return g_hash_table_lookup(registry->by_sha256, sha256);
}

bool
registry_check_crl(const struct registry *registry, int64_t now_us, GError **error)
{
    if (registry->crl != NULL)
        return crl_check_fresh(registry->crl, now_us, registry->crl_grace_seconds,
                               error);
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_CRL_STALE,
                "no revocation list is held");
    return false;
}
