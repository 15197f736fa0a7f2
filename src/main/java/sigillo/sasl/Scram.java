package sigillo.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.sasl.SaslExchange.Next.Malformed;

/**
 * SCRAM-SHA-256, with and without PLUS: RFC 5802, RFC 7677. The client proves that it knows a password of the user without
 * saying it; which one is found by trying the keys that are kept. What it proves with is given on, since it opens more
 * than the door.
 */
final class Scram implements SaslExchange {
    private static final int MESSAGE_OCTETS_MAX = 2_048;
    private static final int NONCE_OCTETS = 18;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** RFC 5802 section 7: printable but for the comma. The nonce has a bound of ours. */
    private static final Pattern FIRST = Pattern.compile("n=([^,]{1,1000}),r=([\\x21-\\x2B\\x2D-\\x7E]{1,256})(?:,.*)?", Pattern.DOTALL);
    private static final Pattern LAST = Pattern.compile(
        "(c=([A-Za-z0-9+/=]{1,1500}),r=([\\x21-\\x2B\\x2D-\\x7E]{1,300})(?:,[^,=]{1,100}=[^,]*){0,20}),p=([A-Za-z0-9+/]{43}=)", Pattern.DOTALL);

    private final ChannelBinding binding;
    private final Supplier<String> nonces;
    private State state = new State.Beginning();

    /** What is known at each point. */
    private sealed interface State {
        record Beginning() implements State {}

        record Waiting(First first, String user, ScramKeys keys, String nonce, String serverFirst) implements State {}

        record Over() implements State {}
    }

    /** {@code bare}: the client's first message without its header. */
    private record First(Gs2Header header, String bare) {}

    /** {@code nonces}: what is added to the client's, never the same twice. */
    Scram(ChannelBinding binding, Supplier<String> nonces) {
        this.binding = binding;
        this.nonces = nonces;
    }

    Scram(ChannelBinding binding) { this(binding, Scram::freshNonce); }

    @Override public Bytes opening() { return Bytes.EMPTY; }

    @Override public Next on(Bytes message) {
        var before = state;
        state = new State.Over();
        if (message.length() > MESSAGE_OCTETS_MAX) return new Malformed("Too long for SCRAM");
        var text = Utf8.decode(message);
        if (text.isEmpty()) return new Malformed("Not UTF-8");
        return switch (before) {
            case State.Beginning() -> first(text.get());
            case State.Waiting waiting -> last(waiting, text.get());
            case State.Over() -> new Malformed("The exchange is over");
        };
    }

    // ---- the client's first message ----

    private Next first(String message) {
        var header = Gs2Header.parse(message);
        if (header.isEmpty()) return new Malformed("Not a first message of SCRAM");
        var bare = header.get().rest();
        // RFC 5802 section 5.1: an extension that must be understood
        if (bare.startsWith("m=")) return new Next.Unproved("", error("extensions-not-supported"));
        var parts = FIRST.matcher(bare);
        if (!parts.matches()) return new Malformed("Not a first message of SCRAM");
        var user = Gs2Header.name(parts.group(1));
        if (user.isEmpty()) return new Next.Unproved("", error("invalid-username-encoding"));
        return first(new First(header.get(), bare), user.get(), parts.group(2));
    }

    private Next first(First first, String user, String clientNonce) {
        if (first.header.authorization().filter(other -> !other.equals(user)).isPresent()) return new Next.NotAllowed();
        var wrong = binding.error(first.header.flag());
        if (wrong.isPresent()) return new Next.Unproved(user, error(wrong.get()));
        return new Next.Keys(user, keys -> {
            var nonce = clientNonce + nonces.get();
            var message = "r=" + nonce + ",s=" + base64(keys.salt().unsafeArray()) + ",i=" + keys.iterations();
            state = new State.Waiting(first, user, keys, nonce, message);
            return new Next.Ask(Bytes.utf8(message));
        });
    }

    static String freshNonce() {
        var random = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(random);
        return base64(random);
    }

    // ---- its last one ----

    private Next last(State.Waiting waiting, String message) {
        var parts = LAST.matcher(message);
        if (!parts.matches()) return new Malformed("Not a last message of SCRAM");
        // RFC 5802 section 5.1: the same nonce
        if (!parts.group(3).equals(waiting.nonce)) return new Next.Unproved(waiting.user, error("other-error"));
        if (!isBound(waiting.first.header, parts.group(2))) return new Next.Unproved(waiting.user, error("channel-bindings-dont-match"));
        var said = Bytes.utf8(waiting.first.bare + "," + waiting.serverFirst + "," + parts.group(1)).unsafeArray();
        var found = fitting(waiting.keys, Base64.getDecoder().decode(parts.group(4)), said);
        if (found.isEmpty()) return new Next.WrongProof(waiting.user);
        var signature = ScramHash.hmac(found.get().candidate.serverKey().unsafeArray(), said);
        return new Next.Proved(waiting.user, found.get().candidate, found.get().clientKey, Bytes.utf8("v=" + base64(signature)));
    }

    /** RFC 5802 section 5.1, attribute c: the header, then what binds. */
    private boolean isBound(Gs2Header header, String said) {
        var start = Bytes.utf8(header.text()).unsafeArray();
        var data = binding.isRequired() ? binding.exporter().orElseThrow().unsafeArray() : new byte[0];
        var whole = Arrays.copyOf(start, start.length + data.length);
        System.arraycopy(data, 0, whole, start.length, data.length);
        return MessageDigest.isEqual(ascii(base64(whole)), ascii(said));
    }

    private record Fitting(ScramKeys.Candidate candidate, byte[] clientKey) {}

    /** RFC 5802 section 3: ClientKey is the proof without the signature. All are tried, however early one fits. */
    private static Optional<Fitting> fitting(ScramKeys keys, byte[] proof, byte[] said) {
        Optional<Fitting> found = Optional.empty();
        for (var candidate : keys.candidates()) {
            var key = ScramHash.hmac(candidate.storedKey().unsafeArray(), said);
            for (int i = 0; i < key.length; i++) key[i] ^= proof[i];
            boolean fits = MessageDigest.isEqual(ScramHash.storedKey(key).unsafeArray(), candidate.storedKey().unsafeArray());
            if (fits) found = Optional.of(new Fitting(candidate, key));
        }
        return found;
    }

    /** RFC 5802 section 7: server-error-value. */
    private static Bytes error(String value) { return Bytes.utf8("e=" + value); }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }

    private static String base64(byte[] octets) { return Base64.getEncoder().encodeToString(octets); }
}
