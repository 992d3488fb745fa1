/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/conversion.h"

#include "agency-client/office/compose_matter.h"
#include "agency-client/office/matter_progress.h"
#include "agency-client/office/thread.h"
#include "common/documents/matter.h"
#include "common/documents/referral_draft.h"

#include <string.h>

#define CONVERTED "converted"

GBytes *
conversion_draft(struct office *office, const char *enquiry, const char *to,
                 GError **error)
{
    g_autoptr(GPtrArray) letters = thread_read(office, enquiry, true, error);

    if (letters == NULL)
        return NULL;
    for (unsigned i = 0; i < letters->len; i++) {
        const struct letter *letter = letters->pdata[i];
        const struct document *document = letter->document;

        if (document->kind != KIND_ENQUIRY || letter->details_xml == NULL)
            continue;
        if (to == NULL && g_str_equal(document->from_agency, office_agency(office)))
            to = document->to_agency;
        return referral_draft_write(document, letter->details_xml, to, error);
    }
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "%s is no enquiry that can be opened here", enquiry);
    return NULL;
}

bool
conversion_add(struct office *office, struct composed *composed, const char *enquiry,
               GPtrArray *violations, GError **error)
{
    static const enum kind kind = KIND_ENQUIRY_REPLY;
    g_autofree char *text =
        g_strdup_printf("<authoring xmlns=\"%s\"><%s xmlns=\"%s\" answer=\"" CONVERTED
                        "\" referral=\"%s\"/></authoring>",
                        DOCUMENT_NAMESPACE, kinds[kind].name, kinds[kind].xml_namespace,
                        composed->referral);
    g_autoptr(GBytes) file = g_bytes_new(text, strlen(text));
    g_autoptr(composed) reply =
        compose_file(office, file, enquiry, &kind, violations, error);

    if (reply == NULL)
        return false;
    g_ptr_array_extend_and_steal(composed->items, g_steal_pointer(&reply->items));
    return true;
}

static bool
can_convert(struct office *office, const struct known_matter *known, bool *can,
            GError **error)
{
    g_autofree char *step = matter_step_name(KIND_ENQUIRY_REPLY, CONVERTED);
    g_auto(matter_progress_auto) progress = {0};
    g_autoptr(GPtrArray) open = NULL;

    if (!matter_progress_read(office, known, &progress, error))
        return false;
    open = matter_list_open(&progress.matter, progress.us);
    *can = g_ptr_array_find_with_equal_func(open, step, g_str_equal, NULL);
    return true;
}

bool
conversion_add_all(struct office *office, struct composed *composed,
                   GPtrArray *violations, GError **error)
{
    const struct known_leg *leg = composed->legs->pdata[0];
    g_autoptr(GPtrArray) enquiries =
        matters_list(office->store, leg->case_id, kinds[KIND_ENQUIRY].name, error);

    for (unsigned i = 0; enquiries != NULL && i < enquiries->len; i++) {
        const struct known_matter *known = enquiries->pdata[i];
        bool can = false;

        if (!can_convert(office, known, &can, error) ||
            (can &&
             !conversion_add(office, composed, known->matter, violations, error)))
            return false;
    }
    return enquiries != NULL;
}
