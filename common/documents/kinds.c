/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/kinds.h"
#include "common/documents/bodies.h"
#include <string.h>

#define NAMESPACE_OF(kind) "urn:referral-exchange:" kind ":1"

const struct kind_entry kinds[KIND_COUNT] = {
    [KIND_REFERRAL] = {.name = "referral",
                       .xml_namespace = NAMESPACE_OF("referral"),
                       .sealed = SEALED_BY_MODE,
                       .read = referral_read,
                       .check = referral_check,
                       .check_details = referral_check_details,
                       .write = referral_write},
    [KIND_DELIVERY] = {.name = "delivery",
                       .xml_namespace = NAMESPACE_OF("delivery"),
                       .addressing = ADDRESSED_TO_EXCHANGE,
                       .sealed = SEALED_FORBIDDEN,
                       .read = delivery_read,
                       .check = delivery_check,
                       .write = delivery_write},
    [KIND_RESPONSE] = {.name = "response",
                       .xml_namespace = NAMESPACE_OF("response"),
                       .sealed = SEALED_OPTIONAL,
                       .read = response_read,
                       .check = response_check,
                       .check_details = response_check_details,
                       .write = response_write},
    [KIND_STATUS_UPDATE] = {.name = "status-update",
                            .xml_namespace = NAMESPACE_OF("status-update"),
                            .sealed = SEALED_OPTIONAL,
                            .read = status_update_read,
                            .check = status_update_check,
                            .write = status_update_write},
    [KIND_OUTCOME] = {.name = "outcome",
                      .xml_namespace = NAMESPACE_OF("outcome"),
                      .sealed = SEALED_OPTIONAL,
                      .read = outcome_read,
                      .check = outcome_check,
                      .check_details = outcome_check_details,
                      .write = outcome_write},
    [KIND_WITHDRAWAL] = {.name = "withdrawal",
                         .xml_namespace = NAMESPACE_OF("withdrawal"),
                         .sealed = SEALED_OPTIONAL,
                         .read = withdrawal_read,
                         .check = withdrawal_check,
                         .write = withdrawal_write},
    [KIND_INFORMATION_REQUEST] = {.name = "information-request",
                                  .xml_namespace = NAMESPACE_OF("information-request"),
                                  .sealed = SEALED_REQUIRED,
                                  .read = information_request_read,
                                  .check = information_request_check,
                                  .check_details = information_request_check_details,
                                  .write = information_request_write},
    [KIND_INFORMATION_DISCLOSURE] = {.name = "information-disclosure",
                                     .xml_namespace =
                                         NAMESPACE_OF("information-disclosure"),
                                     .sealed = SEALED_REQUIRED,
                                     .read = information_disclosure_read,
                                     .check = information_disclosure_check,
                                     .check_details =
                                         information_disclosure_check_details,
                                     .write = information_disclosure_write},
    [KIND_DISCLOSURE] = {.name = "disclosure",
                         .xml_namespace = NAMESPACE_OF("disclosure"),
                         .sealed = SEALED_REQUIRED,
                         .read = disclosure_read,
                         .check_details = disclosure_check_details,
                         .write = disclosure_write},
    [KIND_REJECTION] = {.name = "rejection",
                        .xml_namespace = NAMESPACE_OF("rejection"),
                        .sealed = SEALED_FORBIDDEN,
                        .read = rejection_read,
                        .check = rejection_check,
                        .write = rejection_write},
    [KIND_REGISTRATION] = {.name = "registration",
                           .xml_namespace = NAMESPACE_OF("registration"),
                           .is_signed_by_exchange = true,
                           .addressing = PUBLISHED,
                           .sealed = SEALED_FORBIDDEN,
                           .read = registration_read,
                           .check = registration_check,
                           .write = registration_write,
                           .clear = registration_clear},
    [KIND_NOTICE] = {.name = "notice",
                     .xml_namespace = NAMESPACE_OF("notice"),
                     .is_signed_by_exchange = true,
                     .sealed = SEALED_FORBIDDEN,
                     .read = notice_read,
                     .check = notice_check,
                     .write = notice_write},
};

bool
kind_find(const char *name, enum kind *kind)
{
    for (int index = 0; index < KIND_COUNT; index++) {
        if (strcmp(kinds[index].name, name) == 0) {
            *kind = (enum kind)index;
            return true;
        }
    }
    return false;
}
