/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_attendance.h"
#include "common/documents/bodies.h"

const char *const attendance_result_names[] = {"attended", "no-show", "excused", NULL};

const struct matter_form induction_attendance_form = {0};

static const struct field line_fields[] = {
    REQUIRED("starter", FIELD_TEXT, attendance_line, starter),
    NAMED("result", attendance_line, result, attendance_result_names),
};

void
induction_attendance_read(struct reader *reader, struct document *document)
{
    struct induction_attendance *attendance = &document->induction_attendance;

    matter_read(reader, document);
    attendance->lines = reader_children(
        reader, reader->body, "attendee", line_fields, G_N_ELEMENTS(line_fields),
        sizeof *attendance->lines, &attendance->line_count);
}

void
induction_attendance_check(struct reader *reader, const struct document *document)
{
    (void)document;
    check_once(reader, reader->body, "attendee", "starter", "attendee-once");
}
