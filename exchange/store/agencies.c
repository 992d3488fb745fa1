/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/agencies.h"

#include "exchange/store/leg_rows.h"

#include <string.h>

struct agency *
agency_new(void)
{
    struct agency *agency = g_new0(struct agency, 1);

    agency->areas = g_new0(char *, 1);
    agency->certificates =
        g_ptr_array_new_with_free_func((GDestroyNotify)agency_certificate_free);
    return agency;
}

void
agency_free(struct agency *agency)
{
    if (agency == NULL)
        return;
    g_free(agency->name);
    g_free(agency->emergency_telephone);
    g_strfreev(agency->areas);
    g_ptr_array_unref(agency->certificates);
    g_free(agency);
}

struct agency_certificate *
agency_certificate_new(void)
{
    struct agency_certificate *certificate = g_new0(struct agency_certificate, 1);

    certificate->revoked_at_us = CERTIFICATE_NOT_REVOKED;
    return certificate;
}

void
agency_certificate_free(struct agency_certificate *certificate)
{
    if (certificate == NULL)
        return;
    g_clear_pointer(&certificate->der, g_bytes_unref);
    g_free(certificate);
}

/* One statement, so that agencies and certificates are of one moment. */
static const struct statement list_agencies = {
    "agencies_list",
    "SELECT a.number, a.id, r.name, r.kind::text, r.status::text, "
    "r.emergency_telephone, r.areas,"
    " r.sequence, c.sha256, c.usage::text, c.der, c.registered_from_us, c.revoked_at_us"
    " FROM registration AS r JOIN agency AS a ON a.number = r.agency"
    " LEFT JOIN certificate AS c ON c.agency = r.agency"
    " ORDER BY a.number, c.registered_from_us, c.sha256"};

static struct agency *
read_agency(const struct rows *rows, size_t row)
{
    struct agency *agency = g_new0(struct agency, 1);

    agency->number = rows_int4(rows, row, 0);
    g_strlcpy(agency->id, rows_text(rows, row, 1), sizeof agency->id);
    agency->name = g_strdup(rows_text(rows, row, 2));
    agency->kind = rows_name(rows, row, 3, agency_kind_names);
    agency->status = rows_name(rows, row, 4, agency_status_names);
    agency->emergency_telephone = g_strdup(rows_text(rows, row, 5));
    agency->areas = rows_texts(rows, row, 6);
    agency->sequence = rows_int8(rows, row, 7);
    agency->certificates =
        g_ptr_array_new_with_free_func((GDestroyNotify)agency_certificate_free);
    return agency;
}

static struct agency_certificate *
read_certificate(const struct rows *rows, size_t row)
{
    struct agency_certificate *certificate = agency_certificate_new();
    size_t length;
    const void *bytes = rows_bytes(rows, row, 8, &length);

    g_assert(length == DIGEST_BYTES);
    memcpy(certificate->sha256.bytes, bytes, DIGEST_BYTES);
    certificate->usage = rows_name(rows, row, 9, certificate_usage_names);
    bytes = rows_bytes(rows, row, 10, &length);
    certificate->der = g_bytes_new(bytes, length);
    certificate->registered_from_us = rows_int8(rows, row, 11);
    if (!rows_is_null(rows, row, 12))
        certificate->revoked_at_us = rows_int8(rows, row, 12);
    return certificate;
}

static GPtrArray *
read_agencies(const struct rows *rows)
{
    GPtrArray *agencies = g_ptr_array_new_with_free_func((GDestroyNotify)agency_free);
    struct agency *agency = NULL;

    for (size_t row = 0; row < rows_count(rows); row++) {
        if (agency == NULL || agency->number != rows_int4(rows, row, 0)) {
            agency = read_agency(rows, row);
            g_ptr_array_add(agencies, agency);
        }
        if (!rows_is_null(rows, row, 8))
            g_ptr_array_add(agency->certificates, read_certificate(rows, row));
    }
    return agencies;
}

GPtrArray *
agencies_list(struct store *store, GError **error)
{
    g_autoptr(rows) found = store_query(store, &list_agencies, NO_PARAMETERS, error);

    return found == NULL ? NULL : read_agencies(found);
}

GPtrArray *
agencies_read(struct transaction *transaction, GError **error)
{
    g_autoptr(rows) found =
        transaction_query(transaction, &list_agencies, NO_PARAMETERS, error);

    return found == NULL ? NULL : read_agencies(found);
}

static const struct statement give_number = {
    "agency_give_number",
    "WITH known AS (SELECT number FROM agency WHERE id = $1),"
    " added AS (INSERT INTO agency (number, id)"
    "  SELECT (SELECT max(number) + 1 FROM agency), $1"
    "   WHERE NOT EXISTS (SELECT FROM known) RETURNING number)"
    " SELECT number FROM known UNION ALL SELECT number FROM added"};

bool
agency_number(struct transaction *transaction, const char *id, int *number,
              GError **error)
{
    g_autoptr(rows) found = transaction_query(transaction, &give_number,
                                              PARAMETERS(parameter_text(id)), error);

    if (found == NULL)
        return false;
    g_assert(rows_count(found) == 1);
    *number = rows_int4(found, 0, 0);
    return true;
}

static const struct statement list_undelivered = {
    "agency_list_undelivered",
    "SELECT " LEG_COLUMNS
    " FROM leg_step AS o JOIN leg AS l ON l.id = o.leg" LEG_AGENCIES
    " WHERE o.recipient = $1 AND o.sequence = l.sequence AND l.state = 'offered'"
    " ORDER BY l.sequence"};

GPtrArray *
agency_list_undelivered(struct transaction *transaction, int agency, GError **error)
{
    g_autoptr(rows) found = transaction_query(
        transaction, &list_undelivered, PARAMETERS(parameter_int4(agency)), error);

    return found == NULL ? NULL : leg_rows_read(found);
}
