/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serving one request: libmicrohttpd calls with the request line, then with the
 * headers, then with each piece of the body, then once more, and after a parked request
 * was resumed yet again.
 */
#include <string.h>

#include "common/documents/refusal.h"
#include "common/http/serving.h"
#include "common/log/log.h"
#include "common/threads/deadline.h"

void *
serve_request_line(void *data, const char *target, struct MHD_Connection *mhd)
{
    struct connection *connection = connection_of(mhd);
    struct http_server *server = data;

    /* The time for a first request's headers has run since the handshake. */
    if (atomic_load(&connection->phase) == PHASE_IDLE)
        connection_enter(connection, PHASE_HEADERS, server->limits.headers_ms);
    return parked_new(server, connection, target);
}

/*
 * What libmicrohttpd parsed, as pointers into the bytes as they came.  It takes a bare
 * LF for an end of line and joins folded lines, so both are found by arithmetic: each
 * name must begin two bytes (CR LF) after what precedes it, and the whole header end
 * four bytes after the last value.
 */
struct lines {
    struct request_pair *pairs;
    size_t count;
    size_t capacity;
    size_t size;
    const char *expected; /* where the next name must begin */
    bool is_broken;
};

static enum MHD_Result
take_header(void *data, enum MHD_ValueKind kind, const char *name, size_t name_size,
            const char *value, size_t value_size)
{
    struct lines *lines = data;

    (void)kind;
    if (value == NULL || name != lines->expected)
        lines->is_broken = true;
    if (value == NULL)
        return MHD_NO;
    lines->expected = value + value_size + 2;
    lines->size += name_size + value_size + 2;
    if (lines->count < lines->capacity)
        lines->pairs[lines->count] = (struct request_pair){name, value};
    lines->count++;
    return MHD_YES;
}

/* Copies the headers, because a parked request may outlive its connection. */
static void
keep_headers(struct parked *parked, struct lines *lines)
{
    char *space = g_malloc(lines->size);

    parked->header_space = space;
    for (size_t i = 0; i < lines->count; i++) {
        struct request_pair *pair = &lines->pairs[i];
        const size_t name_size = strlen(pair->name) + 1;
        const size_t value_size = strlen(pair->value) + 1;

        pair->name = memcpy(space, pair->name, name_size);
        space += name_size;
        pair->value = memcpy(space, pair->value, value_size);
        space += value_size;
    }
    parked->request.headers = lines->pairs;
    parked->request.header_count = lines->count;
}

static bool
read_headers(struct parked *parked, const char *method, const char *version,
             GError **error)
{
    struct MHD_Connection *mhd = parked->connection->mhd;
    struct lines lines = {.expected = version + strlen(version) + 2};
    size_t header_size;

    lines.capacity = parked->server->limits.headers_max + 1; /* one too many is told */
    lines.pairs = g_new(struct request_pair, lines.capacity);
    MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, take_header, &lines);
    header_size = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
                      ->header_size;
    lines.count = MIN(lines.count, lines.capacity);
    keep_headers(parked, &lines);
    if (lines.is_broken || lines.expected + 2 != method + header_size)
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "RFC 9112 2.2 and 5.2: a line that does not end in CR LF,"
                           " or a folded one");
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
        return refusal_set(error, REFUSAL_BAD_REQUEST, "HTTP/1.1 is spoken here");
    return true;
}

static bool
check_framing(struct parked *parked, const char *method, const char *version,
              GError **error)
{
    const struct http_limits *limits = &parked->server->limits;
    const struct framing_limits framing_limits = {
        .uri_max_bytes = limits->uri_max_bytes,
        .headers_max_bytes = limits->headers_max_bytes,
        .headers_max = limits->headers_max,
    };

    return read_headers(parked, method, version, error) &&
           framing_read_target(parked->target, &framing_limits, &parked->request,
                               error) &&
           framing_read_headers(&parked->request, &framing_limits, &parked->framing,
                                error);
}

/* Who asks, and may they?  If not, the connection ends too, unless they only ask too
 * much. */
static bool
check_peer(struct parked *parked, GError **error)
{
    struct http_server *server = parked->server;
    const struct http_service *service = &server->service;

    parked->must_close = true;
    if (atomic_load(&server->is_stopping))
        return refusal_set(error, REFUSAL_UNAVAILABLE, "the server is stopping");
    if (server->is_tls && service->peer_admit != NULL && parked->request.peer == NULL)
        return refusal_set(error, REFUSAL_CERTIFICATE_UNREGISTERED,
                           "no certificate was shown");
    if (parked->connection->is_over_group_limit)
        return refusal_set(error, REFUSAL_RATE_LIMITED,
                           "this agency has %u connections open already",
                           server->limits.connections_per_group);
    if (service->hosts != NULL &&
        !framing_check_host(&parked->request, service->hosts, error))
        return false;
    if (service->gate != NULL && !service->gate(service->context, &parked->request,
                                                &parked->request.caller, error)) {
        parked->must_close =
            !g_error_matches(*error, REFUSAL_ERROR, REFUSAL_RATE_LIMITED);
        return false;
    }
    parked->must_close = false;
    return true;
}

