package sigillo.wrapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.delivery.Wrapped;
import sigillo.delivery.Wrapping;
import sigillo.keyring.Keyring;
import sigillo.openpgp.Armour;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.openpgp.PgpSeal;
import sigillo.pgpmime.EncryptedMessage;
import sigillo.pgpmime.HeaderPolicy;
import sigillo.pgpmime.ProtectedMessage;
import sigillo.spool.Spool;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;

/**
 * Encrypts what comes for accounts at level L2, as PGP/MIME with the whole header inside. The certificate is the one that
 * its owner has published; its fingerprint has to be the one that he named when he went to L2, which stands in the list
 * of slots: who can write to the store alone does not put his own in its place. Any thread.
 */
public final class OwnerWrapping implements Wrapping {
    /** Inside and outside: that not the sender has encrypted it, so that nobody takes it for end to end. */
    static final String FIELD = "Encrypted-At-Delivery";
    /** So long before it expires its owner is told. */
    private static final Duration SOON = Duration.ofDays(30);
    /** Of an account each; what is read of one costs half a millisecond. */
    private static final int CERTIFICATES_MAX = 256;

    private final Keyring keyring;
    private final OwnersTexts texts;
    private final OwnCertificates certificates;
    private final Spool spool;
    private final byte[] field;
    private final InstantSource clock;
    private final Alarms alarms;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<AccountId, Known> known = new ConcurrentHashMap<>();
    /** No alarm stands of them; of others one may, from before a start. */
    private final Set<AccountId> well = ConcurrentHashMap.newKeySet();

    private volatile BiConsumer<AccountId, Optional<Instant>> owners = (_, _) -> {};

    /** As it was read of these octets. */
    private record Known(byte[] octets, Certificate certificate) {}

    public OwnerWrapping(Domain hostname, Keyring keyring, OwnCertificates certificates, Spool spool,
                         InstantSource clock, Alarms alarms) {
        this.keyring = keyring;
        this.texts = new OwnersTexts(keyring, clock);
        this.certificates = certificates;
        this.spool = spool;
        this.field = (FIELD + ": by " + hostname.name() + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        this.clock = clock;
        this.alarms = alarms;
    }

    /** {@code owners}: hears with each mail when the certificate expires soon; empty: the mail waits. It returns at once. */
    public void telling(BiConsumer<AccountId, Optional<Instant>> owners) { this.owners = owners; }

    /** Mails of which no text record could be made for their owners' browsers, since the start. */
    public long withoutText() { return texts.missing(); }

    @Override public Optional<Wrapped> of(AccountId account, Octets message) {
        var fingerprint = keyring.wrapsTo(account);
        if (fingerprint.isEmpty()) return Optional.empty();
        try {
            var to = certificate(account, fingerprint.get());
            var kept = AlreadyEncrypted.isTo(message, to, () -> former(account)) ? Optional.<Spooled>empty()
                : Optional.of(wrapped(message, to));
            if (well.add(account)) alarms.clear(about(account));
            return kept.map(content -> new Wrapped(content, texts.of(account, message)));
        } catch (IOException | RuntimeException why) {
            throw trouble(account, why);
        }
    }

    private static String about(AccountId account) { return "level L2 of account " + account; }

    /** Nothing of the mail is said. */
    private StoreException trouble(AccountId account, Exception why) {
        var sentence = "mail for account " + account + ", which is at level L2, cannot be encrypted and waits at its"
            + " senders: " + why.getMessage();
        well.remove(account);
        alarms.raise(about(account), sentence);
        owners.accept(account, Optional.empty());
        return new StoreException(sentence, why);
    }

    // ---- to whom ----

    /** Throws {@link IOException} with the reason when it is not there, another, or cannot be encrypted to now. */
    private Certificate certificate(AccountId account, Bytes fingerprint) throws IOException {
        var named = HexFormat.of().withUpperCase().formatHex(fingerprint.unsafeArray());
        var octets = certificates.of(account, named)
            .orElseThrow(() -> new IOException("it has published no certificate"));
        var to = read(account, octets);
        boolean isIt = to.fingerprint().equals(named);
        if (!isIt) throw new IOException("its certificate is another than the one that its owner named");
        var now = clock.instant();
        if (!to.encrypts(now)) throw new IOException("its certificate is " + to.state(now));
        to.expires(now).filter(now.plus(SOON)::isAfter).ifPresent(when -> owners.accept(account, Optional.of(when)));
        return to;
    }

    /** His mail is not encrypted to them any more; that of others may be. */
    private List<Certificate> former(AccountId account) {
        var all = new ArrayList<Certificate>();
        for (var octets : certificates.former(account)) {
            try {
                all.add(Certificate.read(octets));
            } catch (OpenPgpBroken unreadable) {
                // then nothing is kept as it is on its account
            }
        }
        return all;
    }

    private Certificate read(AccountId account, byte[] octets) throws IOException {
        var before = known.get(account);
        if (before != null && Arrays.equals(before.octets, octets)) return before.certificate;
        var read = new Known(octets, Certificate.read(octets));
        if (known.size() >= CERTIFICATES_MAX) known.clear();
        known.put(account, read);
        return read.certificate;
    }

    // ---- what is kept ----

    private Spooled wrapped(Octets message, Certificate to) throws IOException {
        var whole = ProtectedMessage.of(message, HeaderPolicy.DELIVERY, field, random);
        try (var writer = spool.writer()) {
            EncryptedMessage.write(whole, (plain, out) -> encrypt(plain, to, out), random, writer.stream());
            return writer.finish();
        }
    }

    private void encrypt(InputStream plain, Certificate to, OutputStream out) throws IOException {
        try (var armour = Armour.writer(out, Armour.Kind.MESSAGE)) {
            PgpSeal.encrypt(plain, List.of(to), Optional.empty(), clock.instant(), armour);
        }
    }
}
