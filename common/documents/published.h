/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies that stand in a view as they stand in their documents; for the files of this
 * folder alone.
 */
#ifndef DOCUMENTS_PUBLISHED_H
#define DOCUMENTS_PUBLISHED_H

#include "common/documents/capacity.h"
#include "common/documents/reader.h"
#include "common/documents/service.h"

void service_read_element(struct reader *reader, const xmlNode *node,
                          struct service *service);
void service_write_element(GString *xml, const struct service *service);

void capacity_read_element(struct reader *reader, const xmlNode *node,
                           struct capacity *capacity);
void capacity_write_element(GString *xml, const struct capacity *capacity);

#endif
