package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.directory.NewAccount;
import sigillo.keyring.Floors;
import sigillo.login.KeptPassword.Plain;
import sigillo.login.KeptPassword.Split;
import sigillo.sasl.PasswordText;
import sigillo.sealing.Secret;

/**
 * Makes of passwords what is kept of them, checks them, and derives what they open. Each takes a hash: see {@link
 * HashThreads}. Closing it lets what is under way end.
 */
public final class Passwords implements AutoCloseable {
    /**
     * RFC 9106 section 4, the second recommended: 64 MiB, three passes; one lane, since there are not four cores for
     * it.
     */
    private static final Argon2id.Cost COST = new Argon2id.Cost(65_536, 3, 1);
    private static final int SALT_OCTETS = 16;
    private static final byte[] NONE = {};

    /** Easy to type on a telephone: no letters that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Peppers peppers;
    private final Vouching vouching;
    private final Argon2id.Cost cost;
    private final HashThreads threads = new HashThreads();

    public Passwords(Peppers peppers, Vouching vouching) { this(peppers, vouching, COST); }

    Passwords(Peppers peppers, Vouching vouching, Argon2id.Cost cost) {
        this.peppers = peppers;
        this.vouching = vouching;
        this.cost = cost;
    }

    /** Why a password cannot be set, as a sentence; empty when it can. */
    public static Optional<String> whyNot(String password) {
        boolean isOfAnApp = AppPassword.parse(password).isPresent();
        if (isOfAnApp) return Optional.of("this has the form of an app password: another is needed");
        if (password.isEmpty()) return Optional.of("an empty password lets anybody in");
        boolean isTooLong = isTooLong(PasswordText.of(password));
        if (isTooLong) return Optional.of("a password may have " + LoginLimits.PASSWORD_OCTETS_MAX + " octets");
        // RFC 4616 section 2: SASL PLAIN cannot carry NUL; a line ends a prompt.
        return password.chars().anyMatch(c -> c < ' ' || c == 0x7F)
            ? Optional.of("a password cannot hold control characters") : Optional.empty();
    }

    /** The version of the peppers with which it was made, and without which nobody signs in by it; 0: with none. */
    public static int pepper(String kept) {
        return KeptPassword.parse(kept).flatMap(KeptPassword::split).map(Split::pepper).orElse(0);
    }

    /** Tells of an account whose password was made with peppers that are not there: nobody signs in to it by that. */
    void look(AccountId account, String kept) {
        int version = pepper(kept);
        if (version > peppers.version()) lacks(account, version);
    }

    private void lacks(AccountId account, int version) {
        vouching.alarm(Vouching.Of.PASSWORD, account, "was made with version " + version
            + " of the peppers, which is not among the keys");
    }

    static boolean isTooLong(PasswordText password) { return password.length() > LoginLimits.PASSWORD_OCTETS_MAX; }

    /** A new one that nobody guesses: four groups of five characters, 99 random bits. */
    public static String fresh() {
        var text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) text.append('-');
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** What is kept of a new password, before it has a slot, and the slot's secret: the caller's to wipe. */
    record Made(Split kept, Secret secret) implements AutoCloseable {
        @Override public void close() { secret.close(); }

        @Override public String toString() { return "a new password"; }
    }

    /** Blocks while others wait. */
    Made make(AccountId account, String password) {
        try (var text = PasswordText.of(password)) {
            return threads.run(making(account, text, freshSalt()));
        }
    }

    /** How a browser is to stretch the first password of an account. */
    WebSignIn.Parameters first(AccountId account) {
        return new WebSignIn.Parameters(WebSignIn.VERSION, account.text(), Bytes.wrap(freshSalt()), cost.memoryKib(), cost.passes(), cost.lanes());
    }

    /** 32 octets for who has shown the password, without which what he wraps by it cannot be guessed at; always the same. */
    byte[] vaultPepper(AccountId account) { return peppers.lasting("sigillo/v1/vault", account.text()); }

    /** Whether a browser stretched a new password as it is to be today. */
    boolean isOfToday(WebSignIn.Parameters by) {
        boolean isForm = by.version() == WebSignIn.VERSION && by.salt().length() == SALT_OCTETS;
        return isForm && cost.equals(new Argon2id.Cost(by.memoryKib(), by.passes(), by.lanes()));
    }

