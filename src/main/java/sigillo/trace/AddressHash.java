package sigillo.trace;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Address;
import sigillo.base.Bytes;

/**
 * Stands for an address where the address itself is not kept: an HMAC under the server's key, so that nobody who only
 * has the store can try names. Any thread may call.
 */
final class AddressHash {
    static final int OCTETS = 16;
    /** Something with an @ in a sentence, generously: what is hashed in vain does no harm. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>()\\[\\],;:\"']+@[^\\s<>()\\[\\],;:\"']+");

    private final SecretKeySpec key;

    /** Throws {@link IllegalArgumentException} for an empty key. */
    AddressHash(Bytes key) { this.key = new SecretKeySpec(key.toArray(), "HmacSHA256"); }

    Bytes of(Address address) { return ofText(address.toString()); }

    /** What stands in a story in the address's place: without an @, so it is no address. */
    String name(Bytes hash) { return "#" + hash; }

    /** The hash of an address in a story, whether it is still named or not. */
    Bytes ofNamed(String addressOrName) {
        if (addressOrName.contains("@")) return ofText(addressOrName);
        return Bytes.wrap(HexFormat.of().parseHex(addressOrName.substring(1)));
    }

    /** The step without any address: also those that a peer wrote into its reply. */
    Step unnamed(Step step) {
        return new Step(step.at(), step.kind(), step.addresses().stream().map(a -> name(ofNamed(a))).toList(),
            unnamed(step.text()), step.reply().map(this::unnamed));
    }

    private String unnamed(String text) { return ADDRESS.matcher(text).replaceAll(m -> name(ofText(m.group()))); }

    /** The same for all spellings of an address; what cannot be one has the hash of its text. */
    private Bytes ofText(String text) { return hash(Address.parse(text).map(Address::lookupKey).orElse(text)); }

    private Bytes hash(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Bytes.wrap(Arrays.copyOf(mac.doFinal(Bytes.utf8(text).unsafeArray()), OCTETS));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
