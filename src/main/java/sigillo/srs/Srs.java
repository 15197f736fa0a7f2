package sigillo.srs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * Rewrites the sender of mail that is sent on, so that the receiver's SPF finds this server, and a notification finds
 * its way back through it. {@code SRS0=HASH=DAY=domain=local}; of a sender that another forwarder has rewritten already
 * {@code SRS1=HASH=forwarder==...}, which leads to that forwarder and names no third. The hash makes the address ours
 * alone, the day ends it. Immutable; any thread.
 */
public final class Srs {
    /** RFC 5321 section 4.5.3.1.1: what every server takes. A sender that would be longer stays as it is. */
    private static final int LOCAL_PART_OCTETS_MAX = 64;
    /** Thirty bits: who guesses finds one in a thousand million, and is turned away after a hundred. */
    private static final int HASH_CHARACTERS = 6;
    /** In five-bit letters two make 1,024 days; longer than mail waits anywhere. */
    private static final int DAYS = 1 << 10;
    private static final Duration VALID = Duration.ofDays(21);
    /** Clocks of two servers of a cluster differ. */
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    /** The separator of the first field may be any of these: so the scheme says. */
    private static final Pattern ZERO = Pattern.compile("SRS0[=+-]([^=]*)=([^=]*)=([^=]*)=(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ONE = Pattern.compile("SRS1[=+-]([^=]*)=([^=]*)=([=+-].+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ANY = Pattern.compile("SRS[01][=+-].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int PREFIX = 4;

    private final Function<String, byte[]> tag;

    /** {@code tag}: what stands for a text and nobody can make who has not the key; four octets at least. */
    public Srs(Function<String, byte[]> tag) { this.tag = tag; }

    /** An address {@code here} that leads back to the sender; the sender itself where it cannot be had. */
    public Address forward(Address sender, Domain here, Instant now) {
        if (sender.needsUtf8() || sender.domain().isLiteral()) return sender;
        return rewritten(sender, now).flatMap(local -> local(local)).filter(Srs::fits)
            .map(local -> new Address(local, here)).orElse(sender);
    }

    private Optional<String> rewritten(Address sender, Instant now) {
        var local = sender.unquotedLocalPart();
        var one = ONE.matcher(local);
        if (one.matches()) return Optional.of(once(one.group(2), one.group(3)));
        if (ZERO.matcher(local).matches()) return Optional.of(once(sender.domain().name(), local.substring(PREFIX)));
        if (ANY.matcher(local).matches()) return Optional.empty();
        var rest = day(now) + "=" + sender.domain().name() + "=" + local;
        return Optional.of("SRS0=" + hash(rest) + "=" + rest);
    }

    private String once(String forwarder, String rest) { return "SRS1=" + hash(forwarder + "=" + rest) + "=" + forwarder + "=" + rest; }

    private static boolean fits(String local) { return local.getBytes(StandardCharsets.UTF_8).length <= LOCAL_PART_OCTETS_MAX; }

    /** As it is written in an address, in quotes where it must be. */
    private static Optional<String> local(String plain) {
        if (!plain.startsWith("\"") && Address.isLocalPart(plain)) return Optional.of(plain);
        var quoted = "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return Address.isLocalPart(quoted) ? Optional.of(quoted) : Optional.empty();
    }

    /** Total. {@code address}: of a domain of ours. */
    public Returned back(Address address, Instant now) {
        var local = address.unquotedLocalPart();
        if (!ANY.matcher(local).matches()) return new Returned.Other();
        var one = ONE.matcher(local);
        if (one.matches()) return checked(one.group(1), one.group(2) + "=" + one.group(3), one.group(2), "SRS0" + one.group(3));
        var zero = ZERO.matcher(local);
        if (!zero.matches()) return new Returned.Refused("it is no return address of this server");
        var rest = zero.group(2) + "=" + zero.group(3) + "=" + zero.group(4);
        var found = checked(zero.group(1), rest, zero.group(3), zero.group(4));
        return found instanceof Returned.To && !isInTime(zero.group(2), now) ? new Returned.Refused("the return address has expired") : found;
    }

    private Returned checked(String hash, String of, String domain, String local) {
        boolean isOurs = MessageDigest.isEqual(octets(hash.toLowerCase(Locale.ROOT)), octets(hash(of)));
        if (!isOurs) return new Returned.Refused("the return address is not of this server");
        return Domain.parse(domain).flatMap(to -> local(local).map(name -> new Address(name, to)))
            .<Returned>map(Returned.To::new).orElseGet(() -> new Returned.Refused("it leads to no address"));
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    /** Some servers change the case of local parts. */
    private String hash(String of) {
        var octets = tag.apply(of.toLowerCase(Locale.ROOT));
        long bits = (octets[0] & 0xFFL) << 24 | (octets[1] & 0xFFL) << 16 | (octets[2] & 0xFFL) << 8 | octets[3] & 0xFFL;
        return letters(bits >> 2, HASH_CHARACTERS);
    }

    private static String letters(long bits, int count) {
        var text = new StringBuilder();
        for (int i = count - 1; i >= 0; i--) text.append(LETTERS.charAt((int) (bits >> 5 * i) & 31));
        return text.toString();
    }

    private static long dayOf(Instant at) { return Math.floorDiv(at.getEpochSecond(), Duration.ofDays(1).toSeconds()); }

    private static String day(Instant at) { return letters(Math.floorMod(dayOf(at), DAYS), 2); }

    private static boolean isInTime(String day, Instant now) {
        if (day.length() != 2) return false;
        int high = LETTERS.indexOf(Character.toLowerCase(day.charAt(0)));
        int low = LETTERS.indexOf(Character.toLowerCase(day.charAt(1)));
        if (high < 0 || low < 0) return false;
        long age = Math.floorMod(dayOf(now) - (high * 32L + low), DAYS);
        return age <= VALID.toDays() || age >= DAYS - AHEAD.toDays();
    }
}