static bool
check_route(struct parked *parked, GError **error)
{
    const struct http_server *server = parked->server;
    const struct framing *framing = &parked->framing;
    struct request *request = &parked->request;

    request->value_space = g_malloc(strlen(request->path) + REQUEST_VALUES_MAX);
    if (!routes_find(server->service.routes, server->service.route_count,
                     parked->method, request, &parked->allow, error) ||
        !framing_check_query(request, request->route->query, error))
        return false;
    if (request->route->media == NULL)
        return framing->length == 0 ||
               refusal_set(error, REFUSAL_BAD_REQUEST, "this request takes no body");
    if (!framing->has_length)
        return refusal_set(error, REFUSAL_LENGTH_REQUIRED, "send a Content-Length");
    if (framing->length > server->limits.body_max_bytes)
        return refusal_set(error, REFUSAL_TOO_LARGE, "at most %zu bytes",
                           server->limits.body_max_bytes);
    return framing_check_media(request, request->route->media, error);
}

static void
free_bytes(void *bytes)
{
    g_bytes_unref(bytes);
}

static bool
has_header(const struct response *response, const char *name)
{
    for (unsigned i = 0; i < response->header_count; i++)
        if (g_ascii_strcasecmp(response->headers[i].name, name) == 0)
            return true;
    return false;
}

static struct MHD_Response *
make_response(const struct parked *parked, const struct response *response)
{
    struct MHD_Response *made;
    size_t size = 0;
    const void *data = NULL;

    if (response->body != NULL)
        data = g_bytes_get_data(response->body, &size);
    if (size > 0)
        made = MHD_create_response_from_buffer_with_free_callback_cls(
            size, (void *)data, free_bytes, g_bytes_ref(response->body));
    else
        made = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    if (response->media != NULL)
        MHD_add_response_header(made, "Content-Type", response->media);
    MHD_add_response_header(made, "Request-Id", parked->request.id_text);
    for (const struct request_pair *header = parked->server->service.headers;
         header != NULL && header->name != NULL; header++)
        if (!has_header(response, header->name))
            MHD_add_response_header(made, header->name, header->value);
    for (unsigned i = 0; i < response->header_count; i++)
        MHD_add_response_header(made, response->headers[i].name,
                                response->headers[i].value);
    if (parked->allow != NULL)
        MHD_add_response_header(made, "Allow", parked->allow);
    if (response->status == 429 || response->status == 503) {
        /* Spread, so that those who are turned away together do not return together. */
        const int seconds = response->retry_after_seconds > 0
                                ? response->retry_after_seconds
                                : g_random_int_range(1, 6);
        char text[16];

        g_snprintf(text, sizeof text, "%d", seconds);
        MHD_add_response_header(made, "Retry-After", text);
    }
    if (parked->must_close || response->close ||
        atomic_load(&parked->server->is_stopping))
        MHD_add_response_header(made, "Connection", "close");
    return made;
}

static enum MHD_Result
queue_response(struct parked *parked)
{
    const struct http_limits *limits = &parked->server->limits;
    struct response *response = &parked->response;
    struct MHD_Response *made;
    enum MHD_Result result;

    if (response->status == 0) {
        GError *error = NULL;

        refusal_set(&error, REFUSAL_INTERNAL, "the handler gave no answer");
        parked_fill_refusal(parked, response, error);
    }
    parked->status = response->status;
    parked->response_size =
        response->body != NULL ? g_bytes_get_size(response->body) : 0;
    connection_enter(parked->connection, PHASE_WRITING,
                     limits->write_grace_ms + (int64_t)(parked->response_size * 1000 /
                                                        limits->rate_min_bytes));
    parked->connection->is_body_to_follow =
        parked->response_size > 0 && strcmp(parked->method, "HEAD") != 0;
    made = make_response(parked, response);
    result =
        MHD_queue_response(parked->connection->mhd, (unsigned)response->status, made);
    MHD_destroy_response(made);
    response_clear(response);
    return result;
}

static enum MHD_Result
queue_refusal(struct parked *parked)
{
    parked_fill_refusal(parked, &parked->response, g_steal_pointer(&parked->refusal));
    return queue_response(parked);
}

/* The headers are complete. */
static enum MHD_Result
begin(struct parked *parked, const char *method, const char *version)
{
    struct http_server *server = parked->server;
    bool is_framed;

    parked->is_read = true;
    g_strlcpy(parked->method, method, sizeof parked->method);
    pthread_mutex_lock(&server->mutex);
    server->active++;
    pthread_mutex_unlock(&server->mutex);
    connection_enter(parked->connection, PHASE_BODY, server->limits.body_grace_ms);

    is_framed = check_framing(parked, method, version, &parked->refusal);
    if (is_framed && check_peer(parked, &parked->refusal) &&
        check_route(parked, &parked->refusal))
        return MHD_YES;
    /*
     * A refusal is answered after the body was read and thrown away, because an answer
     * sent before often never reaches a client that is still writing.  Unless the
     * client waits for leave to write, the body is too long even for that, or nobody
     * can say where it ends; then libmicrohttpd closes the connection after the answer.
     */
    if (!is_framed ||
        (parked->framing.expects_continue && parked->framing.length > 0) ||
        parked->framing.length > server->limits.discard_max_bytes) {
        parked->must_close = true;
        return queue_refusal(parked);
    }
    return MHD_YES;
}

