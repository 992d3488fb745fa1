/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/registration.h"
#include "common/documents/agency.h"
#include "common/documents/bodies.h"
#include <string.h>

void
registration_read(struct reader *reader, struct document *document)
{
    agency_read(reader, reader->body, "agency", &document->registration);
}

void
registration_check(struct reader *reader, const struct document *document)
{
    const struct registration *registration = &document->registration;

    if (strcmp(registration->agency, EXCHANGE_AGENCY) == 0)
        reader_refuse(reader, reader->body, "agency", "agency-is-a-member",
                      "the exchange is no member of the partnership");
    for (size_t index = 0; index < registration->certificate_count; index++) {
        const struct registered_certificate *certificate =
            &registration->certificates[index];

        if (certificate->is_revoked &&
            certificate->revoked_at_us < certificate->registered_from_us)
            reader_refuse(reader, reader->body, NULL, "revoked-after-registered",
                          "a certificate is revoked before it was registered");
    }
}

void
registration_write(GString *xml, const struct document *document)
{
    write_body(xml, KIND_REGISTRATION, NULL, 0, NULL);
    agency_write(xml, "agency", &document->registration);
    g_string_append(xml, "</registration>");
}

void
registration_clear(struct document *document)
{
    agency_clear(&document->registration);
}
