package sigillo.mtasts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Sha256;

/**
 * A policy: RFC 8461 section 3.2. {@code mx}: patterns in lower case, {@code *.} at the front of one stands for one
 * label. {@code maxAge}: how long it counts after it was fetched.
 */
public record StsPolicy(Mode mode, List<String> mx, Duration maxAge) {
    /** Octets of a policy that are read: RFC 8461 section 3.2 has it small, section 10.2 suggests this bound. */
    public static final int OCTETS_MAX = 64 * 1024;
    /** RFC 8461 section 3.2: about a year. */
    static final Duration AGE_MAX = Duration.ofSeconds(31_557_600);
    private static final int PATTERNS_MAX = 1_000;
    /** RFC 1035 section 2.3.4, with {@code *.} before it: nothing longer is looked at closely. */
    private static final int PATTERN_CHARACTERS_MAX = 255;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern AGE = Pattern.compile("\\d{1,10}");
    private static final Pattern MX =
        Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\\.?");

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /** RFC 8461 section 5: what becomes of mail to a server that the policy does not mean, or whose TLS fails. */
    public enum Mode { ENFORCE, TESTING, NONE }

    public sealed interface Parsed {
        record Ok(StsPolicy policy) implements Parsed {}

        record Bad(String why) implements Parsed {}
    }

    /** Total. Lines end with LF or CRLF. */
    public static Parsed parse(String body) {
        if (body.length() > OCTETS_MAX) return new Parsed.Bad("it is too long");
        var first = new HashMap<String, String>();
        var mx = new ArrayList<String>();
        for (var line : body.split("\r?\n")) {
            if (line.isBlank()) continue;
            int colon = line.indexOf(':');
            if (colon < 1 || !KEY.matcher(line.substring(0, colon)).matches()) return new Parsed.Bad("a line is no field");
            var value = line.substring(colon + 1).strip();
            // RFC 8461 section 3.2: of what is there twice the first counts, but for mx
            if (line.startsWith("mx:")) mx.add(value.toLowerCase(Locale.ROOT));
            else first.putIfAbsent(line.substring(0, colon), value);
        }
        return of(first, mx);
    }

    private static Parsed of(HashMap<String, String> fields, List<String> mx) {
        if (!"STSv1".equals(fields.get("version"))) return new Parsed.Bad("its version is not STSv1");
        var mode = mode(fields.getOrDefault("mode", ""));
        if (mode.isEmpty()) return new Parsed.Bad("its mode is none of enforce, testing, none");
        var age = fields.getOrDefault("max_age", "");
        if (!AGE.matcher(age).matches()) return new Parsed.Bad("its max_age is no number of seconds");
        if (mx.size() > PATTERNS_MAX) return new Parsed.Bad("it has too many mx");
        for (var pattern : mx) if (!isPattern(pattern)) return new Parsed.Bad("an mx of it is no host");
        if (mx.isEmpty() && mode.get() != Mode.NONE) return new Parsed.Bad("it has no mx");
        var maxAge = Duration.ofSeconds(Math.min(Long.parseLong(age), AGE_MAX.toSeconds()));
        return new Parsed.Ok(new StsPolicy(mode.get(), mx, maxAge));
    }

    private static boolean isPattern(String text) {
        return text.length() <= PATTERN_CHARACTERS_MAX && MX.matcher(text).matches();
    }

    private static Optional<Mode> mode(String word) {
        return switch (word) {
            case "enforce" -> Optional.of(Mode.ENFORCE);
            case "testing" -> Optional.of(Mode.TESTING);
            case "none" -> Optional.of(Mode.NONE);
            default -> Optional.empty();
        };
    }

    /** Whether a mail exchanger is meant: RFC 8461 section 4.1. Of either writing, with or without a dot at its end. */
    public boolean means(String host) {
        var name = withoutDot(host.toLowerCase(Locale.ROOT));
        return mx.stream().map(StsPolicy::withoutDot).anyMatch(pattern -> matches(pattern, name));
    }

    /** RFC 8461 section 4.1: the wildcard is the whole first label, and one label only. */
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) return pattern.equals(host);
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(pattern.substring(1));
    }

    private static String withoutDot(String name) { return name.endsWith(".") ? name.substring(0, name.length() - 1) : name; }

    /** For the record in DNS: another for another policy. */
    public String id() { return HexFormat.of().formatHex(Sha256.of(encode().getBytes(StandardCharsets.UTF_8)), 0, 10); }

    /** As it is served: RFC 8461 section 3.2. */
    public String encode() {
        var text = new StringBuilder("version: STSv1\r\nmode: ").append(mode.name().toLowerCase(Locale.ROOT)).append("\r\n");
        mx.forEach(pattern -> text.append("mx: ").append(pattern).append("\r\n"));
        return text.append("max_age: ").append(maxAge.toSeconds()).append("\r\n").toString();
    }
}
