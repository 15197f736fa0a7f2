package sigillo.jmapd;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import sigillo.account.AccountId;
import sigillo.spool.Spooled;

/**
 * What was uploaded and belongs to no Email yet: RFC 8620 section 6.1. It lies in files of the spool, under keys that
 * this process alone has, so that a restart forgets it and the client uploads it again. An hour after it came it goes;
 * of more than an account may have, the oldest goes, and of more than all may have, the oldest of who has most. Any
 * thread.
 */
final class Uploads implements AutoCloseable {
    static final Pattern FORM = Pattern.compile("U[0-9a-z]{26}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private record Upload(Spooled content, Instant at) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AccountId, OfAccount> byAccount = new HashMap<>(); // as all below: under the lock
    private final List<Upload> gone = new ArrayList<>();
    private int count;
    private long octets;

    Uploads(InstantSource clock) { this.clock = clock; }

    /** The oldest come first. */
    private final class OfAccount {
        final Map<String, Upload> all = new LinkedHashMap<>();
        long octets;

        void add(String id, Upload upload) {
            all.put(id, upload);
            count(1, upload.content.length());
        }

        Upload oldest() { return all.values().iterator().next(); }

        void dropOldest() {
            var first = all.values().iterator();
            var upload = first.next();
            first.remove();
            count(-1, -upload.content.length());
            gone.add(upload);
        }

        private void count(int more, long moreOctets) {
            count += more;
            Uploads.this.octets += moreOctets;
            octets += moreOctets;
        }

        boolean isTooMuch() {
            return all.size() > DoorLimits.UPLOADS_OF_ACCOUNT_MAX || octets > DoorLimits.UPLOADED_OCTETS_MAX;
        }
    }

    /** Its id; {@code content} is closed here, some time. */
    String add(AccountId account, Spooled content) {
        var id = id();
        locked(() -> {
            var mine = byAccount.computeIfAbsent(account, _ -> new OfAccount());
            mine.add(id, new Upload(content, clock.instant()));
            while (mine.isTooMuch()) mine.dropOldest();
            while (count > DoorLimits.UPLOADS_MAX) most(one -> one.all.size()).dropOldest();
            while (octets > DoorLimits.ALL_UPLOADED_OCTETS_MAX) most(one -> one.octets).dropOldest();
        });
        return id;
    }

    private OfAccount most(java.util.function.ToLongFunction<OfAccount> measure) {
        return byAccount.values().stream().max(Comparator.comparingLong(measure)).orElseThrow();
    }

    private static String id() {
        var text = new StringBuilder("U");
        for (int i = 0; i < 26; i++) text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        return text.toString();
    }

    Optional<Spooled> get(AccountId account, String id) {
        var found = new Upload[1];
        locked(() -> {
            expire();
            var mine = byAccount.get(account);
            if (mine != null) found[0] = mine.all.get(id);
        });
        return Optional.ofNullable(found[0]).map(Upload::content);
    }

    /** What is too old, of all accounts. */
    void tidy() { locked(this::expire); }

    private void expire() {
        var before = clock.instant().minus(DoorLimits.UPLOAD_KEPT);
        for (var mine : byAccount.values()) {
            while (!mine.all.isEmpty() && !mine.oldest().at.isAfter(before)) mine.dropOldest();
        }
        byAccount.values().removeIf(mine -> mine.all.isEmpty());
    }

    /** What goes is closed behind the lock: it is deleted from the disk. */
    private void locked(Runnable work) {
        List<Upload> toClose;
        lock.lock();
        try {
            work.run();
            toClose = List.copyOf(gone);
            gone.clear();
        } finally {
            lock.unlock();
        }
        toClose.forEach(one -> one.content.close());
    }

    @Override public void close() {
        locked(() -> {
            for (var mine : byAccount.values()) while (!mine.all.isEmpty()) mine.dropOldest();
            byAccount.clear();
        });
    }
}
