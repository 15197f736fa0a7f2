package sigillo.scanners;

import java.util.List;

/** What such a program says of a message. Texts are printable, and short. */
public sealed interface Scanned {
    /** It found nothing: what only looks for viruses says no more. */
    record Clean() implements Scanned {}

    /** {@code name}: what it calls the virus. */
    record Infected(String name) implements Scanned {}

    /**
     * {@code points} of the {@code threshold} above which it calls a message spam; {@code signs}: why, the heaviest first
     * where it tells what each weighs.
     */
    record Rated(double points, double threshold, Advice advice, List<String> signs) implements Scanned {
        public Rated { signs = List.copyOf(signs); }
    }

    /** It would not look: the message is too large for it, or its rules leave this one out. */
    record Passed(String why) implements Scanned {}

    /** It says that it cannot, or nothing that can be understood. */
    record Failed(String why) implements Scanned {}

    /** What it would do. */
    enum Advice { TAKE, SPAM, DEFER, REFUSE }
}
