package sigillo.web;

import sigillo.account.AccountId;
import sigillo.base.Address;
import tools.jackson.databind.JsonNode;

/**
 * Where whoever looks after the server asks it for something: with the requests of the operator's socket, by their
 * names, which stay as they are (decision 0068). Any thread; blocks until it is done.
 */
public interface OperatorSeat {
    /** Whether that account looks after the server: postmaster's. */
    boolean isFor(AccountId account);

    /**
     * {@code by}: whose session asks; noted with what is changed. {@code with}: what belongs to the request, by name.
     * Never throws.
     */
    Said ask(Address by, String what, JsonNode with);

    /** What became of it. {@code why}: a sentence; nothing was changed. */
    sealed interface Said {
        record Done(JsonNode result) implements Said {}

        record Failed(String why) implements Said {}
    }
}
