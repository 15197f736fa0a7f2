package sigillo.login;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Floors;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.WrappedKey;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * What is asked for beside a password by web pages: a code of an authenticator, or a backup code. The authenticator's
 * secret is sealed under a key that is not in the store. It does not open the account, so it guards against who knows a
 * password and not against who has the server. What was used is durably used before this says so. Any thread.
 */
public final class SecondFactor {
    /** Longer is no code. */
    private static final int TYPED_MAX = 40;

    private final FactorRows rows;
    private final Peppers peppers;
    private final Randomness randomness;
    private final InstantSource clock;
    private volatile Told told = Told.NOBODY;

    public SecondFactor(Store store, Peppers peppers, Vouching vouching, Randomness randomness, InstantSource clock) {
        this.rows = new FactorRows(store, vouching);
        this.peppers = peppers;
        this.randomness = randomness;
        this.clock = clock;
    }

    // ---- turning it on and off ----

    /**
     * For the owner's authenticator: {@code secret} in base 32, for who types it; a link that has all, for a QR code.
     */
    public record Enrolment(String secret, String link) {
        @Override public String toString() { return "an authenticator's secret"; }
    }

    /**
     * A secret for an authenticator; it is asked for only once {@link #confirm} has seen a code. Another one that was
     * not confirmed is void. {@code issuer}: how this server is called, for people. Refused when it is on already.
     */
    public Edited<Enrolment> begin(AccountId account, Address address, String issuer) {
        try (var secret = Secret.random(randomness)) {
            var sealed = Bytes.wrap(seal(account, secret));
            boolean begun = rows.write(account, tx -> {
                var there = rows.of(tx, account);
                if (there.filter(FactorRow::confirmed).isPresent()) return false;
                rows.keep(tx, account, FactorRow.begun(sealed, there.map(FactorRow::revision).orElse(0)));
                return true;
            });
            if (!begun) return new Refused<>("a second factor is on already: turn it off first");
            var text = withShared(secret, SecondFactor::base32);
            return new Done<>(new Enrolment(text, link(text, address, issuer)));
        }
    }

    /** Turns it on by a code of the authenticator; ten backup codes, for the owner's eyes, once. */
    public Edited<List<String>> confirm(AccountId account, String code) {
        return told.of(account, "secondFactorOn", Map.of(), rows.write(account, tx -> {
            var begun = rows.of(tx, account).filter(row -> !row.confirmed() && !row.isOff());
            if (begun.isEmpty()) return new Refused<>("there is nothing to confirm");
            var now = withStep(account, begun.get(), code);
            if (now.isEmpty()) return new Refused<>("this is not the code of now");
            return new Done<>(renewed(tx, account, now.get()));
        }));
    }

    /** Ten new backup codes; those before are void. */
    public Edited<List<String>> newCodes(AccountId account) {
        return rows.write(account, tx -> {
            var on = rows.of(tx, account).filter(FactorRow::confirmed);
            if (on.isEmpty()) return new Refused<>("there is no second factor");
            return new Done<>(renewed(tx, account, on.get()));
        });
    }

    private List<String> renewed(Tx tx, AccountId account, FactorRow row) {
        var codes = BackupCodes.fresh(randomness);
        try (var key = backupKey()) {
            var hashes = codes.stream().map(code -> BackupCodes.hash(key, account, code).orElseThrow()).toList();
            rows.keep(tx, account, row.confirmed(hashes));
        }
        return codes;
    }

    /** Whether there was one. One that somebody else has changed goes too. */
    public boolean turnOff(AccountId account) {
        boolean wasOn = rows.write(account, tx -> {
            boolean was = isThere(tx, account);
            if (was) rows.keep(tx, account, FactorRow.off(rows.next(tx, account)));
            return was;
        });
        if (wasOn) told.told(account, "secondFactorOff", Map.of());
        return wasOn;
    }

    /** Who hears of changes; before the first of them. */
    public void telling(Told who) { told = who; }

    private boolean isThere(Tx tx, AccountId account) {
        try {
            return rows.of(tx, account).filter(row -> !row.isOff()).isPresent();
        } catch (FactorRows.Changed _) {
            return true;
        }
    }

