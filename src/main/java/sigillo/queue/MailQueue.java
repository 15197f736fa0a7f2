package sigillo.queue;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Alarms;
import sigillo.signing.Signer;
import sigillo.store.Abandoned;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.trace.Event;
import sigillo.trace.Traces;

/**
 * The queue: what is to leave (and what could not be put into an account here at once) waits in the store until it is
 * delivered, given up or dropped. Mail may be put in before {@link #start} and after {@link #close}: it waits. Any
 * thread.
 */
public final class MailQueue implements Enqueue, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MailQueue.class.getName());

    private static final String FULL_ALARM = "queue/full";

    private final Environment environment;
    private final QueueRows rows;
    private final Leases leases;
    private final ClaimBook book;
    private final Dispatcher dispatcher;
    private final QueueDesk desk;
    private final Tickets tickets;
    private final Settler settler;
    private volatile boolean started;

    public MailQueue(Store store, Destinations destinations, QueueSettings settings, InstantSource clock, Traces traces,
            Alarms alarms, QueueSeal seal) {
        this(store, destinations, settings, clock, traces, alarms, seal, Colleagues.NONE);
    }

    /** {@code colleagues}: other servers that work on it. */
    public MailQueue(Store store, Destinations destinations, QueueSettings settings, InstantSource clock, Traces traces,
            Alarms alarms, QueueSeal seal, Colleagues colleagues) {
        this(store, destinations, settings, clock, traces, alarms, seal, colleagues, Signer.NONE);
    }

    /** {@code signer}: signs notifications. */
    public MailQueue(Store store, Destinations destinations, QueueSettings settings, InstantSource clock, Traces traces,
            Alarms alarms, QueueSeal seal, Colleagues colleagues, Signer signer) {
        this(store, seal, new Environment(destinations, settings, clock, traces, alarms, new java.security.SecureRandom(),
            colleagues, signer));
    }

    MailQueue(Store store, QueueSeal seal, Environment environment) { this(store, seal, environment, abandoned(environment)); }

    MailQueue(Store store, QueueSeal seal, Environment environment, Abandoned abandoned) {
        this.environment = environment;
        this.rows = new QueueRows(store, seal, (index, time) -> dispatcher().at(index, time),
            new EntryIds(environment.clock(), environment.random()), environment.random(), QueueLimits.ORPHAN_GRACE,
            abandoned);
        this.leases = new Leases(rows, environment.colleagues());
        this.book = new ClaimBook(leases);
        var notices = new Notices(rows, environment);
        this.settler = new Settler(rows, leases, environment, notices);
        this.dispatcher = new Dispatcher(rows, environment, book, settler,
            new Deadlines(rows, environment, leases, book, notices, settler));
        this.desk = new QueueDesk(rows, environment);
        this.tickets = new Tickets(rows, environment);
    }

    private static Abandoned abandoned(Environment environment) {
        return environment.colleagues().mayBe()
            ? new Abandoned(QueueLimits.ORPHAN_GRACE_OF_SEVERAL) : Abandoned.atOnce();
    }

    private Dispatcher dispatcher() { return dispatcher; }

    /** Begins to send. Orphaned messages of an earlier crash are swept in the background. */
    public void start() {
        rows.resume(environment.now());
        settler.remind();
        started = true;
        dispatcher.start();
        Thread.ofPlatform().name("queue sweep").daemon().start(this::sweepAndTidy);
    }

    private void sweepAndTidy() {
        try {
            sweep();
            tidy();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the sweep of the queue's messages was broken off: " + e.getMessage());
        }
    }

    /** Deletes messages that no entry names any more; to be called once an hour. Throws {@link StoreException}. */
    public void sweep() {
        int swept = rows.sweep(environment.now(), dispatcher::isStopping);
        leases.sweep(dispatcher::isStopping);
        tickets.tidy(dispatcher::isStopping);
        if (swept > 0) LOG.log(Level.INFO, "swept " + swept + " messages that no queue entry names");
    }

    /** Ends attempts within seconds; what was not finished is tried again after the next start. */
    @Override public void close() {
        dispatcher.stop();
        try {
            if (started) rows.alive(environment.now());
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the queue could not say that it stops: " + e.getMessage());
        }
    }

    /** Other servers do its work by now: it begins nothing more, and what is under way is interrupted. Does not wait. */
    public void abandon() { dispatcher.abandon(); }

    /** Destroys the keys of what has left; to be called several times an hour. Throws {@link StoreException}. */
    public void tidy() { rows.tidy(dispatcher::isStopping); }

    /** Another server has committed to the queue: what it put in may be due. */
    public void changedElsewhere() { dispatcher.changedElsewhere(environment.now() - QueueLimits.CLOCKS_APART_MAX.toMillis()); }

    /** Another server has died, or something was missed of it: what it had in hand is free. */
    public void freedElsewhere() {
        book.askAgain();
        dispatcher.changedElsewhere(0);
    }

    /** Looks now for what is due: after the clock was changed. */
    public void wake() { dispatcher.signal(); }

    public QueueDesk desk() { return desk; }

    public Tickets tickets() { return tickets; }

    public QueueCounts counts() { return desk.counts(); }

    Dispatcher dispatcherForTests() { return dispatcher; }

    /**
     * Throws {@link QueueFull} beyond the bounds of {@link QueueSettings}, {@link StoreException} when the store cannot
     * keep the messages, {@link IllegalArgumentException} for an envelope without recipients or with more than
     * {@link QueueLimits#RECIPIENTS_MAX}. Then nothing was put in.
     */
    @Override public List<QueueId> enqueue(List<Outgoing> messages) {
        long now = environment.now();
        var entries = new ArrayList<NewEntry>();
        try (var intake = rows.intake()) {
            putIn(messages, intake, entries, now);
        }
        environment.alarms().clear(FULL_ALARM);
        for (int i = 0; i < entries.size(); i++) tell(entries.get(i), messages.get(i));
        return entries.stream().map(fresh -> QueueId.of(fresh.id())).toList();
    }

    private void putIn(List<Outgoing> messages, Intake intake, List<NewEntry> entries, long now) {
        try {
            for (var message : messages) entries.add(intake.make(made(message, now)));
            rows.write(tx -> {
                checkBounds(tx, messages);
                for (int i = 0; i < entries.size(); i++) add(tx, entries.get(i), messages.get(i), now);
                return null;
            });
        } catch (RuntimeException refused) {
            intake.refused(refused);
            intake.giveUp();
            boolean full = refused instanceof QueueFull bound && bound.ofAll();
            if (full) environment.alarms().raise(FULL_ALARM, refused.getMessage());
            throw refused;
        }
    }

    private void add(QueueTx tx, NewEntry fresh, Outgoing message, long now) {
        tx.add(fresh, now, environment.settings().schedule());
        message.ticket().ifPresent(ticket -> tx.tickets().add(fresh.id(), ticket, message.envelope(), now));
    }

    private Intake.Made made(Outgoing message, long now) {
        var envelope = message.envelope();
        int recipients = envelope.recipients().size();
        int max = message.ticket().isPresent() ? QueueLimits.TICKET_RECIPIENTS_MAX : QueueLimits.RECIPIENTS_MAX;
        if (recipients == 0 || recipients > max)
            throw new IllegalArgumentException(recipients + " recipients");
        var destinations = envelope.recipients().stream()
            .map(r -> environment.destinations().of(envelope.from(), r.address()).key()).toList();
        return new Intake.Made(envelope, message.message(), message.trace(), message.submitter(), destinations, now);
    }

    private void checkBounds(QueueTx tx, List<Outgoing> entries) {
        var settings = environment.settings();
        if (tx.counts().entries() + entries.size() > settings.entriesMax())
            throw new QueueFull(settings.entriesMax() + " messages wait in the queue, which are all it may have", true);
        for (var fresh : entries) {
            var submitter = fresh.submitter();
            long waiting = submitter.map(rows.seal()::submitter).map(tx::entriesOf).orElse(0L);
            if (submitter.isPresent() && waiting + entries.size() > settings.submitterEntriesMax())
                throw new QueueFull("too many messages of " + submitter.get() + " wait", false);
        }
    }

    private void tell(NewEntry fresh, Outgoing message) {
        var addresses = message.envelope().recipients().stream().map(r -> r.address()).toList();
        environment.traces().tell(Stories.plain(message.trace(), Event.Kind.QUEUED, addresses,
            "Waits to be sent as " + QueueId.of(fresh.id()), environment.now()));
    }
}
