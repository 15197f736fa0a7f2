package sigillo.login;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;

/**
 * What is kept of a password, as the text that stands in {@link sigillo.directory.AccountRecord#password}. A text that
 * is of neither form is no password's: nobody signs in with it.
 */
sealed interface KeptPassword {

    /**
     * {@code $sigillo1$m=65536,t=3,p=1$salt$verifier$slot}: made here. {@code slot}: the one that it opens.
     * {@code pepper}: the version of those that it was made with, written as {@code p=1,k=2} unless it is the first.
     */
    record Split(Argon2id.Cost cost, int pepper, Bytes salt, Bytes verifier, long slot) implements KeptPassword {
        String text() {
            return "$sigillo1$" + shown(cost) + (pepper == 1 ? "" : ",k=" + pepper)
                + "$" + BASE64.encodeToString(salt.unsafeArray())
                + "$" + BASE64.encodeToString(verifier.unsafeArray()) + "$" + slot;
        }

        Split slot(long number) { return new Split(cost, pepper, salt, verifier, number); }
    }

    /**
     * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash$mark}: the form of other programs, from which accounts come, with
     * this server's mark. It opens no slot, so it is of use at level L0 only.
     */
    record Plain(Argon2id.Cost cost, Bytes salt, Bytes hash, Optional<Bytes> mark) implements KeptPassword {
        String text() {
            return unmarked() + mark.map(one -> "$" + BASE64.encodeToString(one.unsafeArray())).orElse("");
        }

        String unmarked() {
            return "$argon2id$v=19$" + shown(cost) + "$" + BASE64.encodeToString(salt.unsafeArray())
                + "$" + BASE64.encodeToString(hash.unsafeArray());
        }

        Plain mark(Bytes mark) { return new Plain(cost, salt, hash, Optional.of(mark)); }
    }

    Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    /** What we would take over from elsewhere; more could stop the server. */
    int MEMORY_KIB_MAX = 65_536;
    int PASSES_MAX = 10;

    Pattern SPLIT = Pattern.compile(
        "\\$sigillo1\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])(?:,k=([0-9]{1,4}))?"
            + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})\\$([0-9]{1,18})");
    Pattern PLAIN = Pattern.compile(
        "\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})"
            + "(?:\\$([A-Za-z0-9+/]{43}))?");

    static Optional<KeptPassword> parse(String text) {
        var split = SPLIT.matcher(text);
        if (split.matches()) {
            int pepper = split.group(4) == null ? 1 : Integer.parseInt(split.group(4));
            long slot = Long.parseLong(split.group(7));
            return cost(split.group(1), split.group(2), split.group(3))
                .map(cost -> new Split(cost, pepper, octets(split.group(5)), octets(split.group(6)), slot));
        }
        var plain = PLAIN.matcher(text);
        if (!plain.matches()) return Optional.empty();
        return cost(plain.group(1), plain.group(2), plain.group(3))
            .map(cost -> new Plain(cost, octets(plain.group(4)), octets(plain.group(5)),
                Optional.ofNullable(plain.group(6)).map(KeptPassword::octets)));
    }

    Bytes salt();

    /** When it was made here. */
    default Optional<Split> split() { return this instanceof Split split ? Optional.of(split) : Optional.empty(); }

    private static Optional<Argon2id.Cost> cost(String memory, String passes, String lanes) {
        int kib = Integer.parseInt(memory);
        int times = Integer.parseInt(passes);
        int width = Integer.parseInt(lanes);
        boolean isBearable = width >= 1 && kib >= 8 * width && kib <= MEMORY_KIB_MAX
            && times >= 1 && times <= PASSES_MAX;
        return isBearable ? Optional.of(new Argon2id.Cost(kib, times, width)) : Optional.empty();
    }

    private static String shown(Argon2id.Cost cost) {
        return "m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes();
    }

    private static Bytes octets(String base64) { return Bytes.wrap(Base64.getDecoder().decode(base64)); }
}
