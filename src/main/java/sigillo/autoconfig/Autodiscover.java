package sigillo.autoconfig;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import sigillo.base.Address;

/**
 * What Outlook asks for: Autodiscover of version 1, in plain XML. [MS-OXDSCLI] sections 2.2.3 and 2.2.4. Of version 2, which
 * is JSON, only where version 1 is.
 */
public final class Autodiscover {
    /** Octets of a request that are read; Outlook's has some 300. */
    public static final int REQUEST_OCTETS_MAX = 8 * 1024;
    private static final String OUTER = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final String SETTINGS = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    /** Elements of a request that are looked at. */
    private static final int EVENTS_MAX = 200;

    private Autodiscover() {}

    /** What is asked. */
    public sealed interface Request {
        record Settings(Address address) implements Request {}

        /** For a program that speaks what is not here, as ActiveSync. */
        record OtherSchema() implements Request {}

        record Unreadable() implements Request {}
    }

    /** Total. No DTD, no entity but those of XML itself, nothing is fetched. */
    public static Request parse(byte[] request) {
        if (request.length > REQUEST_OCTETS_MAX) return new Request.Unreadable();
        try {
            var asked = read(factory().createXMLStreamReader(new StringReader(new String(request, StandardCharsets.UTF_8))));
            if (!asked.schema().isEmpty() && !asked.schema().equals(SETTINGS)) return new Request.OtherSchema();
            return Address.parse(asked.address()).<Request>map(Request.Settings::new).orElseGet(Request.Unreadable::new);
        } catch (XMLStreamException | RuntimeException malformed) { // the JDK's reader throws both at what is no XML
            return new Request.Unreadable();
        }
    }

    private record Asked(String address, String schema) {}

    private static Asked read(XMLStreamReader xml) throws XMLStreamException {
        String address = "";
        String schema = "";
        for (int events = 0; xml.hasNext() && events < EVENTS_MAX; events++) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) throw new XMLStreamException("nobody needs a DTD here");
            if (event != XMLStreamConstants.START_ELEMENT) continue;
            switch (xml.getLocalName()) {
                case "EMailAddress" -> address = xml.getElementText().strip();
                case "AcceptableResponseSchema" -> schema = xml.getElementText().strip();
                default -> { }
            }
        }
        return new Asked(address, schema);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((_, _, _, _) -> { throw new XMLStreamException("nothing is fetched"); });
        return factory;
    }

    /** The doors for an address of ours: the best of each kind, since Outlook takes the first. */
    public static byte[] settings(Address address, List<Offered> doors) {
        return response(markup -> {
            markup.element("User", () -> markup.text("DisplayName", address.toString()));
            markup.element("Account", () -> {
                markup.text("AccountType", "email");
                markup.text("Action", "settings");
                for (var service : List.of(Offered.Service.IMAP, Offered.Service.POP3, Offered.Service.SUBMISSION)) {
                    var best = Offered.best(doors, service);
                    if (best.isPresent()) protocol(markup, address, best.get());
                }
            });
        });
    }

    private static void protocol(Markup markup, Address address, Offered door) throws XMLStreamException {
        markup.element("Protocol", () -> {
            markup.text("Type", type(door.service()));
            markup.text("Server", door.host());
            markup.text("Port", door.port());
            markup.text("DomainRequired", "off");
            markup.text("LoginName", address.toString());
            markup.text("SPA", "off");
            markup.text("SSL", "on"); // for programs that do not know Encryption
            markup.text("Encryption", door.security() == Offered.Security.TLS ? "SSL" : "TLS");
            markup.text("AuthRequired", "on");
            if (door.service() == Offered.Service.SUBMISSION) {
                markup.text("UsePOPAuth", "off");
                markup.text("SMTPLast", "off");
            }
        });
    }

    private static String type(Offered.Service service) {
        return switch (service) {
            case IMAP -> "IMAP";
            case POP3 -> "POP3";
            case SUBMISSION -> "SMTP";
            case MANAGESIEVE, HTTPS -> throw new IllegalArgumentException("Outlook has no word for it");
        };
    }

    /** [MS-OXDSCLI] section 2.2.4.1.1.2: why there are no settings. */
    public enum Failure {
        INVALID_REQUEST(600, "Invalid Request"),
        NOT_HERE(601, "Provider is not available");

        private final int code;
        private final String message;

        Failure(int code, String message) {
            this.code = code;
            this.message = message;
        }
    }

    public static byte[] failure(Failure why) {
        return response(markup -> {
            markup.xml.writeStartElement("Error");
            markup.xml.writeAttribute("Time", "00:00:00.0000000"); // nothing that programs use
            markup.xml.writeAttribute("Id", "0");
            markup.text("ErrorCode", why.code);
            markup.text("Message", why.message);
            markup.text("DebugData", "");
            markup.xml.writeEndElement();
        });
    }

    private static byte[] response(Markup.Document inner) {
        return Markup.write(markup -> {
            markup.xml.writeStartElement("Autodiscover");
            markup.xml.writeDefaultNamespace(OUTER);
            markup.xml.writeStartElement("Response");
            markup.xml.writeDefaultNamespace(SETTINGS);
            inner.write(markup);
            markup.xml.writeEndElement();
            markup.xml.writeEndElement();
        });
    }

    /** Version 2: {@code Protocol=AutodiscoverV1} gets where version 1 is; all else is not here. */
    public static Optional<String> pointing(String protocol, String host) {
        if (!protocol.equalsIgnoreCase("AutodiscoverV1")) return Optional.empty();
        return Optional.of("{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://" + host + "/autodiscover/autodiscover.xml\"}");
    }
}
