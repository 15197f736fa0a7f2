package sigillo.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import sigillo.account.EmailId;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What an owner said lately, the last word of each message; of very many some, any with the same chance. One thread at a time.
 */
final class Gathered {
    private static final int VERSION = 1;

    private final Map<EmailId, Boolean> isJunk = new LinkedHashMap<>();
    private final List<EmailId> order = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom();
    private long heard;

    void add(EmailId email, boolean junk) {
        if (isJunk.replace(email, junk) != null) return;
        heard++;
        if (order.size() < LearningLimits.SAID_MAX) {
            order.add(email);
            isJunk.put(email, junk);
            return;
        }
        long place = random.nextLong(heard);
        if (place >= order.size()) return;
        isJunk.remove(order.set((int) place, email));
        isJunk.put(email, junk);
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
