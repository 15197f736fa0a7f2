package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.keyring.Floors;
import sigillo.keyring.Once;
import sigillo.sealing.Secret;
import sigillo.store.StoreException;

/**
 * What this server wrote itself of how people sign in. Whoever can write to the store, and reads no key, makes up no
 * way to sign in, moves none from one account to another, and takes no second factor away: each has a mark
 * (HMAC-SHA-256 under a key that comes from {@code verifying.key}), and what may not come back is noted outside of the
 * store. What does not fit is refused, with an alarm. Any thread.
 */
public final class Vouching {
    static final int MARK_OCTETS = 32;

    /** What is marked: a mark of one is none of another. */
    enum Of {
        PASSWORD("password"), FACTOR("second factor"), GRANT("app password or token");

        private final String people;

        Of(String people) { this.people = people; }
    }

    private final Peppers peppers;
    private final Floors floors;
    private final Alarms alarms;

    public Vouching(Peppers peppers, Floors floors, Alarms alarms) {
        this.peppers = peppers;
        this.floors = floors;
        this.alarms = alarms;
    }

    /** Who looks after this server is told there. */
    Alarms alarms() { return alarms; }

    // ---- marks ----

    Bytes mark(Of what, AccountId account, byte[] text) {
        var whose = (what + "/" + account.text() + "/").getBytes(StandardCharsets.UTF_8);
        try (Secret key = peppers.key("sigillo/v1/marks")) {
            return Bytes.wrap(Peppers.mac(key, whose, text));
        }
    }

    /** Whether this server wrote it; that it did not is an alarm. */
    boolean has(Of what, AccountId account, byte[] text, Bytes mark) {
        boolean isOurs = MessageDigest.isEqual(mark.unsafeArray(), mark(what, account, text).unsafeArray());
        if (!isOurs) alarm(what, account, "was not written by this server");
        return isOurs;
    }

    void alarm(Of what, AccountId account, String why) {
        var sentence = "a " + what.people + " of account " + account + " " + why + ": look who wrote to the store";
        alarms.raise("signing in to account " + account, sentence);
    }

    // ---- what may not come back ----

    int least(Floors.Of what, AccountId account) { return floors.of(what, Floors.tag(account)); }

    /** Throws {@link StoreException} when it cannot be kept. */
    void keep(Floors.Of what, AccountId account, int least) { floors.set(what, Floors.tag(account), least); }

    // ---- what was there before ----

    /**
     * At a start. {@code marking}: marks what is there of an account without a mark; it is done once, and from then on
     * what has no mark was not written by this server. {@code slotting}: gives a slot to what names none; what names none
     * from then on was put back. {@code accounts}: all of whom anything is kept.
     */
    public void adopt(
            Supplier<? extends Collection<AccountId>> accounts, Consumer<AccountId> marking,
            Consumer<AccountId> slotting) {
        var once = new Once(floors, alarms);
        once.each(Floors.Of.MARKED, accounts, marking);
        once.each(Floors.Of.SLOTTED, accounts, slotting);
    }
}
