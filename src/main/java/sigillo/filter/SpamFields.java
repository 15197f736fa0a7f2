package sigillo.filter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dns.AddressText;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/**
 * Fields of the header that say what a filter thinks. Ours, in which the reasons travel while a message waits; and those
 * of others, which get another name when they come in, since programs that read them would take them for ours.
 */
public final class SpamFields {
    static final String OURS = "X-Spam-Opinions";
    private static final String CLIENT = " client=";
    private static final String PREFIX = "x-spam";
    /** Behind the prefix; what has it is not renamed again. */
    private static final String OLD = "-Old";
    private static final int LINE_CHARACTERS = 76;
    private static final int VALUE_OCTETS_MAX = 16 << 10;

    private SpamFields() {}

    /** {@code hostname}: ours. With its line ends. */
    static byte[] encode(Assessment assessment, Domain hostname) {
        var field = new StringBuilder(OURS + ": ").append(hostname.name()).append("; virus=").append(assessment.virus().orElse(0));
        assessment.client().ifPresent(client -> field.append(CLIENT).append(AddressText.of(client)));
        field.append(";\r\n\t");
        int begun = field.length();
        for (var reason : assessment.reasons()) {
            if (field.length() - begun > LINE_CHARACTERS - reason.text().length()) {
                field.append("\r\n\t");
                begun = field.length();
            }
            field.append(reason.text()).append(' ');
        }
        field.append(";\r\n\t").append(assessment.author().text()).append("\r\n");
        return field.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What our own topmost field of a stored message says. {@code source} as in {@link Assessment}. */
    static Optional<Assessment> decode(Header header, Domain hostname, Assessment.Source source) {
        return header.first(OURS).flatMap(field -> {
            var raw = new String(field.raw(VALUE_OCTETS_MAX).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            var parts = raw.split(";", 4);
            boolean isOurs = parts.length == 4 && Domain.parse(parts[0].strip()).filter(hostname::equals).isPresent();
            if (!isOurs) return Optional.empty();
            var reasons = new ArrayList<Reason>();
            for (var word : parts[2].strip().split("\\s+")) reason(word).ifPresent(reasons::add);
            return Optional.of(new Assessment(reasons, Author.parse(parts[3].strip()), client(parts[1]), virus(parts[1].strip()), Optional.empty(), List.of(), source));
        });
    }

    private static Optional<Reason> reason(String word) {
        int equals = word.lastIndexOf('=');
        if (equals <= 0) return Optional.empty();
        try {
            return Optional.of(new Reason(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)), ""));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static OptionalInt virus(String text) {
        return text.matches("virus=[1-5]( .*)?") ? OptionalInt.of(text.charAt("virus=".length()) - '0') : OptionalInt.empty();
    }

    private static Optional<InetAddress> client(String text) {
        int at = text.indexOf(CLIENT);
        try {
            return at < 0 ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text.substring(at + CLIENT.length()).strip()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /**
     * Fields of other filters get another name: {@code X-Spam-Status} is {@code X-Spam-Old-Status}. {@code all}: not only
     * those under the name of ours, which no stranger may write.
     */
    static Octets renamed(Octets message, Header header, boolean all) throws IOException {
        var places = new ArrayList<Long>();
        for (int i = 0; i < header.size(); i++) {
            var field = header.field(i);
            if (isOfFilter(field, all)) places.add(field.span().start() + PREFIX.length());
        }
        return places.isEmpty() ? message : with(message, places);
    }

    /** Fields of all filters get another name, as at {@link #renamed}: what users write would be believed like our own. */
    public static Octets withoutForeign(Octets message) throws IOException {
        return renamed(message, HeaderSection.read(message, MessageLimits.DEFAULT).header(), true);
    }

    /** Without what this filter thinks of it: for other servers, and for who may be its sender. */
    public static Octets withoutOurs(Octets message) throws IOException {
        var header = HeaderSection.read(message, MessageLimits.DEFAULT).header();
        var rest = new ArrayList<Octets>();
        long at = 0;
        for (var field : header.all(OURS)) {
            rest.add(message.slice(at, field.span().start()));
            at = field.span().end();
        }
        if (rest.isEmpty()) return message;
        rest.add(message.slice(at, message.length()));
        return Octets.concat(rest);
    }

    private static boolean isOfFilter(HeaderField field, boolean all) {
        var name = field.name().toLowerCase(Locale.ROOT);
        if (!all) return name.equals(OURS.toLowerCase(Locale.ROOT));
        boolean isOne = name.equals(PREFIX) || name.startsWith(PREFIX + "-") || name.startsWith(PREFIX + "d-");
        return isOne && !name.startsWith(PREFIX + OLD.toLowerCase(Locale.ROOT) + "-") && !name.equals(PREFIX + OLD.toLowerCase(Locale.ROOT));
    }

    private static Octets with(Octets message, List<Long> places) throws IOException {
        var header = new ByteArrayOutputStream();
        long at = 0;
        for (long place : places) {
            message.slice(at, place).writeTo(header);
            header.writeBytes(OLD.getBytes(StandardCharsets.US_ASCII));
            at = place;
        }
        return Octets.concat(List.of(Octets.of(header.toByteArray()), message.slice(at, message.length())));
    }
}
