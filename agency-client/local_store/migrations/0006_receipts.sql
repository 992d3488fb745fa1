-- SPDX-License-Identifier: Apache-2.0
-- What the exchange has receipted lately, without reading all that it ever has.
CREATE INDEX receipt_sequence ON receipt (sequence);
