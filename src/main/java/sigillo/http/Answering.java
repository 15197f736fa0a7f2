package sigillo.http;

import java.io.IOException;

/** What is behind a listener that speaks HTTP. Any thread. */
public interface Answering {
    Reply answer(Asked asked);

    /** Whether it is here that something is at this path; for those that are beside the pages. */
    default boolean has(String path) { return true; }

    /**
     * Asked before a body is read that is longer than {@link HttpLimits#SMALL_BODY_OCTETS}, or does not say how long it
     * is. {@code asked} has no body.
     */
    default Admission admit(Asked asked) { return new Admission.Stranger(); }

    /** How long a body may be that is read before {@link #answer} is asked. In octets. */
    default int bodyOctetsMax(String path) { return HttpLimits.BODY_OCTETS_MAX; }

    /** Whether the connection is kept after what changes something; a form with a password ends it. */
    default boolean goesOn(String path) { return false; }

    /** Whether a body of this length is read by {@link #receive}, at any length. In octets. */
    default boolean receives(String path, long octets) { return false; }

    /** {@code asked} has no body. What of {@code body} is not read ends the connection. Throws what reading throws. */
    default Reply receive(Asked asked, Incoming body) throws IOException { return answer(asked); }
}
