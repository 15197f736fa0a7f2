package sigillo.delivery;

import java.util.Optional;
import sigillo.account.Account;
import sigillo.sieve.Surroundings;

/** The mailboxes of an account, as scripts ask of them. */
record RuledMailboxes(Account account) implements Surroundings.Mailboxes {

    @Override public boolean exists(String name) { return account.mailboxId(name).isPresent(); }

    @Override public boolean existsId(String id) { return Ruled.byId(account, id).isPresent(); }

    @Override public boolean existsUse(Optional<String> name, String use) {
        var found = Ruled.role(use).flatMap(account::mailboxId);
        return found.isPresent() && name.map(account::mailboxId).map(found::equals).orElse(true);
    }
}
