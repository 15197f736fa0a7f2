package sigillo.wrapping;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.account.AccountId;
import sigillo.account.ClientText;
import sigillo.account.EmailId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.keyring.Keyring;
import sigillo.message.Message;
import sigillo.message.TextSummary;
import sigillo.sealing.ClientTextSeal;
import sigillo.sealing.Randomness;
import sigillo.store.StoreException;

/**
 * Makes what the browsers of owners at level L2 read of a mail to find it, while it is there in clear: {@link
 * TextSummary}, sealed to the key that they have named. Nothing that goes wrong here keeps a mail from being
 * delivered: it has no record then, which is counted and logged, and a browser opens the mail itself. Any thread.
 */
final class OwnersTexts {
    private static final System.Logger LOG = System.getLogger("sigillo.wrapping");
    /**
     * What comes for an account in this time, and so many records, share an encapsulation: a browser takes some
     * milliseconds for each. Who reads the memory of the live server opens what comes until then, and nothing that
     * came before.
     */
    static final Duration SEGMENT_TIME = Duration.ofHours(6);
    static final int SEGMENT_RECORDS = 1_000;
    /** Accounts of which a segment is held, some 1,200 octets each; the least used gives way. */
    private static final int SEGMENTS_MAX = 2_000;
    /** HTML as a tree takes 30 times its length of the heap, and strangers choose how many mails come in one moment. */
    private static final int AT_ONCE = 4;

    private final Keyring keyring;
    private final InstantSource clock;
    private final Semaphore reading = new Semaphore(AT_ONCE, true);
    private final Map<AccountId, Segment> segments = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong missing = new AtomicLong();
    /** Of whom it was logged, and nothing went well since. */
    private final Set<AccountId> unwell = ConcurrentHashMap.newKeySet();

    private record Segment(Bytes publicKey, Instant since, ClientTextSeal seal) {
        boolean isFor(Bytes key, Instant now) {
            return publicKey.equals(key) && now.isBefore(since.plus(SEGMENT_TIME)) && seal.count() < SEGMENT_RECORDS;
        }
    }

    OwnersTexts(Keyring keyring, InstantSource clock) {
        this.keyring = keyring;
        this.clock = clock;
    }

    /** Mails of which no record could be made, since the start. */
    long missing() { return missing.get(); }

    /** To be closed once it is kept. Empty where its owner has named no key, or it cannot be made. */
    Optional<ClientText> of(AccountId account, Octets message) {
        try {
            var key = keyring.textsTo(account);
            if (key.isEmpty()) return Optional.empty();
            var seal = seal(account, key.get());
            var made = new Made(account, seal, summary(message));
            unwell.remove(account);
            return Optional.of(made);
        } catch (IOException | RuntimeException why) {
            missed(account, why);
            return Optional.empty();
        }
    }

    /** Nothing of the mail is said. */
    private void missed(AccountId account, Exception why) {
        missing.incrementAndGet();
        if (!unwell.add(account)) return;
        var sentence = why instanceof StoreException ? why.getMessage() : why.getClass().getName();
        LOG.log(Level.WARNING, "a mail for account " + account
            + " has no text record for its owner's browsers, which open it instead: " + sentence);
    }

    private byte[] summary(Octets message) throws IOException {
        reading.acquireUninterruptibly();
        try {
            return TextSummary.of(Message.parse(message));
        } finally {
            reading.release();
        }
    }

    private ClientTextSeal seal(AccountId account, Bytes key) {
        var now = clock.instant();
        synchronized (segments) {
            var there = segments.get(account);
            if (there != null && there.isFor(key, now)) return there.seal;
        }
        var fresh = new Segment(key, now, ClientTextSeal.begin(key, Randomness.secure()));
        synchronized (segments) {
            segments.put(account, fresh);
            if (segments.size() > SEGMENTS_MAX) segments.remove(segments.keySet().iterator().next());
        }
        return fresh.seal;
    }

    private static final class Made implements ClientText {
        private final AccountId account;
        private final ClientTextSeal seal;
        private final byte[] clear;

        Made(AccountId account, ClientTextSeal seal, byte[] clear) {
            this.account = account;
            this.seal = seal;
            this.clear = clear;
        }

        @Override public Optional<byte[]> sealed(EmailId email) { return seal.seal(account.text(), email.toString(),
            clear); }

        @Override public void close() { Arrays.fill(clear, (byte) 0); }
    }
}
