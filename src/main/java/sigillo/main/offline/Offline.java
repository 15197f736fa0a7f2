package sigillo.main.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sigillo.admin.FilterDesk;
import sigillo.admin.InvitationDesk;
import sigillo.admin.LearningDesk;
import sigillo.admin.Answer;
import sigillo.admin.Beside;
import sigillo.admin.ListDesk;
import sigillo.admin.MaskedDesk;
import sigillo.admin.OpenPgpDesk;
import sigillo.admin.Operator;
import sigillo.admin.OverSocket;
import sigillo.admin.Reach;
import sigillo.admin.Request;
import sigillo.admin.ReceiversDesk;
import sigillo.admin.Results;
import sigillo.admin.ScrubDesk;
import sigillo.admin.RefusedDesk;
import sigillo.admin.RulesDesk;
import sigillo.admin.SendingDesk;
import sigillo.admin.SigningDesk;
import sigillo.base.Address;
import sigillo.invitations.Inviting;
import sigillo.main.attendance.Attendance;
import sigillo.main.command.Failure;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.main.kept.Settings;
import sigillo.main.signin.LedgerNotes;
import sigillo.protectedmail.ProtectedMessages;
import sigillo.queue.Destination;
import sigillo.queue.MailQueue;
import sigillo.scrub.Scrub;
import sigillo.smtp.ReversePath;
import sigillo.upgrade.Upgrade;

/**
 * An operator of our own over a data directory that no server uses. The store's lock decides; in a cluster {@link
 * sigillo.main.cluster.SoleServer}.
 */
public final class Offline implements Reach {
    private final Kept kept;
    private final MailQueue queue;
    private final Operator operator;

    private Offline(Kept kept, Config config) {
        this.kept = kept;
        this.queue = new MailQueue(kept.store(), Offline::nowhere, new Settings(config).queue(), kept.clock(), kept.traces(), kept.alarms(),
            kept.queueSeal(), kept.alone().colleagues());
        this.operator = new Operator(kept.directory(), kept.editor(), kept.residents(config), queue.desk(), kept.traces().stories(),
            kept.folder().spool().resolve("import"), () -> status(config), Optional.of(kept.backups(config)));
        if (config.relay().loopbackOnly()) operator.stayingHere();
        operator.with(new RulesDesk(kept.directory(), kept.rules()));
        var messages = new ProtectedMessages(kept.store(), id -> kept.accounts().open(id).usage(),
            (_, _) -> { }, kept.clock());
        operator.beside(new Beside(kept.vault().blobs()::octets, messages::octets)).forgetting(messages::forget);
        operator.forgetting(kept.identities()::forget).forgetting(kept.snoozes()::forget).forgetting(kept.vault()::forget)
            .forgetting(account -> queue.tickets().forgetAll(account.text()));
        operator.with(new RefusedDesk(kept.directory(), kept.refused()));
        operator.with(new FilterDesk(kept.directory(), kept.wishes()));
        operator.with(new LearningDesk(kept.directory(), kept.learning(config)));
        var lists = kept.lists();
        kept.directory().programs(lists::resolved);
        operator.with(new ListDesk(kept.directory(), lists, Optional.empty()));
        operator.with(new InvitationDesk(new Inviting(kept.invitations(), new Settings(config).site(), config.sealing().level(), Optional.empty()), kept.clock()));
        operator.with(new MaskedDesk(kept.directory(), kept.masked()));
        var notes = LedgerNotes.of(kept);
        operator.telling(notes::operator);
        operator.forgetting(notes::forget);
        operator.with(new OpenPgpDesk(kept.directory(), kept.published(config.hostname()), kept.keyring()::wrapsTo));
        operator.with(new SendingDesk(kept.directory(), kept.sending(config), queue.desk(), kept.alarms()));
        operator.with(new SigningDesk(kept.signing(config), () -> false));
        operator.with(new ReceiversDesk(kept.receivers(), kept.clock()));
        operator.with(new ScrubDesk(() -> Scrub.state(kept.store()), () -> false));
    }

    /** The queue is never started: orders need to know no destination. */
    static Destination nowhere(ReversePath from, Address recipient) { throw new IllegalStateException("nothing is sent here"); }

    /** The running server when there is one, else the data directory itself. */
    public static Reach orRunning(Config config) throws IOException {
        var running = OverSocket.connect(config.operator().socket());
        if (running.isPresent()) return running.get();
        if (!Files.isDirectory(config.data())) throw new Failure("there is no data directory " + config.data() + ": has the server ever run?");
        if (Upgrade.progress(config.data()).filter(now -> now.step().isUnderWay()).isPresent())
            throw new Failure("an upgrade is under way in " + config.data() + ": start the server, which ends it, or wait");
        return new Offline(Kept.open(config), config);
    }

    private Results.Status status(Config config) {
        return new Results.Status(false, config.hostname().name(), Duration.ZERO, kept.directory().domains().size(),
            kept.directory().accounts().size(), kept.directory().aliases().size(), queue.counts(), List.of(), List.of(), List.of(), kept.store().trouble(),
            Attendance.of(kept.store(), kept.clock().instant()), kept.backups(config).lines(), List.of(), List.of(), List.of());
    }

    @Override public Answer ask(Request request) { return operator.perform(request); }

    @Override public void close() { kept.close(); }
}
