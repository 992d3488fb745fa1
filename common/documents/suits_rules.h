/* SPDX-License-Identifier: Apache-2.0 */
/* How `suits` is read, judged and written; for the files of this folder alone. */
#ifndef DOCUMENTS_SUITS_RULES_H
#define DOCUMENTS_SUITS_RULES_H

#include "common/documents/reader.h"
#include "common/documents/suits.h"

/* Reads the attributes of an element; the struct is filled whole. */
void suits_read(struct reader *reader, const xmlNode *node, struct suits *suits);

void suits_check(struct reader *reader, const xmlNode *node, const struct suits *suits);

/* Appends the attributes. */
void suits_write(GString *xml, const struct suits *suits);

#endif
