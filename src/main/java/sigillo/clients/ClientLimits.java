package sigillo.clients;

import java.time.Duration;

/** Bounds of what is asked, with the reasons. */
final class ClientLimits {
    private ClientLimits() {}

    /** Of one step, as long as a program waits before it gives up. */
    static final Duration STEP = Duration.ofSeconds(10);
    /** Addresses of a name that are tried: as programs do. */
    static final int ADDRESSES_MAX = 4;
    /** Of an answer over HTTPS: ours have some kilobytes. */
    static final int ANSWER_OCTETS_MAX = 64 * 1024;
    static final int LINE_OCTETS_MAX = 2_000;
    /** Lines of a greeting or of what is offered. */
    static final int LINES_MAX = 50;
}
