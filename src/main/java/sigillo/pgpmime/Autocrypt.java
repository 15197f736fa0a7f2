package sigillo.pgpmime;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.message.Header;
import sigillo.message.HeaderField;

/**
 * Autocrypt Level 1: a sender's OpenPGP certificate in the header of his mail. Nobody vouches for it; whoever learns
 * from it knows by {@link #fromSender} that the mail is from that address at least by its own word.
 *
 * @param keydata the certificate, binary; what is in it is not looked at here
 * @param isMutual he would like his mail encrypted whenever the other one would as well
 */
public record Autocrypt(Address address, boolean isMutual, Bytes keydata) {
    /**
     * Certificates of our profile have some 600 octets; with many names and signatures they are no longer Autocrypt's.
     */
    public static final int KEYDATA_OCTETS_MAX = 16 << 10;
    /** In a header that many gossip into, no more is looked at. */
    private static final int FIELDS_MAX = 50;
    private static final String NAME = "Autocrypt";
    private static final String GOSSIP = "Autocrypt-Gossip";
    private static final int LINE_CHARACTERS = 76;

    /**
     * What the sender says of himself. Empty when he says nothing, when there are several that could count (none does
     * then), when From has not exactly his address, and for reports of machines: Autocrypt 1.1, "Updating Peer State".
     */
    public static Optional<Autocrypt> fromSender(Header header) {
        var from = header.first("From").map(HeaderField::addresses);
        boolean isOne = from.isPresent() && header.all("From").size() == 1 && from.get().flat().size() == 1;
        if (!isOne || isReport(header)) return Optional.empty();
        var author = from.get().addresses();
        var valid = header.all(NAME).stream().limit(FIELDS_MAX).flatMap(field -> parse(field.raw(), true).stream())
            .filter(one -> isOf(one, author)).toList();
        return valid.size() == 1 ? Optional.of(valid.getFirst()) : Optional.empty();
    }

    private static boolean isOf(Autocrypt one, List<Address> addresses) {
        return addresses.stream().anyMatch(address -> address.lookupKey().equals(one.address.lookupKey()));
    }

    private static boolean isReport(Header header) {
        return header.first("Content-Type").map(HeaderField::raw)
            .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/report")).isPresent();
    }

    /**
     * What the sender says of others to whom he wrote: only in what was encrypted, and only of {@code recipients}. Who
     * is named twice is not believed.
     */
    public static List<Autocrypt> gossip(Header payload, List<Address> recipients) {
        var all = new ArrayList<Autocrypt>();
        for (var field : payload.all(GOSSIP).stream().limit(FIELDS_MAX).toList()) {
            parse(field.raw(), false).filter(one -> isOf(one, recipients)).ifPresent(all::add);
        }
        return all.stream().filter(one -> all.stream().filter(other -> isOf(other, List.of(one.address))).count() == 1)
            .toList();
    }

    /** Empty for what is none: an attribute that is not known and not marked as optional by "_" makes it so. */
    static Optional<Autocrypt> parse(String raw, boolean withPreference) {
        if (raw.length() > KEYDATA_OCTETS_MAX * 3 / 2 + 1_000) return Optional.empty();
        var found = new Attributes();
        for (var attribute : raw.split(";", -1)) {
            if (!found.take(attribute, withPreference)) return Optional.empty();
        }
        if (found.address.isEmpty() || found.keydata.isEmpty()) return Optional.empty();
        return Optional.of(new Autocrypt(found.address.get(), found.isMutual, found.keydata.get()));
    }

    private static final class Attributes {
        private Optional<Address> address = Optional.empty();
        private Optional<Bytes> keydata = Optional.empty();
        private boolean isMutual;

        /** False: it makes the whole invalid. */
        boolean take(String attribute, boolean withPreference) {
            if (attribute.isBlank()) return true;
            int equals = attribute.indexOf('=');
            if (equals < 0) return false;
            var name = attribute.substring(0, equals).strip();
            var value = attribute.substring(equals + 1).strip();
            switch (name) {
                case "addr" -> {
                    if (address.isPresent()) return false;
                    address = Address.parse(value);
                    return address.isPresent();
                }
                case "keydata" -> {
                    if (keydata.isPresent()) return false;
                    keydata = decoded(value);
                    return keydata.isPresent();
                }
                case "prefer-encrypt" -> {
                    isMutual = withPreference && value.equals("mutual");
                    return true;
                }
                default -> {
                    return name.startsWith("_");
                }
            }
        }

        private static Optional<Bytes> decoded(String value) {
            try {
                var octets = Base64.getDecoder().decode(value.replaceAll("[ \t]", ""));
                boolean isGood = octets.length > 0 && octets.length <= KEYDATA_OCTETS_MAX;
                return isGood ? Optional.of(Bytes.wrap(octets)) : Optional.empty();
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        }
    }

    /** The field with its line ends. Throws {@link IllegalArgumentException} for a certificate that is too long. */
    public String field() { return field(NAME, isMutual ? " prefer-encrypt=mutual;" : ""); }

    /** The same of another to whom the message goes, for what will be encrypted. */
    public String gossipField() { return field(GOSSIP, ""); }

    private String field(String name, String preference) {
        if (keydata.length() > KEYDATA_OCTETS_MAX) throw new IllegalArgumentException("too long for Autocrypt");
        var field = new StringBuilder(name).append(": addr=").append(address).append(';').append(preference)
            .append(" keydata=");
        var base64 = Base64.getEncoder().encodeToString(keydata.toArray());
        for (int at = 0; at < base64.length(); at += LINE_CHARACTERS) {
            field.append("\r\n ").append(base64, at, Math.min(base64.length(), at + LINE_CHARACTERS));
        }
        return field.append("\r\n").toString();
    }
}
