package sigillo.spf;

import java.util.Optional;

/**
 * What SPF says of a host and an identity. {@code domain} is the one that was asked about, {@code why} a sentence for
 * people, {@code explanation} what the domain wants its impostors to be told (RFC 7208 section 6.2); {@code namesSender}:
 * his address may be in it. All three hold strangers' words.
 */
public record SpfOutcome(SpfResult result, String domain, String why, Optional<String> explanation,
                         boolean namesSender) {
    public static SpfOutcome of(SpfResult result, String domain, String why) {
        return new SpfOutcome(result, domain, why, Optional.empty(), false);
    }
}
