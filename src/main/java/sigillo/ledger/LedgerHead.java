package sigillo.ledger;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;

/**
 * Where a ledger begins and ends. {@code before}: the hash of the entry before the first that is kept, zeros where none
 * was let go. {@code last}: the hash of the last. Whoever remembers {@code next} and {@code last} sees when a ledger
 * was put back or cut.
 */
public record LedgerHead(long first, long next, Bytes before, Bytes last) {
    static final LedgerHead NONE = new LedgerHead(1, 1, LedgerLine.NONE, LedgerLine.NONE);
    private static final Pattern FORM =
        Pattern.compile("\\{\"ledger\":1,\"first\":([0-9]{1,18}),\"next\":([0-9]{1,18}),\"before\":\"([0-9a-f]{64})\",\"last\":\"([0-9a-f]{64})\"\\}");

    public long count() { return next - first; }

    /** In hex. */
    public String lastHash() { return LedgerLine.hex(last); }

    /** The first line of an export. */
    public String json() {
        return "{\"ledger\":1,\"first\":" + first + ",\"next\":" + next + ",\"before\":\"" + LedgerLine.hex(before)
            + "\",\"last\":\""
            + LedgerLine.hex(last) + "\"}";
    }

    static Optional<LedgerHead> parse(String line) {
        var matcher = FORM.matcher(line);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(new LedgerHead(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
            hash(matcher.group(3)), hash(matcher.group(4))));
    }

    private static Bytes hash(String hex) { return Bytes.wrap(HexFormat.of().parseHex(hex)); }
}
