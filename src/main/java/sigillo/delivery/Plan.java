package sigillo.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.directory.Recipients;
import sigillo.directory.Writer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.SmtpReply;

/** How a part of an envelope with one answer is settled. */
sealed interface Plan {
    /** Nothing of it can be delivered. */
    record Refuse(SmtpReply reply) implements Plan {}

    /** All of it leads into one account; {@code recipient} is the first that does. */
    record File(AccountId account, Recipient recipient) implements Plan {}

    /** One alias, and all of it leads to others. */
    record SendOn(Recipient alias, Route.To route) implements Plan {}

    /** It leads to several places, some may be none, or the sender has wishes: the queue sees to each. */
    record Queue() implements Plan {}

    static Plan of(Recipients recipients, Trail trail, Writer writer, Envelope part) {
        Map<Recipient, Route> routes = new LinkedHashMap<>();
        for (var recipient : part.recipients()) {
            routes.computeIfAbsent(recipient, r -> Route.of(recipients, trail, part.from(), writer, r));
        }
        var refusal = refusalOfAll(routes);
        if (refusal.isPresent()) return new Refuse(refusal.get());
        if (hasWishes(part)) return new Queue();
        return sendOn(routes).or(() -> file(routes)).orElseGet(Queue::new);
    }

    private static Optional<SmtpReply> refusalOfAll(Map<Recipient, Route> routes) {
        var refusals = routes.values().stream().flatMap(Plan::refusal).toList();
        return refusals.size() == routes.size() ? Optional.of(refusals.getFirst()) : Optional.empty();
    }

    private static Stream<SmtpReply> refusal(Route route) {
        return switch (route) {
            case Route.Nowhere(var why) -> Stream.of(why);
            case Route.To _, Route.Handled _ -> Stream.empty();
        };
    }

    /** Success is told, and time is kept, by the queue. RFC 3461 section 4.1, RFC 4865. */
    private static boolean hasWishes(Envelope part) {
        return part.holdUntil().isPresent()
            || part.recipients().stream().anyMatch(r -> r.notifyOn().contains(Notify.SUCCESS));
    }

    private static Optional<Plan> sendOn(Map<Recipient, Route> routes) {
        var only = routes.entrySet().iterator().next();
        return routes.size() == 1 && only.getValue() instanceof Route.To to && to.accounts().isEmpty()
            ? Optional.of(new SendOn(only.getKey(), to)) : Optional.empty();
    }

    private static Optional<Plan> file(Map<Recipient, Route> routes) {
        var accounts = routes.values().stream().map(Plan::onlyAccount).distinct().toList();
        if (accounts.size() != 1) return Optional.empty();
        var first = routes.keySet().iterator().next();
        return accounts.getFirst().map(account -> new File(account, first));
    }

    private static Optional<AccountId> onlyAccount(Route route) {
        return route instanceof Route.To(var accounts, var elsewhere) && accounts.size() == 1 && elsewhere.isEmpty()
            ? Optional.of(accounts.getFirst()) : Optional.empty();
    }
}
