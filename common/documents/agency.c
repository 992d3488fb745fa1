/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/agency.h"

const char *const agency_kind_names[] = {"council", "housing-association", "charity",
                                         "other", NULL};
const char *const agency_status_names[] = {"active", "suspended", NULL};
const char *const certificate_usage_names[] = {"identity", "sealing", NULL};

static const struct field agency_fields[] = {
    REQUIRED("name", FIELD_TEXT, registration, name),
    NAMED("agencyKind", registration, agency_kind, agency_kind_names),
    NAMED("status", registration, status, agency_status_names),
    OPTIONAL("emergencyTelephone", FIELD_TEXT, registration, emergency_telephone),
    OPTIONAL("areas", FIELD_AREAS, registration, areas),
};

static const struct field certificate_fields[] = {
    NAMED("usage", registered_certificate, usage, certificate_usage_names),
    REQUIRED("registeredFrom", FIELD_TIMESTAMP, registered_certificate,
             registered_from_us),
    PRESENT_IF("revokedAt", FIELD_TIMESTAMP, registered_certificate, is_revoked,
               revoked_at_us),
};

/* FIELD_AREAS finds the count behind the words. */
G_STATIC_ASSERT(offsetof(struct registration, area_count) ==
                offsetof(struct registration, areas) + sizeof(const char **));

static struct field
id_field(const char *attribute)
{
    return (struct field)REQUIRED(attribute, FIELD_TEXT, registration, agency);
}

void
agency_read(struct reader *reader, const xmlNode *node, const char *id_attribute,
            struct registration *registration)
{
    const struct field id = id_field(id_attribute);
    size_t index = 0;

    reader_fields(reader, node, &id, 1, registration);
    reader_fields(reader, node, agency_fields, G_N_ELEMENTS(agency_fields),
                  registration);
    registration->certificates = reader_children(
        reader, node, "certificate", certificate_fields,
        G_N_ELEMENTS(certificate_fields), sizeof *registration->certificates,
        &registration->certificate_count);
    for (const xmlNode *child = tree_child(node, "certificate"); child != NULL;
         child = tree_next(child, "certificate"))
        registration->certificates[index++].der = reader_base64(reader, child);
}

void
agency_write(GString *xml, const char *id_attribute,
             const struct registration *registration)
{
    const struct field id = id_field(id_attribute);

    writer_fields(xml, &id, 1, registration);
    writer_fields(xml, agency_fields, G_N_ELEMENTS(agency_fields), registration);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < registration->certificate_count; index++) {
        g_string_append(xml, "<certificate");
        writer_fields(xml, certificate_fields, G_N_ELEMENTS(certificate_fields),
                      &registration->certificates[index]);
        g_string_append_c(xml, '>');
        writer_base64(xml, registration->certificates[index].der);
        g_string_append(xml, "</certificate>");
    }
}

void
agency_clear(struct registration *registration)
{
    for (size_t index = 0; index < registration->certificate_count; index++)
        g_clear_pointer(&registration->certificates[index].der, g_bytes_unref);
}
