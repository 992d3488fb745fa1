/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/parcel_drafts.h"

#include "agency-client/local_store/drafts.h"
#include "agency-client/office/parcel.h"
#include "agency-client/office/sealing.h"
#include "common/documents/authoring.h"
#include "common/documents/kinds.h"
#include "common/documents/violation.h"
#include "common/trust/seal.h"

static bool
write_draft(struct office *office, const char *directory, struct credential *sealing,
            const struct stored_draft *draft, struct manifest *manifest, GError **error)
{
    struct manifest_draft row = {.saved_us = draft->changed_us, .actor = draft->actor};
    g_autoptr(GError) reason = NULL;
    g_autoptr(GBytes) file = sealing_open(office, draft->sealed, &reason);
    g_autoptr(GBytes) sealed = NULL;
    g_autofree char *name = NULL;

    if (file == NULL) {
        manifest_add_rejected(manifest, 0, draft->draft, reason->message);
        return true;
    }
    g_assert(uuid_read(draft->draft, &row.draft));
    name = parcel_name(&row.draft);
    /* The profile has two recipients: here both of them are the one key. */
    sealed = seal_close(file, sealing, sealing, error);
    if (sealed == NULL ||
        !parcel_write(directory, PARCEL_DRAFTS, name, sealed, row.sha256, error))
        return false;
    manifest_add_draft(manifest, &row);
    return true;
}

bool
parcel_drafts_write(struct office *office, const char *directory,
                    struct credential *sealing, struct manifest *manifest,
                    GError **error)
{
    g_autoptr(GPtrArray) drafts = drafts_list(office->store, error);

    for (unsigned i = 0; drafts != NULL && i < drafts->len; i++)
        if (!write_draft(office, directory, sealing, drafts->pdata[i], manifest, error))
            return false;
    return drafts != NULL;
}

/* The draft as the home keeps it; what it is to become its own file says. */
static struct stored_draft *
open_draft(struct office *office, const char *directory,
           const struct manifest_draft *row, GError **reason)
{
    g_autoptr(stored_draft) draft = g_new0(struct stored_draft, 1);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GBytes) file = NULL;
    struct authoring_peek peek;

    draft->sealed =
        parcel_read_part(directory, PARCEL_DRAFTS, &row->draft, row->sha256, reason);
    file = draft->sealed != NULL ? sealing_open(office, draft->sealed, reason) : NULL;
    if (file == NULL || !authoring_look(file, &peek, violations, reason))
        return NULL;
    draft->draft = uuid_text(&row->draft);
    draft->actor = g_strdup(row->actor);
    draft->kind = g_strdup(kinds[peek.kind].name);
    draft->changed_us = row->saved_us;
    return g_steal_pointer(&draft);
}

static bool
read_draft(struct office *office, const char *directory,
           const struct manifest_draft *row, struct manifest *result, GError **error)
{
    g_autofree char *id = uuid_text(&row->draft);
    g_autoptr(stored_draft) held = drafts_find(office->store, id, NULL);
    g_autoptr(stored_draft) draft = NULL;
    g_autoptr(GError) reason = NULL;

    if (held != NULL) {
        result->present++;
        return true;
    }
    draft = open_draft(office, directory, row, &reason);
    if (draft == NULL) {
        manifest_add_rejected(result, row->line, id, reason->message);
        return true;
    }
    if (!drafts_insert(office->store, draft, error))
        return false;
    result->taken++;
    return true;
}

bool
parcel_drafts_read(struct office *office, const char *directory,
                   const struct manifest *manifest, struct manifest *result,
                   GError **error)
{
    for (unsigned i = 0; i < manifest->drafts->len; i++)
        if (!read_draft(office, directory,
                        &g_array_index(manifest->drafts, struct manifest_draft, i),
                        result, error))
            return false;
    return true;
}
