package sigillo.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * An entry as it is exported: JSON, of which {@code hash} is SHA-256 over a first line, the hash before in hex and a
 * line's end, and then {@code text}, octet by octet as it stands. {@code text}: empty where it cannot be opened now.
 */
public record LedgerLine(long number, Bytes hash, Optional<String> text) {
    static final int HASH_OCTETS = 32;
    static final Bytes NONE = Bytes.wrap(new byte[HASH_OCTETS]);
    private static final String FIRST_LINE = "sigillo ledger 1\n";
    private static final Pattern FORM =
        Pattern.compile("\\{\"number\":([0-9]{1,18}),\"hash\":\"([0-9a-f]{64})\",\"entry\":(\\{.*\\}|null)\\}");

    static Bytes hash(Bytes before, String text) {
        return Bytes.wrap(Sha256.of((FIRST_LINE + hex(before) + "\n" + text).getBytes(StandardCharsets.UTF_8)));
    }

    public String json() { return "{\"number\":" + number + ",\"hash\":\"" + hex(hash) + "\",\"entry\":" + text.orElse("null") + "}"; }

    /** Empty for what is no line of a ledger. */
    static Optional<LedgerLine> parse(String line) {
        var matcher = FORM.matcher(line);
        if (!matcher.matches()) return Optional.empty();
        var text = Optional.of(matcher.group(3)).filter(one -> !one.equals("null"));
        return Optional.of(new LedgerLine(Long.parseLong(matcher.group(1)),
            Bytes.wrap(HexFormat.of().parseHex(matcher.group(2))), text));
    }

    static String hex(Bytes octets) { return HexFormat.of().formatHex(octets.toArray()); }
}
