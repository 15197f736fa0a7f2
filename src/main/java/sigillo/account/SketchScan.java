package sigillo.account;

import java.util.Optional;
import sigillo.message.Needle;
import sigillo.message.TextSketch;

/**
 * In which Emails a text is not, by the sketches of their text records (decision 0048); a search that is seldom ruled out asks them no
 * more. One thread; to be closed.
 */
final class SketchScan implements AutoCloseable {
    private static final int AHEAD_OCTETS_MAX = 256 << 10;
    /** So many are asked before it is known whether that is worth while. */
    private static final int ASKED_MIN = 200;
    /** Of so many that are asked one has to be ruled out: a text record costs some times as much. */
    private static final int ASKED_EACH = 3;

    private final RecordScan records;
    private EmailId last;
    private Optional<TextSketch> lastSketch = Optional.empty();
    private int asked;
    private int ruledOut;

    SketchScan(Context context) { this.records = new RecordScan(context, ContentSeal.Kind.SKETCH, AHEAD_OCTETS_MAX); }

    /** Whether the needle is not in the text of the Email; false when that is not known. As {@link RecordScan#get} throws. */
    boolean ruleOut(EmailId id, Needle needle) {
        if (!needle.isSketched() || isIdle()) return false;
        var sketch = sketch(id);
        if (sketch.isEmpty()) return false;
        asked++;
        boolean isOut = !sketch.get().mayHave(needle);
        if (isOut) ruledOut++;
        return isOut;
    }

    private boolean isIdle() { return asked >= ASKED_MIN && (long) ruledOut * ASKED_EACH < asked; }

    /** The same Email may be asked for several texts. */
    private Optional<TextSketch> sketch(EmailId id) {
        if (id.equals(last)) return lastSketch;
        last = null; // what was opened for it gives way, whatever becomes of this one
        lastSketch = records.get(id).flatMap(TextSketch::decode);
        last = id;
        return lastSketch;
    }

    @Override public void close() { records.close(); }
}
