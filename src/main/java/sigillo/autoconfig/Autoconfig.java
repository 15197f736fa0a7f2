package sigillo.autoconfig;

import java.util.List;
import java.util.Optional;
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

    /** Where programs get tokens: RFC 6749. */
    public record OAuth(String issuer, String scope, String authorizationEndpoint, String tokenEndpoint) {}

    public static byte[] write(Domain domain, String name, List<Offered> doors) {
        return write(domain, name, doors, Optional.empty());
    }

    /** {@code name}: of the provider, for people. {@code oauth}: besides passwords. */
    public static byte[] write(Domain domain, String name, List<Offered> doors, Optional<OAuth> oauth) {
        return Markup.write(markup -> {
            markup.xml.writeStartElement("clientConfig");
            markup.xml.writeAttribute("version", "1.1");
            markup.xml.writeStartElement("emailProvider");
            markup.xml.writeAttribute("id", domain.name());
            markup.text("domain", domain.name());
            markup.text("displayName", name);
            markup.text("displayShortName", name);
            for (var door : Offered.sorted(doors)) server(markup, door, oauth.isPresent());
            markup.xml.writeEndElement();
            if (oauth.isPresent()) tokens(markup, oauth.get());
            markup.xml.writeEndElement();
        });
    }

    private static void tokens(Markup markup, OAuth oauth) throws XMLStreamException {
        markup.xml.writeStartElement("oAuth2");
        markup.text("issuer", oauth.issuer);
        markup.text("scope", oauth.scope);
        markup.text("authURL", oauth.authorizationEndpoint);
        markup.text("tokenURL", oauth.tokenEndpoint);
        markup.xml.writeEndElement();
    }

    private static void server(Markup markup, Offered door, boolean hasTokens) throws XMLStreamException {
        if (!door.service().isOfMail()) return; // the format has no word for it
        markup.xml.writeStartElement(door.service().isRead() ? "incomingServer" : "outgoingServer");
        markup.xml.writeAttribute("type", type(door.service()));
        markup.text("hostname", door.host());
        markup.text("port", door.port());
        markup.text("socketType", door.security() == Offered.Security.TLS ? "SSL" : "STARTTLS");
        markup.text("authentication", "password-cleartext"); // within TLS
        if (hasTokens) markup.text("authentication", "OAuth2"); // second: most programs know few issuers (Thunderbird 140)
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