static void
take_body(struct parked *parked, const char *bytes, size_t size)
{
    const struct http_limits *limits = &parked->server->limits;
    const uint64_t length = parked->framing.length;
    int64_t grace_ms;

    parked->body_size += size;
    if (parked->refusal == NULL) {
        g_assert(parked->body_size <= length);
        if (parked->body == NULL)
            parked->body = g_malloc(length);
        memcpy(parked->body + parked->body_size - size, bytes, size);
    }
    /* The deadline moves with what has come in since the beginning, not with time. */
    grace_ms = limits->body_grace_ms +
               (int64_t)(parked->body_size * 1000 / limits->rate_min_bytes);
    connection_enter(parked->connection, PHASE_BODY,
                     grace_ms - (monotonic_us() - parked->started_us) / 1000);
}

static bool
enter_handler(struct parked *parked)
{
    struct http_server *server = parked->server;
    bool may_enter;

    pthread_mutex_lock(&server->mutex);
    may_enter = !server->is_closing;
    if (may_enter)
        server->in_handlers++;
    pthread_mutex_unlock(&server->mutex);
    if (!may_enter)
        refusal_set(&parked->refusal, REFUSAL_UNAVAILABLE, "the server is stopping");
    return may_enter;
}

static void
leave_handler(struct http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    server->in_handlers--;
    if (server->is_closing)
        pthread_cond_broadcast(&server->quieter);
    pthread_mutex_unlock(&server->mutex);
}

/* The request is complete. */
static enum MHD_Result
handle(struct parked *parked)
{
    struct http_server *server = parked->server;
    struct request *request = &parked->request;
    bool is_done;

    if (parked->refusal != NULL || !enter_handler(parked))
        return queue_refusal(parked);
    if (request->route->media != NULL)
        request->body =
            g_bytes_new_take(g_steal_pointer(&parked->body), parked->body_size);
    connection_enter_open_ended(parked->connection, PHASE_HANDLING);
    is_done = request->route->handler(server->service.context, request,
                                      &parked->response, &parked->refusal);
    leave_handler(server);
    g_assert(is_done || !parked->was_parked);
    if (!is_done)
        return queue_refusal(parked);
    return parked->was_parked ? MHD_YES : queue_response(parked);
}

enum MHD_Result
serve_request(void *data, struct MHD_Connection *mhd, const char *url,
              const char *method, const char *version, const char *upload,
              size_t *upload_size, void **request_context)
{
    struct parked *parked = *request_context;

    (void)data;
    (void)mhd;
    (void)url; /* decoded already; ours is read from the request line as it came */
    if (!parked->is_read)
        return begin(parked, method, version);
    if (*upload_size > 0) {
        take_body(parked, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (parked->was_parked)
        return queue_response(parked);
    return handle(parked);
}

static void
log_request(const struct parked *parked, enum MHD_RequestTerminationCode code)
{
    static const char *const ends[] = {"ok",       "error",      "timeout",
                                       "shutdown", "read-error", "client-gone"};
    const struct request *request = &parked->request;
    const bool is_known = (size_t)code < G_N_ELEMENTS(ends);

    log_event(
        G_LOG_LEVEL_INFO, "request", LOG_TEXT("listener", parked->server->service.name),
        LOG_TEXT("id", request->id_text),
        LOG_TEXT("agency", request->peer != NULL ? request->peer->group : "-"),
        LOG_TEXT("method", parked->method),
        LOG_TEXT("route", request->route != NULL ? request->route->pattern : "-"),
        LOG_INT("status", parked->status), LOG_INT("in", (int64_t)parked->body_size),
        LOG_INT("out", (int64_t)parked->response_size),
        LOG_INT("us", monotonic_us() - parked->started_us),
        LOG_TEXT("end", is_known ? ends[code] : "other"));
}

void
serve_completed(void *data, struct MHD_Connection *mhd, void **request_context,
                enum MHD_RequestTerminationCode code)
{
    struct http_server *server = data;
    struct parked *parked = *request_context;

    (void)mhd;
    if (parked == NULL)
        return;
    *request_context = NULL;
    connection_enter(parked->connection, PHASE_IDLE, server->limits.idle_ms);
    /* Status 0: cut, or headers that libmicrohttpd itself could not read. */
    metric_add(server->metrics, METRIC_REQUESTS, (size_t)parked->status / 100, 1);
    log_request(parked, code);
    if (parked->is_read) {
        pthread_mutex_lock(&server->mutex);
        server->active--;
        if (atomic_load(&server->is_stopping))
            pthread_cond_broadcast(&server->quieter);
        pthread_mutex_unlock(&server->mutex);
    }
    parked_unref(parked);
}
