package sigillo.dmarc;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a message: the domain for which SPF passed (RFC 9989 section 4.4.2: of MAIL FROM, or of HELO where
 * that is empty) and those whose signatures passed. A-labels in lower case.
 */
public record DmarcQuery(Authors authors, Optional<String> spf, List<String> dkim) {
    public DmarcQuery {
        dkim = List.copyOf(dkim);
    }
}
