/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/problems.h"

#include "common/trust/trust_error.h"
#include "exchange/store/store.h"

/* A code that stands in neither table is our own defect: internal. */
static const struct {
    int code;
    enum refusal refusal;
} trust_refusals[] =
    {
        {TRUST_ERROR_CMS_PROFILE, REFUSAL_CMS_PROFILE},
        {TRUST_ERROR_WEAK_ALGORITHM, REFUSAL_WEAK_ALGORITHM},
        {TRUST_ERROR_BAD_SIGNATURE, REFUSAL_BAD_SIGNATURE},
        {TRUST_ERROR_UNKNOWN_SIGNER, REFUSAL_CERTIFICATE_UNREGISTERED},
        {TRUST_ERROR_WRONG_USAGE, REFUSAL_WRONG_CERTIFICATE_USAGE},
        {TRUST_ERROR_UNTRUSTED, REFUSAL_CERTIFICATE_UNREGISTERED},
        {TRUST_ERROR_WRONG_PROFILE, REFUSAL_CERTIFICATE_WRONG_PROFILE},
        {TRUST_ERROR_EXPIRED, REFUSAL_CERTIFICATE_EXPIRED},
        {TRUST_ERROR_NOT_YET_VALID, REFUSAL_CERTIFICATE_NOT_YET_VALID},
        {TRUST_ERROR_REVOKED, REFUSAL_CERTIFICATE_REVOKED},
        {TRUST_ERROR_UNREGISTERED, REFUSAL_CERTIFICATE_UNREGISTERED},
        {TRUST_ERROR_SUSPENDED, REFUSAL_CERTIFICATE_SUSPENDED},
        {TRUST_ERROR_SEALING_PROFILE, REFUSAL_SEALING_PROFILE},
        {TRUST_ERROR_STALE_KEY, REFUSAL_STALE_RECIPIENT_KEY},
        {TRUST_ERROR_CRL_STALE, REFUSAL_CRL_STALE},
        {TRUST_ERROR_TOO_LARGE, REFUSAL_TOO_LARGE},
},
  store_refusals[] = {
      {STORE_ERROR_NOT_FOUND, REFUSAL_NOT_FOUND},
      {STORE_ERROR_GONE, REFUSAL_GONE},
      {STORE_ERROR_UNAVAILABLE, REFUSAL_UNAVAILABLE},
};

enum refusal
problem_refusal(const GError *error)
{
    if (error->domain == REFUSAL_ERROR)
        return (enum refusal)error->code;
    if (error->domain == TRUST_ERROR)
        for (size_t i = 0; i < G_N_ELEMENTS(trust_refusals); i++)
            if (trust_refusals[i].code == error->code)
                return trust_refusals[i].refusal;
    if (error->domain == STORE_ERROR)
        for (size_t i = 0; i < G_N_ELEMENTS(store_refusals); i++)
            if (store_refusals[i].code == error->code)
                return store_refusals[i].refusal;
    return REFUSAL_INTERNAL;
}

const char *
problem_detail(const GError *error)
{
    switch (problem_refusal(error)) {
    case REFUSAL_INTERNAL:
        return "the exchange made a mistake; its log has the details under this "
               "request's id";
    case REFUSAL_UNAVAILABLE:
        if (error->domain == REFUSAL_ERROR)
            return error->message;
        return "the exchange cannot reach its database now; whether this request took "
               "effect is open, so send the same bytes again";
    default:
        return error->message;
    }
}

int
problem_retry_after_seconds(enum refusal refusal)
{
    return refusal == REFUSAL_CRL_STALE ? 60 : 0;
}
