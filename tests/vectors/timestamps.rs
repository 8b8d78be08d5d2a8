// Milliseconds since 1970, and `TIMESTAMP` as Cognito reads it.
[
    (0.0, "Thu Jan 1 00:00:00 UTC 1970"),
    (951_782_399_999.0, "Mon Feb 28 23:59:59 UTC 2000"),
    (951_782_400_000.0, "Tue Feb 29 00:00:00 UTC 2000"),
    (1_770_091_506_000.0, "Tue Feb 3 04:05:06 UTC 2026"),
    (1_798_761_599_000.0, "Thu Dec 31 23:59:59 UTC 2026"),
    (4_107_542_400_000.0, "Mon Mar 1 00:00:00 UTC 2100"),
]
