package sigillo.queue;

/** What an attempt means for its destination. Times are in milliseconds. */
sealed interface Effect {

    /** It took our call. */
    record Up() implements Effect {}

    /** It did not: nobody calls before {@code until}. */
    record Down(long until, LastReply reply) implements Effect {}

    /** We could not call: the same, and the time does not count. */
    record Fault(long until, String why) implements Effect {}

    /** Its mail waits its turn: nobody calls before {@code until}, and the time does not count. */
    record Rest(long until, String why) implements Effect {}

    /** Nobody called it, since this mail waits its turn alone: nothing was learned, and others may have theirs. */
    record Passed() implements Effect {}

    /** Nothing was learned: the attempt was called off. */
    record None() implements Effect {}

    /** Once only: times until which nobody calls are random, so one that is there already is this effect's own. */
    default DestinationRow of(DestinationRow row, long now) {
        return switch (this) {
            case Up _ -> row.isFailing() || row.faultSince() != 0 ? row.up(now) : row;
            case Down(long until, var reply) -> row.notBefore() == until ? row : row.down(now, until, reply);
            case Fault(long until, var why) -> row.notBefore() == until ? row : row.atFault(now, until, why);
            case Rest(long until, var why) -> row.notBefore() == until ? row : row.resting(now, until, why);
            case Passed _, None _ -> row;
        };
    }

    /** True when the turn may go on with the next entry. */
    default boolean goesOn() { return this instanceof Up || this instanceof Passed; }
}
