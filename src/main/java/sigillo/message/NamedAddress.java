package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.base.Address;

/**
 * An address of a header field with the name of its owner. It is what the field says, not what mail can be sent to:
 * {@link #address} tells which of them are.
 *
 * @param rawName without quotes, its escapes undone, encoded words as they are; empty when there is none
 * @param route RFC 5322 section 4.4: {@code @a,@b}, empty when there is none
 * @param localPart as written, quotes too
 * @param domain as written; empty for a bare word without {@code @}
 */
public record NamedAddress(String rawName, String route, String localPart, String domain) implements AddressEntry {

    /** Of decoded text; for messages we write. */
    public static NamedAddress of(String name, Address address) {
        return new NamedAddress(octets(name), "", octets(address.localPart()), octets(address.domain().name()));
    }

    /** Decoded, without what would reorder or hide text around it. */
    public String name() { return HeaderText.name(rawName); }

    /** Empty when mail cannot be sent there. */
    public Optional<Address> address() { return domain.isEmpty() ? Optional.empty() : Address.parse(addrSpec()); }

    /** {@code local@domain} as text: raw UTF-8 is decoded, encoded words are not, since they mean nothing here. */
    public String addrSpec() {
        var spec = domain.isEmpty() ? localPart : localPart + "@" + domain;
        return HeaderText.printable(Charsets.guess(spec));
    }

    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
