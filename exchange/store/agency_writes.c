/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/agency_writes.h"

#include "exchange/store/columns.h"

static const struct statement upsert_agencies = {
    "projection_upsert_agencies",
    "INSERT INTO registration (agency, sequence, name, kind, status,"
    " emergency_telephone, areas)"
    " SELECT agency, sequence, name, kind::agency_kind, status::agency_status, "
    "telephone,"
    " string_to_array(areas, ' ')"
    " FROM unnest($1::integer[], $2::bigint[], $3::text[], $4::text[], $5::text[],"
    " $6::text[], $7::text[])"
    " AS t (agency, sequence, name, kind, status, telephone, areas)"
    " ON CONFLICT (agency) DO UPDATE SET sequence = excluded.sequence,"
    " name = excluded.name, kind = excluded.kind, status = excluded.status,"
    " emergency_telephone = excluded.emergency_telephone, areas = excluded.areas"};

static bool
send_agencies(struct transaction *transaction, const GPtrArray *agencies,
              GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *number = columns_add(columns, PARAMETER_INT4);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *name = columns_add(columns, PARAMETER_TEXT);
    struct array *kind = columns_add(columns, PARAMETER_TEXT);
    struct array *status = columns_add(columns, PARAMETER_TEXT);
    struct array *telephone = columns_add(columns, PARAMETER_TEXT);
    struct array *areas = columns_add(columns, PARAMETER_TEXT);

    for (guint i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        array_add_int4(number, agency->number);
        array_add_int8(sequence, agency->sequence);
        array_add_text(name, agency->name);
        array_add_text(kind, agency_kind_names[agency->kind]);
        array_add_text(status, agency_status_names[agency->status]);
        array_add_text(telephone, agency->emergency_telephone);
        array_add_words(areas, agency->areas);
    }
    return columns_send(columns, transaction, &upsert_agencies, error);
}

/* A certificate stays whose it was first, and since then. */
static const struct statement upsert_certificates = {
    "projection_upsert_certificates",
    "INSERT INTO certificate (sha256, agency, usage, der, registered_from_us,"
    " revoked_at_us)"
    " SELECT unnest($1::bytea[]), unnest($2::integer[]),"
    " unnest($3::text[])::certificate_usage, unnest($4::bytea[]),"
    " unnest($5::bigint[]), unnest($6::bigint[])"
    " ON CONFLICT (sha256) DO UPDATE SET revoked_at_us = excluded.revoked_at_us"
    " WHERE certificate.agency = excluded.agency"};

static bool
send_certificates(struct transaction *transaction, const GPtrArray *agencies,
                  GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *sha256 = columns_add(columns, PARAMETER_BYTES);
    struct array *number = columns_add(columns, PARAMETER_INT4);
    struct array *usage = columns_add(columns, PARAMETER_TEXT);
    struct array *der = columns_add(columns, PARAMETER_BYTES);
    struct array *registered_from_us = columns_add(columns, PARAMETER_INT8);
    struct array *revoked_at_us = columns_add(columns, PARAMETER_INT8);

    for (guint i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        for (guint j = 0; j < agency->certificates->len; j++) {
            const struct agency_certificate *certificate =
                g_ptr_array_index(agency->certificates, j);
            size_t length;
            const void *bytes = g_bytes_get_data(certificate->der, &length);

            array_add_bytes(sha256, certificate->sha256.bytes, DIGEST_BYTES);
            array_add_int4(number, agency->number);
            array_add_text(usage, certificate_usage_names[certificate->usage]);
            array_add_bytes(der, bytes, length);
            array_add_int8(registered_from_us, certificate->registered_from_us);
            if (certificate->revoked_at_us == CERTIFICATE_NOT_REVOKED)
                array_add_null(revoked_at_us);
            else
                array_add_int8(revoked_at_us, certificate->revoked_at_us);
        }
    }
    return columns_send(columns, transaction, &upsert_certificates, error);
}

bool
agency_writes_send(struct transaction *transaction, const GPtrArray *agencies,
                   GError **error)
{
    return send_agencies(transaction, agencies, error) &&
           send_certificates(transaction, agencies, error);
}
