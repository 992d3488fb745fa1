/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/offers.h"

#include "agency-client/local_store/statement.h"

void
stored_offer_free(struct stored_offer *offer)
{
    if (offer == NULL)
        return;
    g_free(offer->agency);
    g_free(offer->service);
    g_free(offer->kind);
    g_free(offer->document);
    g_free(offer->sha256);
    g_free(offer);
}

static const char write_offer[] =
    "INSERT INTO offer (agency, service, kind, sequence, document, sha256)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (agency, service, kind) DO UPDATE"
    " SET sequence = excluded.sequence, document = excluded.document,"
    " sha256 = excluded.sha256 WHERE offer.sequence <= excluded.sequence";

static bool
write_one(struct local_store *store, void *data, GError **error)
{
    const struct stored_offer *offer = data;

    return statement_run(store, write_offer, error, "tttitt", offer->agency,
                         offer->service, offer->kind, offer->sequence, offer->document,
                         offer->sha256);
}

bool
offers_write(struct local_store *store, const struct stored_offer *offer,
             GError **error)
{
    return local_store_transact(store, write_one, (void *)offer, error);
}

bool
offers_find(struct local_store *store, const char *agency, const char *service,
            const char *kind, struct stored_offer **offer, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store,
                       "SELECT agency, service, kind, sequence, document, sha256"
                       " FROM offer WHERE agency = ?1 AND service = ?2 AND kind = ?3",
                       error, "ttt", agency, service, kind);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return false;
    *offer = NULL;
    if (step == 0)
        return true;
    *offer = g_new0(struct stored_offer, 1);
    (*offer)->agency = statement_text(row, 0);
    (*offer)->service = statement_text(row, 1);
    (*offer)->kind = statement_text(row, 2);
    (*offer)->sequence = sqlite3_column_int64(row, 3);
    (*offer)->document = statement_text(row, 4);
    (*offer)->sha256 = statement_text(row, 5);
    return true;
}
