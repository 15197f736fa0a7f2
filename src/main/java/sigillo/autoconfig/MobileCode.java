package sigillo.autoconfig;

import java.util.List;
import java.util.Optional;
import sigillo.base.Address;

/**
 * What Thunderbird for Android reads from a QR code to set up an account: Thunderbird's "Export for Mobile" QR code format,
 * version 1 of 2025-02-06. JSON, as arrays.
 */
public final class MobileCode {
    private static final int FORMAT = 1;
    private static final int IMAP = 0;
    private static final int SMTP = 0;
    private static final int STARTTLS = 2;
    private static final int TLS = 3;
    private static final int PASSWORD = 1;

    private MobileCode() {}

    /** {@code password}: of this program. Empty where no door is open, and for addresses beyond ASCII, which the format does not know. */
    public static Optional<String> write(Address address, List<Offered> doors, String password) {
        boolean isPlain = address.toString().chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\')
            && password.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
        var in = Offered.best(doors, Offered.Service.IMAP);
        var out = Offered.best(doors, Offered.Service.SUBMISSION);
        if (!isPlain || in.isEmpty() || out.isEmpty()) return Optional.empty();
        var incoming = "[%d,%s,\"\",\"%s\"]".formatted(IMAP, server(in.get(), address), password);
        var outgoing = "[%d,%s,\"%s\"]".formatted(SMTP, server(out.get(), address), password);
        return Optional.of("[%d,[1,1],%s,[[%s,[\"%s\",\"%s\"]]]]".formatted(FORMAT, incoming, outgoing, address, address.localPart()));
    }

    private static String server(Offered door, Address address) {
        return "\"%s\",%d,%d,%d,\"%s\"".formatted(door.host(), door.port(), door.security() == Offered.Security.TLS ? TLS : STARTTLS, PASSWORD, address);
    }
}
