package sigillo.autoconfig;

import java.util.List;
import javax.xml.stream.XMLStreamException;
import sigillo.base.Domain;

/**
 * What Thunderbird asks for, and K-9, FairEmail, Evolution and KMail with it: {@code config-v1.1.xml}. Thunderbird's
 * "Autoconfiguration: file format, definition" of 2024; draft-ietf-mailmaint-autoconfig.
 */
public final class Autoconfig {
    /** Programs put the address there that was typed. */
    private static final String ADDRESS = "%EMAILADDRESS%";

    private Autoconfig() {}

    /** {@code name}: of the provider, for people. */
    public static byte[] write(Domain domain, String name, List<Offered> doors) {
        return Markup.write(markup -> {
            markup.xml.writeStartElement("clientConfig");
            markup.xml.writeAttribute("version", "1.1");
            markup.xml.writeStartElement("emailProvider");
            markup.xml.writeAttribute("id", domain.name());
            markup.text("domain", domain.name());
            markup.text("displayName", name);
            markup.text("displayShortName", name);
            for (var door : Offered.sorted(doors)) server(markup, door);
            markup.xml.writeEndElement();
            markup.xml.writeEndElement();
        });
    }

    private static void server(Markup markup, Offered door) throws XMLStreamException {
        if (!door.service().isOfMail()) return; // the format has no word for it
        markup.xml.writeStartElement(door.service().isRead() ? "incomingServer" : "outgoingServer");
        markup.xml.writeAttribute("type", type(door.service()));
        markup.text("hostname", door.host());
        markup.text("port", door.port());
        markup.text("socketType", door.security() == Offered.Security.TLS ? "SSL" : "STARTTLS");
        markup.text("authentication", "password-cleartext"); // within TLS; nothing else is offered
        markup.text("username", ADDRESS);
        markup.xml.writeEndElement();
    }

    private static String type(Offered.Service service) {
        return switch (service) {
            case IMAP -> "imap";
            case POP3 -> "pop3";
            case SUBMISSION -> "smtp";
            case MANAGESIEVE, HTTPS -> throw new IllegalArgumentException("the format has no word for it");
        };
    }
}
