package sigillo.delivery;

import java.util.Optional;
import sigillo.sieve.Action;
import sigillo.sieve.Mailto;

/**
 * What leaves by rules of an account at level L2, without what scripts repeat of a mail unless their owner says
 * otherwise: it goes out in clear, and the subject is his alone. What he has a script write is his to say.
 */
final class Discreet {
    private static final String AUTOMATIC = "Automatic reply";
    private static final String NEW_MAIL = "New mail";

    private Discreet() {}

    /** RFC 5230 section 4.3: the subject is the implementation's to choose where the script names none. */
    static Action.Vacation of(Action.Vacation asked) {
        return new Action.Vacation(asked.subject().or(() -> Optional.of(AUTOMATIC)), asked.from(), asked.addresses(),
            asked.isMime(), asked.reason(), asked.handle(), asked.seconds(), asked.copy());
    }

    /** RFC 5436 section 2.7: so is what a notice says. */
    static Action.Notice of(Action.Notice asked) {
        var to = asked.to();
        var said = new Mailto(to.to(), to.subject().or(() -> Optional.of(NEW_MAIL)),
            to.body().or(() -> Optional.of(NEW_MAIL + ".\r\n")), to.fields());
        return new Action.Notice(said, asked.from(), asked.importance(), asked.options(), asked.message(),
            asked.copy());
    }
}
