package sigillo.net;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** How doors work for a client: what fails on our side becomes an answer, and the conversation goes on. Any thread. */
public final class Answered {
    /** What is done for one command; gives the next step of the conversation. */
    public interface Work<S> {
        S run() throws IOException;
    }

    private Answered() {}

    /**
     * What {@code work} gives, or what {@code fault} makes of its failure. Throws when the conversation is at its end:
     * the client is gone or late, the listener stops, there is no room, or a response broke off, which no answer could
     * follow.
     */
    public static <S> S orFault(Work<S> work, Function<Exception, S> fault, BooleanSupplier isBetweenResponses)
            throws IOException {
        try {
            return work.run();
        } catch (DeadlinePassed | NoRoom | Stopping | WireOutput.Gone ends) {
            throw ends;
        } catch (IOException | RuntimeException trouble) {
            var answer = fault.apply(trouble);
            if (!isBetweenResponses.getAsBoolean()) throw new IOException("a response broke off", trouble);
            return answer;
        }
    }
}
