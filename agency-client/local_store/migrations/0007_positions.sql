-- SPDX-License-Identifier: Apache-2.0
-- Where the outbox ends, for what is put behind it, without reading all that it holds.
CREATE INDEX outbox_position ON outbox (position);
