package sigillo.http2;

import java.time.Duration;

/**
 * How long what a peer does is waited for. {@code request}: a whole header block, and a body that nobody gives more time.
 * {@code idle}: when nothing is asked. {@code taken}: in each such time it takes {@link Http2Limits#TAKEN_OCTETS_MIN} of a reply.
 */
record Patience(Duration request, Duration idle, Duration taken) {
    /** The first two as in HTTP/1.1. */
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(20));
}
