package sigillo.zone;

import java.util.List;

/** What DNS shows at a name of a type. */
public sealed interface Seen {
    /** {@code values}: as in {@link ZoneRecord}; none where there is nothing. */
    record Values(List<String> values) implements Seen {
        public Values { values = List.copyOf(values); }
    }

    /** The servers of the zone do not say the same: a change is on its way, or one of them has been forgotten. */
    record Divided(List<String> some, List<String> others) implements Seen {
        public Divided {
            some = List.copyOf(some);
            others = List.copyOf(others);
        }
    }

    /** Nobody could say. {@code why}: for people, in English and in Italian. */
    record Unknown(String why, String perche) implements Seen {}
}
