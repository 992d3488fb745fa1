/* SPDX-License-Identifier: Apache-2.0 */
#include "common/threads/deadline.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"
#include "exchange/handlers/refuse.h"
#include "exchange/store/log.h"

/* A request that waits for its submission to be settled. */
struct pending {
    struct exchange *exchange;
    struct parked *parked;
};

static void
submission_answer(struct submission *owned, void *data)
{
    g_autoptr(submission) submission = owned;
    g_autofree struct pending *pending = data;
    g_autoptr(parked) parked = pending->parked;
    struct response response = {0};

    if (submission->receipt != NULL)
        response_bytes(&response, submission->is_repeat ? 200 : 201, MEDIA_SIGNED,
                       submission->receipt);
    else
        refuse_request(pending->exchange, parked_request(parked), submission->error,
                       submission->violations, &response);
    parked_answer(parked, &response);
}

/* PUT /v1/documents/{id}: submits; the answer is the receipt. */
bool
handle_document_put(void *context, const struct request *request,
                    struct response *response, GError **error)
{
    static const struct parking undisturbed = {.deadline_us = DEADLINE_NEVER};
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    struct submission *submission;
    struct pending *pending;
    struct uuid id;

    (void)response;
    if (!request_path_uuid(request, 0, &id, error))
        return false;
    pending = g_new(struct pending, 1);
    pending->exchange = exchange;
    pending->parked = request_park(request, &undisturbed);
    submission = submission_new(&id, request->body, caller->registry, caller->agency);
    submission->settled = submission_answer;
    submission->data = pending;
    if (!intake_submit(exchange->intake, submission, &submission->error))
        submission_answer(submission, pending);
    return true;
}

static bool
document_read(void *context, const struct request *request, struct response *response,
              GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    g_autoptr(GBytes) bytes = NULL;
    char etag[DIGEST_HEX_CHARS];
    struct digest sha256;
    struct uuid id;

    if (!request_path_uuid(request, 0, &id, error))
        return false;
    bytes = log_find_document(exchange->store, &id, caller->agency->number,
                              date_of(clock_now(exchange->clock)), &sha256, error);
    if (bytes == NULL)
        return false;
    digest_hex(&sha256, etag);
    if (request_etag_matches(request, etag))
        response_empty(response, 304);
    else
        response_bytes(response, 200, MEDIA_SIGNED, bytes);
    response_etag(response, etag);
    response_header(response, "Cache-Control", "private, immutable");
    return true;
}

/* GET /v1/documents/{id}: the exact signed bytes, for its parties. */
bool
handle_document_get(void *context, const struct request *request,
                    struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, document_read);
    return true;
}

static bool
receipt_find(void *context, const struct request *request, struct response *response,
             GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    g_autoptr(log_entry) entry = NULL;
    struct uuid id;

    if (!request_path_uuid(request, 0, &id, error))
        return false;
    entry = log_find_sent(exchange->store, &id, caller->agency->number, error);
    if (entry == NULL)
        return false;
    response_bytes(response, 200, MEDIA_SIGNED, entry->receipt);
    return true;
}

/* GET /v1/documents/{id}/receipt: the receipt again, for the sender. */
bool
handle_receipt_get(void *context, const struct request *request,
                   struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, receipt_find);
    return true;
}
