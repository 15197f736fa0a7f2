package sigillo.popd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.sasl.Mechanism;

/**
 * What we announce: RFC 2449 section 6. Whoever adds a line here has the whole of its standard in the grammar, the session and
 * the transcripts. Not LOGIN-DELAY: there is none.
 */
final class Capabilities {
    private Capabilities() {}

    /** {@code mechanisms}: none where nobody may sign in yet. */
    static List<String> strangers(boolean canStartTls, List<Mechanism> mechanisms) {
        var lines = always();
        if (canStartTls) lines.add("STLS"); // RFC 2595 section 4: not within TLS
        if (!mechanisms.isEmpty()) {
            lines.add("USER");
            lines.add(sasl(mechanisms));
        }
        return lines;
    }

    /** RFC 2449 section 6.9: our name is for who has signed in. */
    static List<String> clients() {
        var lines = always();
        lines.add("IMPLEMENTATION Sigillo");
        return lines;
    }

    private static List<String> always() {
        // EXPIRE NEVER: mail does not go because it is old, RFC 2449 section 6.7
        return new ArrayList<>(List.of("TOP", "UIDL", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE", "EXPIRE NEVER"));
    }

    private static String sasl(List<Mechanism> mechanisms) {
        return mechanisms.stream().map(Mechanism::text).collect(Collectors.joining(" ", "SASL ", ""));
    }
}
