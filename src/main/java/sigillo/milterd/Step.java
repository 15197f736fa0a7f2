package sigillo.milterd;

import java.util.List;
import sigillo.milter.MilterAnswer;

/** What the connection does next. */
sealed interface Step {
    /** Says all of it; nothing where the other side awaits none. */
    record Say(List<MilterAnswer> answers) implements Step {
        public Say {
            answers = List.copyOf(answers);
        }
    }

    /** Octets of the message; then as {@link Say}. */
    record Take(byte[] octets, List<MilterAnswer> answers) implements Step {
        public Take {
            answers = List.copyOf(answers);
        }
    }

    /** The message is whole after these octets, and is to be judged. */
    record Judge(byte[] octets, Asked asked) implements Step {}

    /** The message is given up. */
    record Forget() implements Step {}

    record End() implements Step {}

    Step NOTHING = new Say(List.of());
}
