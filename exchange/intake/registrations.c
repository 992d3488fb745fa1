/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/registrations.h"

static struct agency_certificate *
certificate_copy(const struct registered_certificate *registered)
{
    struct agency_certificate *certificate = agency_certificate_new();

    certificate->sha256 = digest_of_bytes(registered->der);
    certificate->usage = registered->usage;
    certificate->der = g_bytes_ref(registered->der);
    certificate->registered_from_us = registered->registered_from_us;
    certificate->revoked_at_us =
        registered->is_revoked ? registered->revoked_at_us : CERTIFICATE_NOT_REVOKED;
    return certificate;
}

void
registration_fold(struct ledger *ledger, const struct log_entry *entry,
                  const struct registration *registration, int number)
{
    GPtrArray *agencies = ledger_rows(ledger)->agencies;
    struct agency *agency = agency_new();

    agency->number = number;
    g_strlcpy(agency->id, registration->agency, sizeof(agency->id));
    agency->name = g_strdup(registration->name);
    agency->kind = registration->agency_kind;
    agency->status = registration->status;
    agency->emergency_telephone = g_strdup(registration->emergency_telephone);
    g_strfreev(agency->areas);
    agency->areas = g_new0(char *, registration->area_count + 1);
    for (size_t i = 0; i < registration->area_count; i++)
        agency->areas[i] = g_strdup(registration->areas[i]);
    agency->sequence = entry->sequence;
    for (size_t i = 0; i < registration->certificate_count; i++)
        g_ptr_array_add(agency->certificates,
                        certificate_copy(&registration->certificates[i]));
    /* A batch names every agency once: the later registration stands for both. */
    for (unsigned int i = 0; i < agencies->len; i++) {
        const struct agency *known = g_ptr_array_index(agencies, i);

        if (known->number == number) {
            g_ptr_array_remove_index(agencies, i);
            break;
        }
    }
    g_ptr_array_add(agencies, agency);
}
