package sigillo.filter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import sigillo.base.Alarms;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/**
 * Lists of others in DNS. All that concern a message are asked at once; what is late counts for nothing. A list that does not
 * answer us, or has all the world on it, counts for nothing either, and the operator hears of it. Any thread.
 */
public final class DnsLists {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final List<DnsList> lists;
    private final Lookup dns;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Duration patience;
    /** When it was looked whether a list has all the world on it, and that it has. */
    private final Map<DnsList, Looked> looked = new ConcurrentHashMap<>();

    private record Looked(Instant at, boolean hasAll) {}

    public DnsLists(List<DnsList> lists, Lookup dns, Alarms alarms, InstantSource clock) {
        this(lists, dns, alarms, clock, PATIENCE);
    }

    /** {@code patience}: for a message, and as much again where it is looked whether a list has all the world on it. */
    DnsLists(List<DnsList> lists, Lookup dns, Alarms alarms, InstantSource clock, Duration patience) {
        this.patience = patience;
        this.lists = List.copyOf(lists);
        this.dns = dns;
        this.alarms = alarms;
        this.clock = clock;
    }

    public static final DnsLists NONE = new DnsLists(List.of(), (_, _) -> new DnsAnswer.Nothing(false), new Alarms() {
        @Override public void raise(String key, String sentence) {}

        @Override public void clear(String key) {}
    }, InstantSource.system());

    boolean isEmpty() { return lists.isEmpty(); }

    /** One that asks about a message, of which the links lead to these {@code hosts}. */
    Engine about(Set<String> hosts) {
        return new Engine() {
            @Override public String name() { return "lists"; }

            @Override public Duration patience() { return patience.multipliedBy(2).plusSeconds(1); }

            @Override public Said look(Mail mail) { return new Said.Reasons(asked(mail, hosts), OptionalInt.empty()); }
        };
    }

    private record Question(DnsList list, String name, String what) {}

    private List<Reason> asked(Mail mail, Set<String> hosts) {
        var questions = new ArrayList<Question>();
        for (var list : lists) ListNames.of(list.kind(), mail, hosts).forEach((name, what) -> questions.add(new Question(list, name + "." + list.zone(), what)));
        var some = questions.subList(0, Math.min(questions.size(), FilterLimits.LIST_QUESTIONS_MAX));
        var lookup = mail.origin().client().map(dns::ofMessage).orElse(dns);
        var answers = answers(lookup, some.stream().map(Question::name).collect(Collectors.toSet()));
        var reasons = new LinkedHashMap<DnsList, Reason>();
        for (var question : some) {
            if (isListed(question.list, answers.get(question.name), lookup))
                reasons.putIfAbsent(question.list, new Reason("list-" + question.list.name(), question.list.weight(), question.list.sentence(question.what)));
        }
        return List.copyOf(reasons.values());
    }

    /** Each is asked once, all at a time. */
    private Map<String, DnsAnswer> answers(Lookup lookup, Set<String> names) {
        long until = System.nanoTime() + patience.toNanos();
        var tasks = names.stream().collect(Collectors.toMap(name -> name, name -> {
            var task = new FutureTask<>(() -> lookup.ask(name, DnsType.A));
            Thread.ofVirtual().start(task);
            return task;
        }));
        var answers = new LinkedHashMap<String, DnsAnswer>();
        tasks.forEach((name, task) -> answer(task, until).ifPresent(answer -> answers.put(name, answer)));
        return answers;
    }

    private static Optional<DnsAnswer> answer(FutureTask<DnsAnswer> task, long until) {
        try {
            return Optional.of(task.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            task.cancel(true);
        }
        return Optional.empty();
    }

    private boolean isListed(DnsList list, DnsAnswer answer, Lookup lookup) {
        if (answer == null || answer instanceof DnsAnswer.Failed) return false;
        var says = answer.all(DnsData.Host.class).stream().map(host -> list.says(host.address())).toList();
        if (says.contains(DnsList.Says.REFUSES)) {
            alarms.raise(alarm(list), "The DNS list " + list.name() + " (" + list.zone() + ") does not answer this server, and counts for nothing: "
                + shown(answer) + ". Such lists do not answer resolvers that many share, or want a key: see who keeps it, or take it out of [[filter.list]].",
                "La lista DNS " + list.name() + " (" + list.zone() + ") non risponde a questo server, e non conta nulla: "
                + shown(answer) + ". Tali liste non rispondono a resolver che molti condividono, o vogliono una chiave: leggere le pagine di chi la pubblica, o toglierla da [[filter.list]].");
            return false;
        }
        boolean isListed = says.contains(DnsList.Says.LISTED);
        if (isListed && hasAll(list, lookup)) return false;
        alarms.clear(alarm(list));
        return isListed;
    }

    private static String shown(DnsAnswer answer) {
        return answer.all(DnsData.Host.class).stream().limit(3).map(host -> host.address().getHostAddress()).collect(Collectors.joining(", "));
    }

    /** RFC 5782. Looked at once an hour, when it lists something. */
    private boolean hasAll(DnsList list, Lookup lookup) {
        var now = clock.instant();
        var before = looked.get(list);
        if (before == null || now.isAfter(before.at.plus(FilterLimits.LIST_LOOKED_AT_EVERY))) {
            boolean has = answers(lookup, Set.of(list.neverListed())).values().stream()
                .flatMap(answer -> answer.all(DnsData.Host.class).stream()).anyMatch(host -> list.says(host.address()) == DnsList.Says.LISTED);
            before = new Looked(now, has);
            looked.put(list, before);
        }
        if (before.hasAll) alarms.raise(alarm(list), "The DNS list " + list.name() + " (" + list.zone()
            + ") has all the world on it, and counts for nothing: it was probably given up. Take it out of [[filter.list]].",
            "La lista DNS " + list.name() + " (" + list.zone() + ") ha dentro tutto il mondo, e non conta nulla: probabilmente è stata abbandonata. Toglierla da [[filter.list]].");
        return before.hasAll;
    }

    private static String alarm(DnsList list) { return "dns list " + list.name(); }
}
