package sigillo.autoconfig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import sigillo.base.Address;

/**
 * A configuration profile for Mail on iPhone, iPad and Mac: one account, without its password, which the device asks for.
 * Apple, "Device Management: Mail", payload {@code com.apple.mail.managed}. Installed again, it takes the place of the one
 * before.
 */
public final class AppleProfile {
    public static final String TYPE = "application/x-apple-aspen-config";

    private final Markup markup;

    private AppleProfile(Markup markup) { this.markup = markup; }

    /** {@code name}: of the provider, for people. Empty where nobody can read or send by these doors. */
    public static Optional<byte[]> write(Address address, String name, List<Offered> doors) {
        var reading = Offered.best(doors, Offered.Service.IMAP).or(() -> Offered.best(doors, Offered.Service.POP3));
        var sending = Offered.best(doors, Offered.Service.SUBMISSION);
        if (reading.isEmpty() || sending.isEmpty()) return Optional.empty();
        return Optional.of(Markup.write(markup -> new AppleProfile(markup).document(address, name, reading.get(), sending.get())));
    }

    private void document(Address address, String name, Offered reading, Offered sending) throws XMLStreamException {
        markup.xml.writeDTD("<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">");
        markup.xml.writeStartElement("plist");
        markup.xml.writeAttribute("version", "1.0");
        markup.element("dict", () -> {
            head("Configuration", address, "profile", name);
            key("PayloadRemovalDisallowed", false);
            markup.text("key", "PayloadContent");
            markup.element("array", () -> markup.element("dict", () -> account(address, name, reading, sending)));
        });
        markup.xml.writeEndElement();
    }

    private void account(Address address, String name, Offered reading, Offered sending) throws XMLStreamException {
        head("com.apple.mail.managed", address, "mail", name);
        key("EmailAccountDescription", name);
        key("EmailAccountType", reading.service() == Offered.Service.IMAP ? "EmailTypeIMAP" : "EmailTypePOP");
        key("EmailAddress", address.toString());
        door("Incoming", address, reading);
        door("Outgoing", address, sending);
        key("OutgoingPasswordSameAsIncomingPassword", true);
    }

    private void door(String side, Address address, Offered door) throws XMLStreamException {
        key(side + "MailServerAuthentication", "EmailAuthPassword");
        key(side + "MailServerHostName", door.host());
        markup.text("key", side + "MailServerPortNumber");
        markup.text("integer", door.port());
        key(side + "MailServerUseSSL", true);
        key(side + "MailServerUsername", address.toString());
    }

    /** What each payload says of itself. Its numbers are made of the address: the same address is the same profile. */
    private void head(String type, Address address, String part, String name) throws XMLStreamException {
        var reversed = new ArrayList<>(List.of(address.domain().name().split("\\.")));
        key("PayloadType", type);
        markup.text("key", "PayloadVersion");
        markup.text("integer", 1);
        var unique = UUID.nameUUIDFromBytes((part + "/" + address).getBytes(StandardCharsets.UTF_8)).toString();
        key("PayloadIdentifier", String.join(".", reversed.reversed()) + "." + part + "." + unique);
        key("PayloadUUID", unique);
        key("PayloadDisplayName", name + " (" + address + ")");
    }

    private void key(String name, String value) throws XMLStreamException {
        markup.text("key", name);
        markup.text("string", value);
    }

    private void key(String name, boolean value) throws XMLStreamException {
        markup.text("key", name);
        markup.xml.writeEmptyElement(Boolean.toString(value));
    }
}