    /** Also where somebody else has changed it: it is asked for then, and no code is right until it is turned off. */
    public boolean isOn(AccountId account) {
        try {
            return rows.of(account).filter(FactorRow::confirmed).isPresent();
        } catch (FactorRows.Changed _) {
            return true;
        }
    }

    /** Backup codes that are left. */
    public int codesLeft(AccountId account) {
        try {
            return rows.of(account).map(row -> row.backup().size()).orElse(0);
        } catch (FactorRows.Changed _) {
            return 0;
        }
    }

    // ---- asking for it ----

    /**
     * Whether it is a code of the authenticator or a backup code, which is used up by that. False when it is not on.
     */
    boolean use(AccountId account, String typed) {
        if (typed.length() > TYPED_MAX) return false;
        try {
            return rows.write(account, tx -> {
                var now = rows.of(tx, account).filter(FactorRow::confirmed)
                    .flatMap(row -> withStep(account, row, typed).or(() -> withoutCode(account, row, typed)));
                now.ifPresent(row -> rows.keep(tx, account, row));
                return now.isPresent();
            });
        } catch (FactorRows.Changed _) {
            return false; // that is an alarm already
        }
    }

    private Optional<FactorRow> withStep(AccountId account, FactorRow row, String typed) {
        var digits = typed.replaceAll("[\\s-]", "");
        if (digits.length() != Totp.DIGITS) return Optional.empty();
        try (var secret = open(account, row)) {
            return withShared(secret, shared -> Totp.match(shared, digits, clock.instant(), row.used())).map(row::used);
        }
    }

    private Optional<FactorRow> withoutCode(AccountId account, FactorRow row, String typed) {
        try (var key = backupKey()) {
            return BackupCodes.hash(key, account, typed).filter(row.backup()::contains).map(row::without);
        }
    }

    // ---- rows and seals ----

    /** What is kept here of an account that is removed. */
    void forget(AccountId account) { rows.forget(account); }

    /** Marks what is from before there were marks. */
    public void mark(AccountId account) { rows.mark(account); }

    /** Those of whom anything is kept here. */
    public Set<AccountId> accounts() { return rows.accounts(); }

    private Secret backupKey() { return peppers.key("sigillo/v1/backup-codes"); }

    private byte[] seal(AccountId account, Secret secret) {
        try (var under = peppers.key("sigillo/v1/totp")) {
            return WrappedKey.wrap(under, purpose(account), secret, randomness);
        }
    }

    private Secret open(AccountId account, FactorRow row) {
        try (var under = peppers.key("sigillo/v1/totp")) {
            return WrappedKey.unwrap(under, purpose(account), row.sealed().toArray());
        } catch (SealBroken changed) {
            var sentence = "the second factor of account " + account + " was changed: " + changed.getMessage();
            throw new StoreException(sentence, changed);
        }
    }

    private static Purpose purpose(AccountId account) {
        return new Purpose(Purpose.Use.AUTHENTICATOR, Floors.tag(account), 0, 0);
    }

    /** With what the authenticator has: the first octets. They are wiped then. */
    private static <T> T withShared(Secret secret, Function<byte[], T> work) {
        var all = secret.toArray();
        var shared = Arrays.copyOf(all, Totp.SECRET_OCTETS);
        try {
            return work.apply(shared);
        } finally {
            Arrays.fill(all, (byte) 0);
            Arrays.fill(shared, (byte) 0);
        }
    }

    // ---- as authenticators read it ----

    /** RFC 4648 section 6; without padding, which these octets do not need. */
    private static String base32(byte[] octets) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new StringBuilder();
        for (int bit = 0; bit < 8 * octets.length; bit += 5) {
            int value = 0;
            for (int i = bit; i < bit + 5; i++) value = value << 1 | octets[i / 8] >> 7 - i % 8 & 1;
            text.append(alphabet.charAt(value));
        }
        return text.toString();
    }

    /** As Google's Authenticator and all after it take it. */
    private static String link(String secret, Address address, String issuer) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(address.toString())
            + "?secret=" + secret + "&issuer=" + encoded(issuer)
            + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP.toSeconds();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
