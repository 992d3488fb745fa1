/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/submission.h"

struct submission *
submission_new(const struct uuid *id, GBytes *bytes, const struct registry *registry,
               const struct registry_agency *agency)
{
    struct submission *submission = g_new0(struct submission, 1);

    submission->id = *id;
    submission->bytes = g_bytes_ref(bytes);
    submission->registry = registry_ref(registry);
    submission->agency = agency;
    submission->violations = violations_new();
    return submission;
}

void
submission_reset(struct submission *submission)
{
    g_clear_pointer(&submission->receipt, g_bytes_unref);
    g_clear_error(&submission->error);
    submission->is_repeat = false;
}

void
submission_free(struct submission *submission)
{
    submission_reset(submission);
    g_clear_error(&submission->refusal);
    g_clear_pointer(&submission->document, document_free);
    g_ptr_array_unref(submission->violations);
    registry_unref(submission->registry);
    g_bytes_unref(submission->bytes);
    g_free(submission);
}
