/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/exchange_api/transport.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_TIMEOUT_SECONDS  10L
#define ANSWER_TIMEOUT_SECONDS   60L
#define SLOWEST_BYTES_PER_SECOND 1024L
#define RETRY_AFTER_MAX_SECONDS  3600

struct transport {
    CURL *curl;
    char *url;
};

struct intake {
    GByteArray *bytes;
    size_t max_bytes;
    bool is_too_large;
};

struct outgoing {
    const char *data;
    size_t size;
    size_t at;
};

/* The blobs stay the caller's only until transport_new returns: libcurl copies them. */
static struct curl_blob
blob_of(const char *text)
{
    return (struct curl_blob){
        .data = (char *)text, .len = strlen(text), .flags = CURL_BLOB_COPY};
}

static bool
set_trust(CURL *curl, const struct exchange_address *address)
{
    struct curl_blob authority = blob_of(address->authority_pem);
    struct curl_blob certificate = blob_of(address->certificate_pem);
    struct curl_blob key = blob_of(address->key_pem);

    /* The system's authorities are compiled into libcurl: both ways are closed. */
    return curl_easy_setopt(curl, CURLOPT_CAINFO, NULL) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &authority) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLCERT_BLOB, &certificate) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLCERTTYPE, "PEM") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLKEY_BLOB, &key) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLKEYTYPE, "PEM") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) ==
               CURLE_OK;
}

static size_t
take_body(char *data, size_t one, size_t size, void *user)
{
    struct intake *intake = user;

    (void)one;
    if (size > intake->max_bytes - intake->bytes->len) {
        intake->is_too_large = true;
        return 0;
    }
    g_byte_array_append(intake->bytes, (const guint8 *)data, (unsigned)size);
    return size;
}

static size_t
give_body(char *data, size_t one, size_t size, void *user)
{
    struct outgoing *outgoing = user;
    size_t count = MIN(one * size, outgoing->size - outgoing->at);

    memcpy(data, outgoing->data + outgoing->at, count);
    outgoing->at += count;
    return count;
}

/* libcurl asks about once a second, also while it only waits. */
static int
check_stop(void *user, curl_off_t to_get, curl_off_t got, curl_off_t to_send,
           curl_off_t sent)
{
    const atomic_bool *stop = user;

    (void)to_get;
    (void)got;
    (void)to_send;
    (void)sent;
    return *stop;
}

/* libcurl rewinds when a kept-alive connection turns out to be dead. */
static int
rewind_body(void *user, curl_off_t offset, int origin)
{
    struct outgoing *outgoing = user;

    if (origin != SEEK_SET || offset < 0 || (size_t)offset > outgoing->size)
        return CURL_SEEKFUNC_FAIL;
    outgoing->at = (size_t)offset;
    return CURL_SEEKFUNC_OK;
}

