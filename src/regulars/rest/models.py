"""Answers to mutations, kept for a day, so that a request that is sent again is not carried out again."""

from django.db import models


class KeptAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key; `status` is 0 while it is being carried out.

    The key and the request are kept as keyed hashes, the answer sealed.
    """

    api_key_id = models.BigIntegerField()
    idempotency_hash = models.BinaryField(max_length=16)
    request_hash = models.BinaryField(max_length=16)
    started_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(default=b"")

    class Meta:
        db_table = "rest_kept_answer"
        constraints = [
            models.UniqueConstraint(fields=["api_key_id", "idempotency_hash"], name="rest_kept_answer_once"),
        ]
