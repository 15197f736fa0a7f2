package sigillo.doctor;

import sigillo.preflight.Result;

/** One thing on the board. */
public record Line(Subject subject, Result result) {
    /** By which it is the same thing at the next look. */
    String key() { return subject.name() + "/" + result.name(); }
}
