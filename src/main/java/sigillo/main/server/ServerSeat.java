package sigillo.main.server;

import java.lang.System.Logger.Level;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.Operator;
import sigillo.base.Address;
import sigillo.base.Printable;
import sigillo.web.OperatorSeat;
import tools.jackson.databind.JsonNode;

/**
 * Carries requests of the operator's pages to the same desks as those of the command line. {@code operator}: asked for
 * when it is needed, the pages are made before it.
 */
record ServerSeat(Predicate<AccountId> isOperator, Supplier<Operator> operator) implements OperatorSeat {
    private static final System.Logger LOG = System.getLogger("sigillo.operator");

    @Override public boolean isFor(AccountId account) { return isOperator.test(account); }

    @Override public Said ask(Address by, String what, JsonNode with) {
        try {
            var said = said(operator.get().perform(Json.request(what, with)));
            noted(by, what, with, said);
            return said;
        } catch (IllegalArgumentException malformed) {
            return new Said.Failed(malformed.getMessage());
        }
    }

    private static Said said(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> new Said.Done(Json.tree(done));
            case Answer.Failed(var why) -> new Said.Failed(why);
        };
    }

    /** Every act of an operator passes here, also one that was not done; looking alone is not told. */
    private static void noted(Address by, String what, JsonNode with, Said said) {
        if (OperatorActs.isLooking(what, with)) return;
        LOG.log(Level.INFO, Printable.of(by + " at the operator's pages: " + what + OperatorActs.about(with)
            + (said instanceof Said.Failed(var why) ? ", which was not done: " + why : "")));
    }
}
