/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/directory.h"

#include "common/documents/directory_view.h"
#include "common/shared.h"
#include "exchange/store/agencies.h"

static struct registered_certificate
certificate_view(const struct agency_certificate *certificate,
                 const struct registry *registry)
{
    const struct registry_certificate *believed =
        registry_find_sha256(registry, &certificate->sha256);
    int64_t revoked_at_us = certificate->revoked_at_us;

    if (believed != NULL && believed->revoked_at_us != REGISTRY_NOT_REVOKED)
        revoked_at_us = MIN(revoked_at_us, believed->revoked_at_us);
    return (struct registered_certificate){
        .usage = certificate->usage,
        .registered_from_us = certificate->registered_from_us,
        .is_revoked = revoked_at_us != CERTIFICATE_NOT_REVOKED,
        .revoked_at_us = revoked_at_us,
        .der = certificate->der,
    };
}

/* Everything but the certificates belongs to the agency. */
static struct registration
agency_view(const struct agency *agency, const struct registry *registry)
{
    const GPtrArray *certificates = agency->certificates;
    struct registration view = {
        .agency = agency->id,
        .name = agency->name,
        .agency_kind = agency->kind,
        .status = agency->status,
        .emergency_telephone = agency->emergency_telephone,
        .areas = (const char **)agency->areas,
        .area_count = agency->areas == NULL ? 0 : g_strv_length(agency->areas),
        .certificates = g_new0(struct registered_certificate, certificates->len),
        .certificate_count = certificates->len,
    };

    for (unsigned int i = 0; i < certificates->len; i++)
        view.certificates[i] =
            certificate_view(g_ptr_array_index(certificates, i), registry);
    return view;
}

static GBytes *
view_write(const GPtrArray *agencies, const struct registry *registry)
{
    g_autofree struct registration *views = g_new0(struct registration, agencies->len);
    struct directory_view view = {.agencies = views, .agency_count = agencies->len};
    GBytes *xml;

    for (unsigned int i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        views[i] = agency_view(agency, registry);
        view.sequence = MAX(view.sequence, (uint64_t)agency->sequence);
    }
    xml = directory_view_write(&view);
    for (unsigned int i = 0; i < agencies->len; i++)
        g_free(views[i].certificates);
    return xml;
}

struct directory *
directory_new(const GPtrArray *agencies, const struct registry *registry)
{
    struct directory *directory = g_atomic_rc_box_new0(struct directory);
    struct digest digest;

    directory->xml = view_write(agencies, registry);
    digest = digest_of_bytes(directory->xml);
    digest_hex(&digest, directory->etag);
    return directory;
}

struct directory *
directory_ref(struct directory *directory)
{
    return g_atomic_rc_box_acquire(directory);
}

static void
directory_clear(void *data)
{
    struct directory *directory = data;

    SHARED_LAST(data);
    g_bytes_unref(directory->xml);
}

void
directory_unref(struct directory *directory)
{
    shared_release(directory, directory_clear);
}
