/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a machine can see of a view that should say nothing about who people are:
 * postcodes, numbers, addresses of e-mail.  Names it cannot see; whoever writes the
 * view takes them out.  For the files of this folder alone; any thread.
 */
#ifndef DOCUMENTS_REDACTION_H
#define DOCUMENTS_REDACTION_H

#include "common/documents/reader.h"

/* Refuses what tells of a person, anywhere inside the element. */
void check_redacted(struct reader *reader, const xmlNode *node);

#endif
