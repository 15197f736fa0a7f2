package sigillo.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * What authenticators are to sign: each is for one purpose, good for some minutes, and once. A stranger may ask for as many as he
 * likes: of those that are out nothing is kept, only of those that were used. Of this process: after a restart one is asked for
 * anew. Any thread.
 */
final class Challenges {
    static final Duration LIFE = Duration.ofMinutes(5);
    /** Used ones of {@link #LIFE}: each is somebody's who was let in. With more nobody is, for a moment. */
    static final int USED_MAX = 10_000;
    /** Of one account: nobody comes so often, and none keeps the others out. */
    static final int USED_BY_ONE_MAX = 100;
    private static final int HEAD_OCTETS = Long.BYTES + 16;
    private static final int MARK_OCTETS = 32;

    private final Randomness randomness;
    private final Secret key;
    private final Map<Bytes, Used> used = new LinkedHashMap<>();

    private record Used(AccountId by, Instant at) {}

    Challenges(Randomness randomness) {
        this.randomness = randomness;
        this.key = Secret.random(randomness);
    }

    Bytes fresh(String purpose, Instant now) {
        var head = ByteBuffer.allocate(HEAD_OCTETS).putLong(now.getEpochSecond()).put(randomness.octets(16)).array();
        return Bytes.wrap(ByteBuffer.allocate(HEAD_OCTETS + MARK_OCTETS).put(head).put(mark(head, purpose)).array());
    }

    /** Whether it was given for this, lately. It stays good. */
    boolean isOurs(byte[] challenge, String purpose, Instant now) {
        if (challenge.length != HEAD_OCTETS + MARK_OCTETS) return false;
        var in = ByteBuffer.wrap(challenge);
        var head = new byte[HEAD_OCTETS];
        in.get(head);
        var mark = new byte[MARK_OCTETS];
        in.get(mark);
        var given = Instant.ofEpochSecond(ByteBuffer.wrap(head).getLong());
        return MessageDigest.isEqual(mark, mark(head, purpose)) && !now.isAfter(given.plus(LIFE)) && !now.isBefore(given.minusSeconds(1));
    }

    /** Uses one up that is ours; false where it was already, or {@code by} has used too many. */
    synchronized boolean use(byte[] challenge, AccountId by, Instant now) {
        used.values().removeIf(one -> now.isAfter(one.at.plus(LIFE)));
        boolean hasRoom = used.size() < USED_MAX && used.values().stream().filter(one -> one.by.equals(by)).count() < USED_BY_ONE_MAX;
        return hasRoom && used.putIfAbsent(Bytes.of(challenge), new Used(by, now)) == null;
    }

    private byte[] mark(byte[] head, String purpose) {
        return Peppers.mac(key, head, purpose.getBytes(StandardCharsets.UTF_8));
    }
}
