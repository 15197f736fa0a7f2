package sigillo.http;

import java.io.IOException;

/** What is behind a listener that speaks HTTP. Any thread. */
public interface Answering {
    Reply answer(Asked asked);

    /** Whether it is here that something is at this path; for those that are beside the pages. */
    default boolean has(String path) { return true; }

    /** How long a body may be that is read before {@link #answer} is asked. In octets. */
    default int bodyOctetsMax(String path) { return HttpLimits.BODY_OCTETS_MAX; }

    /** Whether the connection is kept after what changes something; a form with a password ends it. */
    default boolean goesOn(String path) { return false; }

    /** Whether bodies that are sent there are read by {@link #receive}, at any length. */
    default boolean receives(String path) { return false; }

    /** {@code asked} has no body. What of {@code body} is not read ends the connection. Throws what reading throws. */
    default Reply receive(Asked asked, Incoming body) throws IOException { return answer(asked); }
}
