package sigillo.jmapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.jmap.Filter;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SortTerm;
import sigillo.jmap.Window;
import sigillo.queue.QueueId;
import sigillo.queue.Ticket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** EmailSubmission/get, /changes, /query, /queryChanges: RFC 8621 sections 7.1 to 7.4. They are tickets of the queue. */
final class SubmissionMethods {
    private static final Set<String> PROPERTIES = Set.of("id", "identityId", "emailId", "threadId", "envelope",
        "sendAt", "undoStatus", "deliveryStatus", "dsnBlobIds", "mdnBlobIds");
    /** RFC 8621 section 7 wants a reply also where no server was asked. */
    private static final String QUEUED = "250 2.0.0 Queued";
    private static final String TAKEN_BACK = "550 5.7.0 Taken back by its sender";
    private static final Set<String> SORTS = Set.of("emailId", "threadId", "sentAt");

    private final Outbox outbox;

    SubmissionMethods(Outbox outbox) { this.outbox = outbox; }

    static String state(Outbox outbox, Call call) {
        return Long.toString(outbox.tickets().revision(call.caller().accountId()));
    }

    /** What was noted when it was created. */
    record About(String identityId, String emailId, String threadId, JsonNode envelope) {}

    static About about(Ticket ticket) {
        var json = JsonText.parse(ticket.about().getBytes(StandardCharsets.UTF_8)).orElseGet(JsonText::object);
        return new About(json.path("identityId").asString(""), json.path("emailId").asString(""),
            json.path("threadId").asString(""), json.has("envelope") ? json.get("envelope") : JsonText.nothing());
    }

    // ---- RFC 8621 section 7.1 ----

