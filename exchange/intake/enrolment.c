/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/enrolment.h"

#include "exchange/store/agencies.h"

bool
enrolment_check_certificate(const struct registry *registry, const char *agency,
                            const struct credential *credential, int64_t now_us,
                            GError **error)
{
    enum credential_usage usage = credential_usage(credential);
    const char *named = credential_agency(credential);

    if (usage != CREDENTIAL_IDENTITY && usage != CREDENTIAL_SEALING) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_USAGE,
                    "is neither an identity nor a sealing certificate");
        return false;
    }
    if (named == NULL || strcmp(named, agency) != 0) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_USAGE,
                    "is a certificate of %s, not of %s",
                    named == NULL ? "nobody" : named, agency);
        return false;
    }
    return authority_check(registry_authority(registry), credential, usage, now_us,
                           error) &&
           crl_check(registry_crl(registry), credential, now_us, error);
}

/* One transaction. */
struct writing {
    const struct registrar *registrar;
    const struct enrolment *enrolment;
    struct enrolled enrolled;
};

static const struct agency *
agency_find(const GPtrArray *agencies, const char *id)
{
    for (unsigned int i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        if (strcmp(agency->id, id) == 0)
            return agency;
    }
    return NULL;
}

static bool
has_certificate(const GArray *certificates, GBytes *der)
{
    for (unsigned int i = 0; i < certificates->len; i++)
        if (g_bytes_equal(
                g_array_index(certificates, struct registered_certificate, i).der, der))
            return true;
    return false;
}

/* Those registered before, unchanged, then the new ones; they belong to others. */
static GArray *
certificates_merge(const struct agency *known, const struct enrolment *enrolment,
                   int64_t now_us)
{
    GArray *merged = g_array_new(FALSE, FALSE, sizeof(struct registered_certificate));

    for (unsigned int i = 0; known != NULL && i < known->certificates->len; i++) {
        const struct agency_certificate *former =
            g_ptr_array_index(known->certificates, i);
        struct registered_certificate certificate = {
            .usage = former->usage,
            .registered_from_us = former->registered_from_us,
            .is_revoked = former->revoked_at_us != CERTIFICATE_NOT_REVOKED,
            .revoked_at_us = former->revoked_at_us,
            .der = former->der,
        };

        g_array_append_val(merged, certificate);
    }
    for (unsigned int i = 0;
         enrolment->certificates != NULL && i < enrolment->certificates->len; i++) {
        const struct credential *credential =
            g_ptr_array_index(enrolment->certificates, i);
        struct registered_certificate certificate = {
            .usage = credential_usage(credential) == CREDENTIAL_SEALING
                         ? CERTIFICATE_SEALING
                         : CERTIFICATE_IDENTITY,
            .registered_from_us = now_us,
            .der = credential_der(credential),
        };

        if (!has_certificate(merged, certificate.der))
            g_array_append_val(merged, certificate);
    }
    return merged;
}

static bool
registration_fill(struct registration *registration, const struct agency *known,
                  const struct enrolment *enrolment, GError **error)
{
    const char *const *areas = enrolment->areas;

    if (known == NULL && enrolment->must_exist)
        return refusal_set(error, REFUSAL_BAD_REQUEST, "there is no agency %s",
                           enrolment->agency);
    if (known == NULL && (enrolment->name == NULL || enrolment->kind == NULL))
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "a new agency needs a name and a kind");
    if (areas == NULL && known != NULL)
        areas = (const char *const *)known->areas;
    *registration = (struct registration){
        .agency = enrolment->agency,
        .name = enrolment->name != NULL ? enrolment->name : known->name,
        .agency_kind = enrolment->kind != NULL ? *enrolment->kind : known->kind,
        .status = enrolment->status != NULL ? *enrolment->status
                  : known != NULL           ? known->status
                                            : AGENCY_ACTIVE,
        .emergency_telephone = enrolment->emergency_telephone,
        .areas = (const char **)areas,
        .area_count = areas == NULL ? 0 : g_strv_length((char **)areas),
    };
    if (registration->emergency_telephone == NULL && known != NULL)
        registration->emergency_telephone = known->emergency_telephone;
    return true;
}

/* Referrers whose referral lies undelivered at an agency that is now suspended. */
static bool
undeliverable_announce(struct batch *batch, const GPtrArray *legs, GError **error)
{
    for (unsigned int i = 0; i < legs->len; i++) {
        struct announcement announcement =
            notice_undeliverable(g_ptr_array_index(legs, i));

        if (!batch_announce(batch, &announcement, error))
            return false;
    }
    return true;
}

/* The undelivered legs of an agency, and a question that makes the ledger know them. */
static GPtrArray *
undelivered_ask(struct transaction *transaction, int number,
                struct log_question *question, GError **error)
{
    GPtrArray *legs = agency_list_undelivered(transaction, number, error);

    for (unsigned int i = 0; legs != NULL && i < legs->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(legs, i);

        g_array_append_val(question->legs, leg->id);
    }
    return legs;
}

static bool
enrolment_settle(struct transaction *transaction, void *data, GError **error)
{
    struct writing *writing = data;
    const struct enrolment *enrolment = writing->enrolment;
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(log_answer) locked = log_ask(transaction, question, error);
    g_autoptr(GPtrArray) agencies = NULL;
    g_autoptr(GPtrArray) undelivered = NULL;
    g_autoptr(GArray) certificates = NULL;
    g_autoptr(batch) batch = NULL;
    const struct agency *known;
    struct registration registration = {0};
    int number;

    if (locked == NULL)
        return false;
    agencies = agencies_read(transaction, error);
    if (agencies == NULL)
        return false;
    known = agency_find(agencies, enrolment->agency);
    if (!registration_fill(&registration, known, enrolment, error) ||
        !agency_number(transaction, enrolment->agency, &number, error))
        return false;
    undelivered = undelivered_ask(transaction, number, question, error);
    if (undelivered == NULL)
        return false;
    batch = batch_begin(writing->registrar, transaction, question, error);
    if (batch == NULL)
        return false;
    certificates =
        certificates_merge(known, enrolment, clock_now(writing->registrar->clock));
    registration.certificates =
        (struct registered_certificate *)(void *)certificates->data;
    registration.certificate_count = certificates->len;
    if (!batch_register(batch, &registration, number, error))
        return false;
    if (registration.status == AGENCY_SUSPENDED &&
        (known == NULL || known->status != AGENCY_SUSPENDED) &&
        !undeliverable_announce(batch, undelivered, error))
        return false;
    writing->enrolled = (struct enrolled){
        .number = number,
        .sequence = batch_head(batch),
        .notices = batch_own_entries(batch) - 1,
    };
    return batch_write(batch, error);
}

bool
enrolment_write(struct store *store, const struct registrar *registrar,
                const struct enrolment *enrolment, struct enrolled *enrolled,
                GError **error)
{
    struct writing writing = {.registrar = registrar, .enrolment = enrolment};

    if (!store_transact(store, enrolment_settle, &writing, error))
        return false;
    *enrolled = writing.enrolled;
    return true;
}
