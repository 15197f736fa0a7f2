package sigillo.authentication;

import java.time.Instant;

/** When the first undecided message of a domain came, to whichever server: it may have come to another before. */
@FunctionalInterface
public interface FirstSeen {
    /** Where no other server is. */
    FirstSeen HERE = (_, now) -> now;

    /** {@code now}, or earlier, of the last day. Never throws for what cannot be asked: then it is now. */
    Instant of(String domain, Instant now);
}
