/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS.  libmicrohttpd only asks for a client certificate and checks nothing, so each
 * session of a service that wants one is told to require it and to hand it to us during
 * the handshake.
 */
#include <sys/socket.h>

#include "common/http/serving.h"

/*
 * TLS 1.3, and 1.2 with forward secrecy and AEAD only.  No tickets: a resumed session
 * would come without showing its certificate again.  Early data is off unless asked
 * for, and libmicrohttpd ends a session that wants to renegotiate.
 */
const char tls_priorities[] =
    "NONE:+VERS-TLS1.3:+VERS-TLS1.2:"
    "+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD:"
    "+ECDHE-ECDSA:+ECDHE-RSA:"
    "+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:"
    "+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384:+SIGN-ECDSA-SECP256R1-SHA256:"
    "+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:"
    "+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:+SIGN-EDDSA-ED25519:"
    "+COMP-NULL:+CTYPE-X509:%NO_TICKETS:%SAFE_RENEGOTIATION:%SERVER_PRECEDENCE";

/*
 * A certificate of our authority whose key may not sign would fail in the handshake,
 * without a reason; so gnutls is told to leave the usage to the service, which refuses
 * each request with one.  That is its compatibility mode, which gives up more: the
 * extended master secret above all.  But all that is settled by the hellos, so it is
 * not in tls_priorities but waits for the client's certificate, whose check comes
 * after.
 */
static int
leave_key_usage_to_the_service(gnutls_session_t session, G_GNUC_UNUSED unsigned message,
                               G_GNUC_UNUSED unsigned when, unsigned is_incoming,
                               G_GNUC_UNUSED const gnutls_datum_t *bytes)
{
    if (is_incoming)
        gnutls_session_enable_compatibility_mode(session);
    return 0;
}

/* gnutls: 0 lets the handshake go on, anything else ends it. */
static int
verify_peer(gnutls_session_t session)
{
    struct connection *connection = gnutls_db_get_ptr(session);
    const struct http_service *service = &connection->server->service;
    g_autoptr(GError) error = NULL;
    char group[PEER_GROUP_BYTES] = "";
    const gnutls_datum_t *chain;
    unsigned count = 0;

    chain = gnutls_certificate_get_peers(session, &count);
    if (chain == NULL || count == 0 || connection->peer != NULL ||
        gnutls_certificate_type_get(session) != GNUTLS_CRT_X509 ||
        !service->peer_admit(service->context, chain[0].data, chain[0].size, group,
                             &error)) {
        connection_refuse(connection, REFUSED_CERTIFICATE,
                          error != NULL ? error->message : "no X.509 certificate");
        return GNUTLS_E_CERTIFICATE_ERROR;
    }
    connection_set_peer(connection, &chain[0], group);
    connection_enter(connection, PHASE_HEADERS, connection->server->limits.headers_ms);
    return 0;
}

/*
 * Sends what gnutls has encrypted.  An answer comes as two records, header and body,
 * pushed one after the other; MSG_MORE lets them leave as one segment, which saves a
 * quarter of the CPU of a small request.
 */
static ssize_t
push(gnutls_transport_ptr_t pointer, const giovec_t *pieces, int count)
{
    struct connection *connection = pointer;
    const struct msghdr message = {.msg_iov = (struct iovec *)pieces,
                                   .msg_iovlen = (size_t)count};
    const int more = connection->is_body_to_follow ? MSG_MORE : 0;

    connection->is_body_to_follow = false;
    return sendmsg(connection->fd, &message, MSG_NOSIGNAL | more);
}

/* The client's last message of the handshake has come. */
static int
end_handshake(gnutls_session_t session, G_GNUC_UNUSED unsigned message,
              G_GNUC_UNUSED unsigned when, unsigned is_incoming,
              G_GNUC_UNUSED const gnutls_datum_t *bytes)
{
    struct connection *connection = gnutls_db_get_ptr(session);

    if (is_incoming)
        connection_enter(connection, PHASE_HEADERS,
                         connection->server->limits.headers_ms);
    return 0;
}

void
tls_begin(struct connection *connection, gnutls_session_t session)
{
    gnutls_transport_set_ptr2(session, GINT_TO_POINTER(connection->fd), connection);
    gnutls_transport_set_vec_push_function(session, push);
    /* The session's own pointer is libmicrohttpd's; that of the unused session cache
       is free. */
    gnutls_db_set_ptr(session, connection);
    if (connection->server->service.peer_admit == NULL) {
        gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_FINISHED,
                                           GNUTLS_HOOK_POST, end_handshake);
        return;
    }
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_CERTIFICATE_PKT,
                                       GNUTLS_HOOK_PRE, leave_key_usage_to_the_service);
    gnutls_session_set_verify_function(session, verify_peer);
}
