package sigillo.dmarc;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a message. {@code passed}: what SPF and DKIM have shown. {@code open}: of what DNS could not say for
 * now whether they show it.
 */
public record DmarcQuery(Authors authors, Identifiers passed, Identifiers open) {

    /**
     * The domain of SPF (RFC 9989 section 4.4.2: of MAIL FROM, or of HELO where that is empty) and those of signatures.
     * A-labels in lower case.
     */
    public record Identifiers(Optional<String> spf, List<String> dkim) {
        public static final Identifiers NONE = new Identifiers(Optional.empty(), List.of());

        public Identifiers {
            dkim = List.copyOf(dkim);
        }
    }

    /** Nothing is open. */
    public DmarcQuery(Authors authors, Optional<String> spf, List<String> dkim) {
        this(authors, new Identifiers(spf, dkim), Identifiers.NONE);
    }
}