    /** Of one that was stretched by these: takes no hash. */
    Made make(WebSignIn.Parameters by, Said.Stretched parts) {
        return made(new AccountId(by.account()), new Argon2id.Cost(by.memoryKib(), by.passes(), by.lanes()), by.salt(), parts);
    }

    private static byte[] freshSalt() {
        var salt = new byte[SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return salt;
    }

    private HashThreads.Hashing<Made> making(AccountId account, PasswordText password, byte[] salt) {
        return stretching(password, salt, cost, SplitKdf.STRETCHED_OCTETS, stretched -> {
            var parts = parts(stretched, account);
            try {
                return made(account, cost, Bytes.wrap(salt), parts);
            } finally {
                parts.wipe();
            }
        });
    }

    private Made made(AccountId account, Argon2id.Cost by, Bytes salt, Said.Stretched parts) {
        var verifier = SplitKdf.verifier(parts.authenticating(), peppers, account);
        var kept = new Split(by, peppers.version(), salt, verifier, 0);
        return new Made(kept, SplitKdf.slot(parts.opening(), peppers, account));
    }

    private static Said.Stretched parts(byte[] stretched, AccountId account) {
        return new Said.Stretched(SplitKdf.authenticating(stretched, account), SplitKdf.opening(stretched, account));
    }

    // ---- made anew ----

    /**
     * What would be kept of it today, for one that was just seen right. Empty when that is as good already; when it
     * cannot be made of what was said, since costs are raised for a password only; and when too many wait for a hash.
     * The salt stays, by which the password is known to be the same ({@link Devices}): of another cost the hash is
     * another.
     */
    Optional<Made> renewed(AccountId account, KeptPassword kept, Said said) {
        return switch (said) {
            case Said.Password(var password) ->
                isOfToday(kept) ? Optional.empty() : threads.tryRun(making(account, password, saltOf(kept)));
            case Said.Stretched parts -> kept instanceof Split split && split.pepper() != peppers.version()
                ? Optional.of(made(account, split.cost(), split.salt(), parts)) : Optional.empty();
        };
    }

    private static byte[] saltOf(KeptPassword kept) {
        return kept.salt().length() == SALT_OCTETS ? kept.salt().toArray() : freshSalt();
    }

    private boolean isOfToday(KeptPassword kept) {
        return kept instanceof Split split && split.pepper() == peppers.version() && split.cost().equals(cost);
    }

    // ---- checked ----

    /**
     * What a check has found. {@code secret}: of the slot, when the password is right and has one; the caller's to
     * wipe.
     */
    record Checked(boolean isRight, Optional<Secret> secret) {
        static final Checked WRONG = new Checked(false, Optional.empty());
        /** Of one that has no slot. */
        static final Checked RIGHT = new Checked(true, Optional.empty());

        @Override public String toString() { return isRight ? "right" : "wrong"; }
    }

    /** For people who wait for an answer, and strangers: empty when too many wait for {@link LoginLimits#TURN_WAIT_MAX}. */
    Optional<Checked> tryCheck(AccountId account, Optional<KeptPassword> kept, PasswordText password) {
        return threads.tryRun(checking(account, kept, password), LoginLimits.TURN_WAIT_MAX);
    }

    /** For who changes something that needs the password. Blocks while others wait. */
    Checked check(AccountId account, Optional<KeptPassword> kept, String password) {
        try (var text = PasswordText.of(password)) {
            return threads.run(checking(account, kept, text));
        }
    }

    /** Without anything kept it is wrong after the same time. */
    private HashThreads.Hashing<Checked> checking(
            AccountId account, Optional<KeptPassword> kept, PasswordText password) {
        return switch (kept.orElseGet(this::nobodys)) {
            case Split split -> {
                int count = SplitKdf.STRETCHED_OCTETS;
                yield stretching(password, split.salt().toArray(), split.cost(), count, stretched -> {
                    var parts = parts(stretched, account);
                    try {
                        return check(account, split, parts);
                    } finally {
                        parts.wipe();
                    }
                });
            }
            case Plain plain -> {
                var hash = plain.hash();
                yield stretching(password, plain.salt().toArray(), plain.cost(), hash.length(),
                    made -> isTaken(account, plain) && isSame(Bytes.wrap(made), hash) ? Checked.RIGHT : Checked.WRONG);
            }
        };
    }

    // ---- of other programs ----

    /** Whoever can write to the store could put one there whose password he knows, or that of a former time. */
    private boolean isTaken(AccountId account, Plain plain) {
        if (vouching.least(Floors.Of.OURS, account) != 0) {
            vouching.alarm(Vouching.Of.PASSWORD, account, "was put back to a form of before");
            return false;
        }
        return vouching.has(Vouching.Of.PASSWORD, account, octets(plain), plain.mark().orElse(Bytes.EMPTY));
    }

    /** With this server's mark, for one from before there were marks; others are as they were. */
    String marked(AccountId account, String kept) {
        return KeptPassword.parse(kept).filter(one -> one instanceof Plain(_, _, _, var mark) && mark.isEmpty())
            .map(one -> (Plain) one)
            .map(plain -> plain.mark(vouching.mark(Vouching.Of.PASSWORD, account, octets(plain))).text()).orElse(kept);
    }

    private static byte[] octets(Plain plain) { return plain.unmarked().getBytes(StandardCharsets.US_ASCII); }

    /**
     * To be said when a password of our form is kept in the place of another program's, which is not taken any more.
     */
    void isOurs(AccountId account, String before) {
        boolean wasPlain = KeptPassword.parse(before).filter(one -> one instanceof Plain).isPresent();
        if (wasPlain) vouching.keep(Floors.Of.OURS, account, 1);
    }

    // ---- by what a browser sends ----

    /**
     * For what was made of a password elsewhere: no hash, so nobody waits. Wrong where something of another form is
     * kept.
     */
    private Checked check(AccountId account, Optional<KeptPassword> kept, Said.Stretched said) {
        return check(account, kept.flatMap(KeptPassword::split).orElseGet(this::nobodys), said);
    }

    Optional<Checked> tryCheck(AccountId account, Optional<KeptPassword> kept, Said said) {
        return switch (said) {
            case Said.Password(var password) -> tryCheck(account, kept, password);
            case Said.Stretched stretched -> Optional.of(check(account, kept, stretched));
        };
    }

    /** How a browser stretches a password. */
    record Stretch(AccountId account, Bytes salt, Argon2id.Cost cost) {}

    /** What is not there is made up of the name, so that it is always the same. */
    Stretch stretch(String name, Optional<AccountId> account, Optional<KeptPassword> kept) {
        var random = peppers.lasting("sigillo/v1/params", name);
        var id = account.orElseGet(() -> NewAccount.id(Arrays.copyOfRange(random, SALT_OCTETS, 2 * SALT_OCTETS)));
        return kept.flatMap(KeptPassword::split).map(split -> new Stretch(id, split.salt(), split.cost()))
            .orElseGet(() -> new Stretch(id, Bytes.wrap(Arrays.copyOf(random, SALT_OCTETS)), cost));
    }

    /** Wrong, with an alarm, when the peppers that it says are not there: a file is missing, or it is damaged. */
    private Checked check(AccountId account, Split split, Said.Stretched parts) {
        var with = peppers.of(split.pepper());
        if (with.isEmpty()) {
            lacks(account, split.pepper());
            return Checked.WRONG;
        }
        boolean isRight = isSame(SplitKdf.verifier(parts.authenticating(), with.get(), account), split.verifier());
        return isRight
            ? new Checked(true, Optional.of(SplitKdf.slot(parts.opening(), with.get(), account))) : Checked.WRONG;
    }

    private Split nobodys() {
        return new Split(cost, peppers.version(), Bytes.wrap(new byte[SALT_OCTETS]), Bytes.EMPTY, 0);
    }

    private static boolean isSame(Bytes one, Bytes other) {
        return MessageDigest.isEqual(one.unsafeArray(), other.unsafeArray());
    }

    private static <T> HashThreads.Hashing<T> stretching(
            PasswordText password, byte[] salt, Argon2id.Cost cost, int count, Function<byte[], T> then) {
        return new HashThreads.Hashing<>(cost.memoryOctets(), memory -> {
            var octets = password.composed();
            var stretched = Argon2id.hash(octets, salt, NONE, NONE, cost, count, memory);
            try {
                return then.apply(stretched);
            } finally {
                Arrays.fill(octets, (byte) 0);
                Arrays.fill(stretched, (byte) 0);
            }
        });
    }

    @Override public void close() { threads.close(); }
}
