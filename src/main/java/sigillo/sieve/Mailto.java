package sigillo.sieve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;

/** A mailto URI, RFC 6068, as notifications take it: RFC 5436 section 2.1. {@code to} is not empty. */
public record Mailto(List<Address> to, Optional<String> subject, Optional<String> body, List<Field> fields) {
    public Mailto {
        to = List.copyOf(to);
        fields = List.copyOf(fields);
    }

    /** A field of the header that the URI asks for. */
    public record Field(String name, String value) {}

    private static final int RECIPIENTS_MAX = 8;
    private static final int FIELDS_MAX = 20;
    /** RFC 5436 section 2.3: what a notification says of itself is not the script's. */
    private static final Set<String> NOT_TAKEN = Set.of(
        "from", "sender", "date", "message-id", "received", "auto-submitted",
        "return-path", "mime-version", "content-type", "content-transfer-encoding", "reply-to", "bcc", "resent-from");

    /** Empty for what is none, or has no one to write to. */
    static Optional<Mailto> parse(String uri) {
        if (!uri.regionMatches(true, 0, "mailto:", 0, 7) || uri.indexOf('#') >= 0) return Optional.empty();
        int question = uri.indexOf('?');
        var to = new ArrayList<Address>();
        boolean isWell = addresses(question < 0 ? uri.substring(7) : uri.substring(7, question), to);
        var reader = new Reader(to);
        for (var pair : (question < 0 ? "" : uri.substring(question + 1)).split("&")) {
            isWell = isWell && (pair.isEmpty() || reader.field(pair));
        }
        boolean isEnough = !to.isEmpty() && to.size() <= RECIPIENTS_MAX && reader.fields.size() <= FIELDS_MAX;
        return isWell && isEnough ? Optional.of(new Mailto(to, reader.subject, reader.body, reader.fields)) : Optional
            .empty();
    }

    private static final class Reader {
        private final List<Address> to;
        private final List<Field> fields = new ArrayList<>();
        private Optional<String> subject = Optional.empty();
        private Optional<String> body = Optional.empty();

        Reader(List<Address> to) { this.to = to; }

        private boolean field(String pair) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? Optional.<String>empty() : decode(pair.substring(0, equals)).map(Ascii::lower);
            var value = equals < 0 ? Optional.<String>empty() : decode(pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty() || !MessageTests.isFieldName(name.get())) return false;
            switch (name.get()) {
                case "to", "cc" -> { return addresses(pair.substring(equals + 1), to); }
                case "subject" -> subject = value;
                case "body" -> body = value;
                default -> {
                    boolean isTaken = !NOT_TAKEN.contains(name.get()) && value.get().chars().noneMatch(c -> c < ' ');
                    if (isTaken) fields.add(new Field(name.get(), value.get()));
                }
            }
            return true;
        }
    }

    private static boolean addresses(String list, List<Address> to) {
        if (list.isEmpty()) return true;
        for (var one : list.split(",")) {
            var address = decode(one).flatMap(Deeds::parse);
            if (address.isEmpty()) return false;
            to.add(address.get());
        }
        return true;
    }

    private static Optional<String> decode(String text) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                all.writeBytes(Character.toString(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) return Optional.empty();
            all.write(high * 16 + low);
            i += 2;
        }
        return Optional.of(all.toString(StandardCharsets.UTF_8));
    }
}
