package sigillo.jmapd;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import sigillo.account.AccountId;
import sigillo.spool.Spooled;

/**
 * What was uploaded and belongs to no Email yet: RFC 8620 section 6.1. It lies in the spool, under keys that this
 * process alone has, so that a restart forgets it and the client uploads it again. An hour after it came it goes; of
 * more than an account may have, the oldest goes. Any thread.
 */
final class Uploads implements AutoCloseable {
    static final Pattern FORM = Pattern.compile("U[0-9a-z]{26}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private record Upload(Spooled octets, Instant at) {}

    private final InstantSource clock;
    private final ConcurrentHashMap<AccountId, Map<String, Upload>> byAccount = new ConcurrentHashMap<>();

    Uploads(InstantSource clock) { this.clock = clock; }

    /** Its id; {@code octets} is closed here, some time. */
    String add(AccountId account, Spooled octets) {
        var id = id();
        var gone = new ArrayList<Upload>();
        byAccount.compute(account, (_, there) -> {
            var mine = there == null ? new LinkedHashMap<String, Upload>() : there;
            mine.put(id, new Upload(octets, clock.instant()));
            expire(mine, gone);
            return mine;
        });
        gone.forEach(one -> one.octets.close());
        return id;
    }

    private static String id() {
        var text = new StringBuilder("U");
        for (int i = 0; i < 26; i++) text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        return text.toString();
    }

    Optional<Spooled> get(AccountId account, String id) {
        tidy();
        var found = new Upload[1];
        byAccount.computeIfPresent(account, (_, mine) -> {
            found[0] = mine.get(id);
            return mine;
        });
        return Optional.ofNullable(found[0]).map(Upload::octets);
    }

    /** What is too old, of all accounts. */
    void tidy() {
        var gone = new ArrayList<Upload>();
        for (var account : List.copyOf(byAccount.keySet())) {
            byAccount.computeIfPresent(account, (_, mine) -> {
                expire(mine, gone);
                return mine.isEmpty() ? null : mine;
            });
        }
        gone.forEach(one -> one.octets.close());
    }

    /** The oldest come first. */
    private void expire(Map<String, Upload> mine, List<Upload> gone) {
        long octets = mine.values().stream().mapToLong(one -> one.octets.length()).sum();
        var before = clock.instant().minus(DoorLimits.UPLOAD_KEPT);
        for (var it = mine.entrySet().iterator(); it.hasNext(); ) {
            var one = it.next().getValue();
            boolean isTooMuch = mine.size() > DoorLimits.UPLOADS_OF_ACCOUNT_MAX
                || octets > DoorLimits.UPLOADED_OCTETS_MAX;
            if (!isTooMuch && one.at.isAfter(before)) return;
            octets -= one.octets.length();
            gone.add(one);
            it.remove();
        }
    }

    @Override public void close() {
        for (var account : List.copyOf(byAccount.keySet())) {
            var mine = byAccount.remove(account);
            if (mine != null) mine.values().forEach(one -> one.octets.close());
        }
    }
}
