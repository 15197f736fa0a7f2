package sigillo.admin;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.archive.ComparingRoom;
import sigillo.backup.Backups;
import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.queue.QueueDesk;
import sigillo.store.StoreException;
import sigillo.trace.Stories;

/**
 * Carries out what the operator asks, in a server that runs as in one that is stopped. Any thread may call; a request that
 * touches many accounts takes its time.
 */
public final class Operator {
    /** Accounts of one request: some seconds of hashing. */
    public static final int BATCH_MAX = 100;

    private static final System.Logger LOG = System.getLogger("sigillo.operator");

    private final Requests requests = new Requests();
    private volatile Witness witness = Witness.NOBODY;
    private final AccountDesk accounts;
    private final MovingDesk moving;
    private final QuotaDesk quota;
    private final List<Desk> desks = new ArrayList<>();
    private final ComparingRoom comparing = new ComparingRoom();

    /** {@code scratch}: a folder of its own for what is read in. */
    public Operator(Directory directory, DirectoryEditor editor, Residents residents, QueueDesk queue, Stories stories, Path scratch,
            Supplier<Results.Status> status) {
        this(directory, editor, residents, queue, stories, scratch, status, Optional.empty());
    }

    /** {@code backups}: of this server. */
    public Operator(Directory directory, DirectoryEditor editor, Residents residents, QueueDesk queue, Stories stories, Path scratch,
            Supplier<Results.Status> status, Optional<Backups> backups) {
        this.accounts = new AccountDesk(directory, editor, residents);
        var open = new OpenAccounts(directory, residents);
        this.moving = new MovingDesk(open, scratch, comparing);
        requests.on(Request.Status.class, _ -> new Answer.Done(status.get()));
        requests.on(Request.RemoveAccount.class, asked -> removed(asked.address()));
        with(accounts);
        with(new ArchiveDesk(open, scratch, comparing));
        with(new DirectoryDesk(directory, editor));
        with(new GrantDesk(residents.grants()));
        with(new MessageDesk(queue, stories));
        with(new WaitingDesk(queue));
        with(new FindingDesk(directory, residents));
        with(moving);
        this.quota = new QuotaDesk(directory, editor, residents.accounts());
        with(quota);
        with(new UndeleteDesk(open));
        backups.map(BackupDesk::new).ifPresent(this::with);
    }

    /** Of all imports of this server, whoever asks for them. */
    public ComparingRoom comparing() { return comparing; }

    /** One more: what no desk answers is not done here. To be called before the first request. */
    public Operator with(Desk desk) {
        desk.register(requests);
        desks.add(desk);
        accounts.forgetting(desk::forget);
        return this;
    }

    /** {@code also}: what else is kept of an account that is removed goes by this. To be called before the first request. */
    public Operator forgetting(Consumer<AccountId> also) {
        accounts.forgetting(also);
        return this;
    }

    /** What accounts keep beside their mail. To be called before the first request. */
    public Operator beside(Beside all) {
        quota.beside(all);
        return this;
    }

    /** Imports call no other machine: for demos and tests. To be called before the first request. */
    public Operator stayingHere() {
        moving.stayHere();
        return this;
    }

    /** Who notes what is done. To be called before the first request. */
    public void telling(Witness who) { witness = who; }

    /** Never throws: what goes wrong is told, and logged when it is our fault. */
    public Answer perform(Request request) {
        try {
            var noted = witness.before(request);
            var answer = requests.answer(request);
            if (answer instanceof Answer.Done done) noted.accept(done);
            return answer;
        } catch (StoreException e) {
            return new Answer.Failed("the store: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the operator's request " + request.getClass().getSimpleName() + " failed", e);
            return new Answer.Failed("a fault in the server: " + e);
        }
    }

    /** Ends what a stop has left in the middle. To be called at a start, and once in a while. */
    public void tidy() { accounts.endRemovals(); }

    private Answer removed(Address address) {
        var answer = accounts.remove(address);
        if (answer instanceof Answer.Done) desks.forEach(desk -> desk.left(address));
        return answer;
    }

    /** Whether one of its desks answers requests of this kind. */
    boolean answers(Class<?> kind) { return requests.answers(kind); }

    static <T> Answer answer(Edited<T> edited, Function<T, String> done) {
        return switch (edited) {
            case Edited.Done<T>(var now) -> change(done.apply(now));
            case Edited.Refused<T>(var why) -> new Answer.Failed(why);
        };
    }

    static Answer change(String done) { return new Answer.Done(new Results.Change(done)); }

    static <T, R> Answer list(List<T> all, Function<T, R> line) { return new Answer.Done(all.stream().map(line).toList()); }
}