struct transport *
transport_new(const struct exchange_address *address, GError **error)
{
    static size_t is_ready = 0;
    struct transport *transport;

    if (g_once_init_enter(&is_ready)) {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        g_once_init_leave(&is_ready, 1);
    }
    transport = g_new0(struct transport, 1);
    transport->curl = curl_easy_init();
    transport->url = g_strdup(address->url);
    if (transport->curl == NULL || !set_trust(transport->curl, address)) {
        g_set_error(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NOT_CONNECTED,
                    "libcurl could not be set up with our certificate");
        transport_free(transport);
        return NULL;
    }
    curl_easy_setopt(transport->curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(transport->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(transport->curl, CURLOPT_HTTP_VERSION,
                     (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(transport->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(transport->curl, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(transport->curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_SECONDS);
    curl_easy_setopt(transport->curl, CURLOPT_USERAGENT,
                     "agency-client/" PROJECT_VERSION);
    curl_easy_setopt(transport->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(transport->curl, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(transport->curl, CURLOPT_SEEKFUNCTION, rewind_body);
    if (address->stop != NULL) {
        curl_easy_setopt(transport->curl, CURLOPT_XFERINFOFUNCTION, check_stop);
        curl_easy_setopt(transport->curl, CURLOPT_XFERINFODATA, (void *)address->stop);
        curl_easy_setopt(transport->curl, CURLOPT_NOPROGRESS, 0L);
    }
    return transport;
}

void
transport_free(struct transport *transport)
{
    if (transport == NULL)
        return;
    curl_easy_cleanup(transport->curl);
    g_free(transport->url);
    g_free(transport);
}

static char *
find_header(CURL *curl, const char *name)
{
    struct curl_header *header;

    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return g_strdup(header->value);
}

/* Seconds only: an exchange of ours never sends the date form. */
static int
read_retry_after(CURL *curl)
{
    g_autofree char *text = find_header(curl, "Retry-After");
    int64_t seconds = text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;

    return (int)CLAMP(seconds, 0, RETRY_AFTER_MAX_SECONDS);
}

static char *
read_etag(CURL *curl)
{
    g_autofree char *text = find_header(curl, "ETag");
    size_t size = text != NULL ? strlen(text) : 0;

    if (size < 2 || text[0] != '"' || text[size - 1] != '"')
        return NULL;
    return g_strndup(text + 1, size - 2);
}

static bool
is_never_sent(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return true;
    default:
        return false;
    }
}

static bool
set_failure(struct transport *transport, CURLcode code, const char *words,
            const struct intake *intake, GError **error)
{
    const char *what = words[0] != '\0' ? words : curl_easy_strerror(code);

    if (intake->is_too_large)
        g_set_error(error, EXCHANGE_ERROR, EXCHANGE_ERROR_TOO_LARGE,
                    "%s answered with more than %" G_GSIZE_FORMAT " bytes",
                    transport->url, intake->max_bytes);
    else if (is_never_sent(code))
        g_set_error(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NOT_CONNECTED,
                    "%s cannot be reached: %s", transport->url, what);
    else
        g_set_error(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NO_ANSWER,
                    "%s gave no answer: %s", transport->url, what);
    return false;
}

static struct curl_slist *
make_headers(const struct call *call)
{
    g_autofree char *accept = g_strconcat("Accept: ", call->accept, NULL);
    struct curl_slist *headers = curl_slist_append(NULL, accept);

    if (call->body != NULL) {
        g_autofree char *type = g_strconcat("Content-Type: ", call->body_type, NULL);

        headers = curl_slist_append(headers, type);
        /* libcurl would ask for leave to send each body.  The exchange reads what it
           refuses, so that costs a round trip and gains nothing. */
        headers = curl_slist_append(headers, "Expect:");
    }
    if (call->etag != NULL) {
        g_autofree char *match =
            g_strconcat("If-None-Match: \"", call->etag, "\"", NULL);

        headers = curl_slist_append(headers, match);
    }
    return headers;
}

bool
transport_run(struct transport *transport, const struct call *call,
              struct exchange_answer *answer, GError **error)
{
    CURL *curl = transport->curl;
    g_autofree char *url = g_strconcat(transport->url, call->path, NULL);
    char words[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = make_headers(call);
    struct intake intake = {.bytes = g_byte_array_new(), .max_bytes = call->max_bytes};
    struct outgoing outgoing = {0};
    long status = 0;
    CURLcode code;

    if (call->body != NULL)
        outgoing.data = g_bytes_get_data(call->body, &outgoing.size);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &intake);
    curl_easy_setopt(curl, CURLOPT_READDATA, &outgoing);
    curl_easy_setopt(curl, CURLOPT_SEEKDATA, &outgoing);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT,
                     ANSWER_TIMEOUT_SECONDS + (long)call->wait_seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT,
                     call->wait_seconds > 0 ? 0L : SLOWEST_BYTES_PER_SECOND);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
                     call->wait_seconds > 0 ? 0L : ANSWER_TIMEOUT_SECONDS / 2);
    if (call->body != NULL) {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)outgoing.size);
    } else {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 0L);
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    }
    code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) {
        g_byte_array_unref(intake.bytes);
        return set_failure(transport, code, words, &intake, error);
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer->status = (int)status;
    answer->body = g_byte_array_free_to_bytes(intake.bytes);
    answer->etag = read_etag(curl);
    answer->retry_after_seconds = read_retry_after(curl);
    return true;
}
