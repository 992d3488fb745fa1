/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/invitation.h"

#include "agency-client/web/password.h"
#include "common/documents/timestamp.h"

char *
invitation_path(const char *token)
{
    /* After the #, so that it stands in no log and is sent to nobody. */
    return g_strdup_printf("#/welcome/%s", token);
}

char *
invitation_make(struct local_store *store, const char *actor, int64_t now_us,
                GError **error)
{
    int64_t until_us = now_us + INVITATION_HOURS * 3600 * SECOND_US;
    char token[TOKEN_CHARS];
    g_autofree char *digest = NULL;

    token_new(token);
    digest = token_digest(token);
    return staff_invite(store, actor, digest, until_us, error) ? invitation_path(token)
                                                               : NULL;
}
