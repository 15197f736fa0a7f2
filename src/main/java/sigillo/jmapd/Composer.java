package sigillo.jmapd;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.jmap.Arguments;
import sigillo.jmap.HeaderProperty;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.message.AddressEntry;
import sigillo.message.AddressGroup;
import sigillo.message.DateTime;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.SpoolWriter;
import sigillo.spool.Spooled;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the message that a client describes: RFC 8621 section 4.6. What a message must have and the client does not
 * say, Date and Message-ID, is added; else it says what the client wants.
 */
final class Composer {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String,
        String> ADDRESSES = Map.of("from", "From", "sender", "Sender", "replyTo", "Reply-To", "to", "To",
        "cc", "Cc", "bcc", "Bcc");
    private static final Map<String,
        String> MESSAGE_IDS = Map.of("messageId", "Message-ID", "inReplyTo", "In-Reply-To", "references", "References");
    private static final List<String> ORDER = List.of("from", "sender", "replyTo", "to", "cc", "bcc");

    private final Arguments properties;
    private final MessageWriter writer = new MessageWriter(RANDOM);
    private final Set<String> fields = new HashSet<>();

    private Composer(Arguments properties) { this.properties = properties; }

    /** To be closed by the caller. */
    static Spooled compose(Arguments properties, Call call, Spool spool, Instant now)
            throws SetError, MethodError, IOException {
        var composer = new Composer(properties);
        try {
            composer.header(now, call.caller().user().address().domain());
            composer.writer.body(new ComposedBody(properties, call).body());
            properties.end();
        } catch (IllegalArgumentException cannotBeWritten) {
            throw SetError.of("invalidProperties", "An address, an id or a name cannot be written: "
                + cannotBeWritten.getMessage());
        }
        return composer.spooled(spool);
    }

    private Spooled spooled(Spool spool) throws SetError, IOException {
        try (var out = spool.writer()) {
            writer.writeTo(new Bounded(out));
            return out.finish();
        } catch (TooLarge tooLarge) {
            throw SetError.of("tooLarge", "More than " + DoorLimits.UPLOAD_OCTETS_MAX + " octets");
        } catch (SpoolFull full) {
            throw SetError.of("rateLimit", "There is no room just now: try again later");
        }
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class Bounded extends OutputStream {
        private final SpoolWriter out;

        Bounded(SpoolWriter out) { this.out = out; }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException {
            if (out.length() + count > DoorLimits.UPLOAD_OCTETS_MAX) throw new TooLarge();
            out.write(from, offset, count);
        }
    }

    // ---- the header ----

    private void header(Instant now, Domain domain) throws SetError, MethodError {
        date(now);
        for (var name : ORDER) addresses(name);
        if (properties.text("subject").isPresent()) writer.subject(once("Subject", properties.text("subject").get()));
        for (var name : List.of("messageId", "inReplyTo", "references")) ids(name);
        for (var name : properties.names()) if (name.startsWith("header:")) field(name);
        if (properties.has("headers")) throw SetError.invalid("headers", "cannot be set");
        if (fields.add("message-id")) {
            var random = new byte[16];
            RANDOM.nextBytes(random);
            writer.messageId(HexFormat.of().formatHex(random) + "@" + domain.name());
        }
        if (fields.add("date")) writer.date(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
    }

    private void date(Instant now) throws SetError, MethodError {
        var said = properties.text("sentAt");
        if (said.isEmpty()) return;
        writer.date(date("sentAt", said.get()));
        fields.add("date");
    }

    private static OffsetDateTime date(String property, String said) throws SetError {
        try {
            return OffsetDateTime.parse(said);
        } catch (DateTimeException none) {
            throw SetError.invalid(property, "is no Date");
        }
    }

    private String once(String field, String value) throws SetError {
        once(field);
        return value;
    }

    /** RFC 8621 section 4.6: one field must not be said twice. */
    private void once(String field) throws SetError {
        if (!fields.add(field.toLowerCase(Locale.ROOT))) throw SetError.invalid("header:" + field, "is said twice");
    }

    private void addresses(String name) throws SetError, MethodError {
        var said = properties.value(name);
        if (said.isEmpty()) return;
        once(ADDRESSES.get(name));
        writer.addresses(ADDRESSES.get(name), addresses(name, said.get()));
    }

    private static List<AddressEntry> addresses(String property, JsonNode said) throws SetError {
        if (!said.isArray()) throw SetError.invalid(property, "is no list");
        var all = new ArrayList<AddressEntry>();
        for (var one : said) all.add(address(property, one));
        return all;
    }

    private static NamedAddress address(String property, JsonNode said) throws SetError {
        var email = Address.parse(said.path("email").asString(""));
        if (email.isEmpty()) throw SetError.invalid(property, "has an address to which no mail can be sent");
        return NamedAddress.of(said.path("name").asString(""), email.get());
    }

    private void ids(String name) throws SetError, MethodError {
        var said = properties.texts(name);
        if (said.isEmpty()) return;
        once(MESSAGE_IDS.get(name));
        writer.messageIds(MESSAGE_IDS.get(name), said.get());
    }

    /** RFC 8621 section 4.1.3, to write. */
    private void field(String property) throws SetError, MethodError {
        var wanted = HeaderProperty.parse(property).orElseThrow(() -> SetError.invalid(property, "is no property"));
        var said = properties.value(property).orElseThrow(() -> SetError.invalid(property, "has no value"));
        // RFC 8621 section 4.6: what says how bodies are encoded is the server's
        boolean isOfBody = wanted.field().toLowerCase(Locale.ROOT).startsWith("content-")
            || wanted.field().equalsIgnoreCase("mime-version");
        if (isOfBody) throw SetError.invalid(property, "is the server's to write");
        once(wanted.field());
        if (!wanted.all()) {
            field(wanted, said);
            return;
        }
        if (!said.isArray()) throw SetError.invalid(property, "is no list");
        for (var one : said) field(wanted, one);
    }

    private void field(HeaderProperty wanted, JsonNode said) throws SetError {
        var name = wanted.field();
        switch (wanted.form()) {
            case RAW, TEXT -> writer.text(name, text(wanted, said));
            case DATE -> writer.words(name, DateTime.format(date(wanted.text(), text(wanted, said))));
            case ADDRESSES -> writer.addresses(name, addresses(wanted.text(), said));
            case GROUPED_ADDRESSES -> writer.addresses(name, grouped(wanted.text(), said));
            case MESSAGE_IDS -> writer.messageIds(name, texts(wanted, said));
            case URLS -> writer.words(name,
                String.join(", ", texts(wanted, said).stream().map(url -> "<" + url + ">").toList()));
        }
    }

    private static String text(HeaderProperty wanted, JsonNode said) throws SetError {
        if (!said.isString()) throw SetError.invalid(wanted.text(), "is no String");
        return said.stringValue();
    }

    private static List<String> texts(HeaderProperty wanted, JsonNode said) throws SetError {
        if (!said.isArray()) throw SetError.invalid(wanted.text(), "is no list");
        var all = new ArrayList<String>();
        for (var one : said) all.add(text(wanted, one));
        return all;
    }

    private static List<AddressEntry> grouped(String property, JsonNode said) throws SetError {
        if (!said.isArray()) throw SetError.invalid(property, "is no list");
        var all = new ArrayList<AddressEntry>();
        for (var group : said) {
            var members = new ArrayList<NamedAddress>();
            for (var one : group.path("addresses")) members.add(address(property, one));
            var name = group.path("name");
            if (name.isString()) all.add(AddressGroup.of(name.stringValue(), members));
            else all.addAll(members);
        }
        return all;
    }
}
