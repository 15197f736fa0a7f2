package sigillo.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * Where one message of one account is: in these mailboxes, each named once, sorted; or in none, and then perhaps
 * among what can be had back.
 */
record World(List<String> mailboxes, boolean canBeHadBack) {
    /** It never came. */
    static final World NOWHERE = new World(List.of(), false);
    static final World EXPUNGED = new World(List.of(), true);

    World {
        mailboxes = mailboxes.stream().sorted().toList();
    }

    static World in(String mailbox) { return new World(List.of(mailbox), false); }

    World with(String mailbox) {
        var more = new ArrayList<>(mailboxes);
        more.add(mailbox);
        return new World(more, false);
    }

    /** Who takes it out of the last one expunges it. */
    World without(String mailbox) {
        var fewer = new ArrayList<>(mailboxes);
        fewer.remove(mailbox);
        return fewer.isEmpty() ? EXPUNGED : new World(fewer, false);
    }

    @Override public String toString() {
        return canBeHadBack ? "expunged" : mailboxes.isEmpty() ? "nowhere" : String.join("+", mailboxes);
    }
}