    /** Without ids: as many as a /get answers, the latest. */
    ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var state = state(outbox, call);
        var owner = call.caller().accountId();
        var all = new ArrayList<String>();
        if (arguments.ids().isEmpty()) outbox.tickets().each(owner, one -> all.addFirst(one.id().text()));
        Iterable<String> wanted = arguments.ids().isPresent() ? arguments.ids().get()
            : all.subList(0, Math.min(all.size(), JmapLimits.OBJECTS_IN_GET_MAX));
        var properties = arguments.properties();
        return arguments.answer(call, wanted, state, id -> {
            var ticket = QueueId.parse(id).flatMap(one -> outbox.tickets().find(owner, one));
            if (ticket.isEmpty()) return Optional.empty();
            return Optional.of(json(ticket.get(), properties, Notified.of(call, ticket.get(), properties)));
        });
    }

    static ObjectNode json(Ticket ticket, Set<String> wanted, Notified notified) {
        var all = JsonText.object().put("id", ticket.id().text());
        var about = about(ticket);
        all.put("identityId", about.identityId).put("emailId", about.emailId).put("threadId", about.threadId);
        all.set("envelope", about.envelope);
        all.put("sendAt", ticket.sendAt().toString());
        server(all, ticket.undo(), ticket.recipients());
        notified.dsns().forEach(all.putArray("dsnBlobIds")::add);
        notified.mdns().forEach(all.putArray("mdnBlobIds")::add);
        return all.retain(wanted);
    }

    /** What this server knows of it. */
    static void server(ObjectNode all, Ticket.Undo undo, List<Ticket.Told> recipients) {
        all.put("undoStatus", name(undo));
        var status = all.putObject("deliveryStatus");
        boolean isCanceled = undo == Ticket.Undo.CANCELED;
        for (var one : recipients) {
            var delivered = isCanceled ? Ticket.Delivered.NO : one.delivered();
            status.putObject(one.recipient().toString())
                .put("smtpReply", one.reply().map(Object::toString).orElse(isCanceled ? TAKEN_BACK : QUEUED))
                .put("delivered", delivered.name().toLowerCase(Locale.ROOT)).put("displayed", "unknown");
        }
        all.putArray("dsnBlobIds");
        all.putArray("mdnBlobIds");
    }

    static String name(Ticket.Undo undo) { return undo.name().toLowerCase(Locale.ROOT); }

    // ---- RFC 8621 section 7.2 ----

    ObjectNode changes(Call call) throws MethodError {
        call.account();
        return OwnChanges.answer(call, state(outbox, call), this.since(call), Long::toString);
    }

    private OwnChanges.Since since(Call call) {
        return state -> number(state).flatMap(since -> outbox.tickets().since(call.caller().accountId(), since)
            .map(all -> all.stream().map(one ->
                new OwnChanges.One(one.id().text(), one.changed(), one.created() > since, one.isGone())).toList()));
    }

    private static Optional<Long> number(String state) {
        return state.matches("0|[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(state)) : Optional.empty();
    }

    // ---- RFC 8621 section 7.3 ----

    /** What a query asks of a ticket, without what may be large in it. */
    private record Line(String id, String identityId, String emailId, String threadId, String undo, Instant sendAt,
        long created) {
        static Line of(Ticket ticket) {
            var about = about(ticket);
            return new Line(ticket.id().text(), about.identityId, about.emailId, about.threadId, name(ticket.undo()),
                ticket.sendAt(), ticket.created());
        }
    }

    private List<Line> lines(Call call) {
        var all = new ArrayList<Line>();
        outbox.tickets().each(call.caller().accountId(), one -> all.add(Line.of(one)));
        return all;
    }

    /** Empty: any. */
    private record Condition(Optional<Set<String>> identities, Optional<Set<String>> emails,
        Optional<Set<String>> threads, Optional<String> undo, Optional<Instant> before, Optional<Instant> after) {

        static Condition parse(sigillo.jmap.Arguments from) throws MethodError {
            return new Condition(from.ids("identityIds", JmapLimits.OBJECTS_IN_GET_MAX),
                from.ids("emailIds", JmapLimits.OBJECTS_IN_GET_MAX),
                from.ids("threadIds", JmapLimits.OBJECTS_IN_GET_MAX),
                from.text("undoStatus"), from.utcDate("before"), from.utcDate("after"));
        }

        boolean holds(Line one) {
            return identities.map(all -> all.contains(one.identityId)).orElse(true)
                && emails.map(all -> all.contains(one.emailId)).orElse(true)
                && threads.map(all -> all.contains(one.threadId)).orElse(true)
                && undo.map(one.undo::equals).orElse(true)
                && before.map(time -> one.sendAt.isBefore(time)).orElse(true)
                && after.map(time -> !one.sendAt.isBefore(time)).orElse(true);
        }
    }

    private record Asked(Optional<Filter<Condition>> filter, List<SortTerm> sort) {
        static Asked of(Call call) throws MethodError {
            return new Asked(Filter.parse(call.arguments().object("filter"), Condition::parse),
                SortTerm.parse(call.arguments(), "sort", SORTS));
        }

        List<String> ids(List<Line> found) {
            found.removeIf(one -> filter.isPresent() && !filter.get().holds(condition -> condition.holds(one)));
            found.sort(order());
            return found.stream().map(Line::id).toList();
        }

        private Comparator<Line> order() {
            Comparator<Line> order = (_, _) -> 0;
            for (var term : sort) {
                var one = by(term.property());
                order = order.thenComparing(term.ascending() ? one : one.reversed());
            }
            return order.thenComparing(Line::created);
        }

        private static Comparator<Line> by(String property) {
            return switch (property) {
                case "emailId" -> Comparator.comparing(Line::emailId);
                case "threadId" -> Comparator.comparing(Line::threadId);
                default -> Comparator.comparing(Line::sendAt);
            };
        }
    }

    ObjectNode query(Call call) throws MethodError {
        call.account();
        var asked = Asked.of(call);
        var window = Window.parse(call.arguments());
        call.arguments().end();
        var state = state(outbox, call);
        var results = Window.Results.of(asked.ids(lines(call)));
        return Queries.answer(call, state, true, results, window);
    }

    // ---- RFC 8621 section 7.4 ----

    /** What has changed is removed, and added where it is now, which RFC 8620 section 5.6 allows. */
    ObjectNode queryChanges(Call call) throws MethodError {
        call.account();
        var asked = Asked.of(call);
        var arguments = call.arguments();
        var since = arguments.textThatIs("sinceQueryState");
        var max = arguments.unsigned("maxChanges");
        arguments.id("upToId");
        boolean calculateTotal = arguments.flag("calculateTotal", false);
        arguments.end();
        var state = state(outbox, call);
        var changed = since(call).of(since).orElseThrow(OwnChanges::unknown).stream().map(OwnChanges.One::id)
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        var ids = asked.ids(lines(call));
        var answer = call.answer().put("oldQueryState", since).put("newQueryState", state);
        changed.forEach(answer.putArray("removed")::add);
        var added = answer.putArray("added");
        for (int i = 0; i < ids.size(); i++) {
            if (changed.contains(ids.get(i))) added.addObject().put("id", ids.get(i)).put("index", i);
        }
        boolean isTooMuch = max.isPresent() && changed.size() + added.size() > max.getAsLong();
        if (isTooMuch) throw MethodError.of("tooManyChanges", "More than maxChanges");
        if (calculateTotal) answer.put("total", ids.size());
        call.budget().take(answer);
        return answer;
    }
}
