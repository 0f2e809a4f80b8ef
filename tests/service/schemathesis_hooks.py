"""What schemathesis does not know by itself: how the bodies of a batch are sent."""

import schemathesis

from openfisca_kz.service.openapi import NDJSON, PARQUET


@schemathesis.serializer(NDJSON, PARQUET)
def as_it_is(ctx, value):
    """Bytes and texts as they are."""
    return value if isinstance(value, bytes) else str(value).encode()
