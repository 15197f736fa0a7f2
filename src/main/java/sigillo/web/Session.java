package sigillo.web;

import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sigillo.base.AddressKey;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;

/**
 * Someone who is signed in, with what is his open. {@code name}: which of his sessions this is, no secret.
 * {@code formToken}: what the forms of his pages carry. Any thread.
 */
final class Session {
    private final String name;
    private final User user;
    private final Lending lending;
    private final String formToken;
    private final Device device;
    private final Instant begunAt;
    private final Duration idleMax;
    private volatile Use use;
    private volatile boolean kitToConfirm;
    private final AtomicReference<Onward> onward = new AtomicReference<>();

    Session(
            String name, User user, Unlocked unlocked, String formToken, Device device, Use begun,
            boolean kitToConfirm, Duration idleMax) {
        this.name = name;
        this.user = user;
        this.lending = new Lending(unlocked);
        this.idleMax = idleMax;
        this.formToken = formToken;
        this.device = device;
        this.begunAt = begun.at;
        this.use = begun;
        this.kitToConfirm = kitToConfirm;
    }

    /** When, and from which network as far as we keep addresses apart. */
    record Use(Instant at, AddressKey network) {}

    String name() { return name; }

    User user() { return user; }

    Unlocked unlocked() { return lending.unlocked(); }

    /** The same, for what came by this session; empty once it is over. The caller's to close. */
    Optional<Unlocked> lend() { return lending.lend(); }

    String formToken() { return formToken; }

    /** In the same time wherever they differ. */
    boolean isFormToken(String shown) {
        var expected = formToken.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
    }

    Instant begunAt() { return begunAt; }

    Device device() { return device; }

    Use lastUse() { return use; }

    void used(Use now) { use = now; }

    boolean isKitToConfirm() { return kitToConfirm; }

    void kitToConfirm(boolean now) { kitToConfirm = now; }

    /** Where he was going when the kit had to be confirmed first. */
    void goingTo(Onward page) { onward.set(page); }

    /** Once. */
    Optional<Onward> goesOn() { return Optional.ofNullable(onward.getAndSet(null)); }

    /** Without use for so long it ends. */
    Duration idleMax() { return idleMax; }

    /** What is open stays so for those who came by it, who are told. */
    void close() { lending.end(); }

    @Override public String toString() { return "a session of account " + user.account(); }
}
