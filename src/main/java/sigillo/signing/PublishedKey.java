package sigillo.signing;

import java.time.Duration;
import sigillo.base.Domain;
import sigillo.dkim.Algorithm;

/**
 * A record of DNS that there should be, or no more: what people publish, and what a program of a DNS provider would.
 * {@code name}: without a dot at its end; {@code value}: of the TXT record, in one piece. {@code keepFor}: how much
 * longer a key that is leaving is kept.
 */
public record PublishedKey(Domain domain, String selector, Algorithm algorithm, Stage stage, Shown shown, String name,
                           String value, Duration keepFor) {

    /** RFC 1035 section 3.3: strings of 255 octets, as a zone file has them. */
    public static String zoneLine(String name, String value) {
        var line = new StringBuilder(name + ". TXT");
        for (int at = 0; at < value.length(); at += 255) {
            line.append(" \"").append(value, at, Math.min(value.length(), at + 255)).append('"');
        }
        return line.toString();
    }
}
