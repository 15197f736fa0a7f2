package sigillo.sending;

import java.time.Instant;

/** Messages of an account that were refused since a virus was in them: how many, ever, and when the last one was. */
public record Infected(long count, Instant last) {}
