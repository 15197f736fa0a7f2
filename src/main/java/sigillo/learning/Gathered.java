package sigillo.learning;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import sigillo.account.EmailId;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What an owner said lately, the last word of each message; of very many some, as by chance but the same each time: who takes back what
 * he said of them is heard of the same ones. One thread at a time.
 */
final class Gathered {
    private static final int VERSION = 1;

    private final TreeMap<EmailId, Boolean> isJunk = new TreeMap<>(Comparator.comparingLong(Gathered::mixed));

    void add(EmailId email, boolean junk) {
        isJunk.put(email, junk);
        if (isJunk.size() > LearningLimits.SAID_MAX) isJunk.pollLastEntry();
    }

    /** Another number for each: odd factors and shifts lose nothing. */
    private static long mixed(EmailId email) {
        long x = email.value() * 0x9E3779B97F4A7C15L;
        x = (x ^ x >>> 32) * 0xD6E8FEB86659FD93L;
        return x ^ x >>> 32;
    }

    Map<EmailId, Boolean> all() { return Collections.unmodifiableMap(isJunk); }

    byte[] encode() {
        var out = new RowOut(VERSION).number(isJunk.size());
        isJunk.forEach((email, junk) -> out.number(email.value()).flag(junk));
        return out.done();
    }

    /** Of what is none of ours nothing. */
    static Map<EmailId, Boolean> decode(byte[] record) {
        try {
            var in = new RowIn(record, VERSION);
            var all = new LinkedHashMap<EmailId, Boolean>();
            for (int left = in.count(); left > 0; left--) all.put(new EmailId(in.id()), in.flag());
            return all;
        } catch (Damaged broken) {
            return Map.of();
        }
    }
}
