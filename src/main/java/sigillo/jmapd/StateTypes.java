package sigillo.jmapd;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import sigillo.account.Account;

/**
 * The types of which changes are told: RFC 8620 section 7.1. {@code others}: those whose state is not the account's
 * revision.
 */
record StateTypes(Map<String, Function<Account, String>> others) {
    static final Set<String> OF_REVISION = Set.of("Mailbox", "Thread", "Email");
    /** RFC 8621 section 1.5: told when an Email has come, and else not. */
    static final String DELIVERY = "EmailDelivery";

    StateTypes { others = Map.copyOf(others); }

    static StateTypes of(Outbox outbox) {
        return new StateTypes(Map.of("Quota", QuotaMethods::state, "Labels", LabelMethods::state,
            "Identity", account -> outbox.identities().state(account.id()),
            "EmailSubmission", account -> Long.toString(outbox.tickets().revision(account.id().text())),
            "VacationResponse", account -> Long.toString(outbox.rules().vacationRevision(account.id()))));
    }

    StateTypes with(String type, Function<Account, String> state) {
        var more = new HashMap<>(others);
        more.put(type, state);
        return new StateTypes(more);
    }

    boolean has(String type) { return OF_REVISION.contains(type) || type.equals(DELIVERY) || others.containsKey(type); }

    Set<String> all() {
        var all = new TreeSet<>(OF_REVISION);
        all.addAll(others.keySet());
        all.add(DELIVERY);
        return all;
    }
}
