package sigillo.bench;

import java.util.Optional;

/** A line of the table: what is measured, in what, which way is better, and what is to be reached. */
record Row(String what, String unit, Optional<Mark> mark) {
    static Row of(String what, String unit) { return new Row(what, unit, Optional.empty()); }

    static Row of(String what, String unit, Mark mark) { return new Row(what, unit, Optional.of(mark)); }
}
