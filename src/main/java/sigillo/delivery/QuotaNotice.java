package sigillo.delivery;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.QuotaWarning;
import sigillo.account.Role;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.Sizes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;

/**
 * Tells the owner of an account that is nearly full, by a mail into it, which is kept however full it is. One after the
 * other on a thread of its own; what cannot be told is in the log. May be called from any thread, and returns at once.
 */
public final class QuotaNotice implements Consumer<QuotaWarning>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QuotaNotice.class.getName());
    private static final DateTimeFormatter DATE =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.US).withZone(ZoneOffset.UTC);

    private final Domain hostname;
    private final Directory directory;
    private final Accounts accounts;
    private final InstantSource clock;
    private final ExecutorService telling =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("quota-notice").factory());

    public QuotaNotice(Domain hostname, Directory directory, Accounts accounts, InstantSource clock) {
        this.hostname = hostname;
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override public void accept(QuotaWarning warning) {
        try {
            telling.execute(() -> tell(warning));
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.INFO, "account " + warning.account() + " is not told that it is nearly full: the server stops");
        }
    }

    private void tell(QuotaWarning warning) {
        try {
            directory.account(warning.account())
                .ifPresent(account -> deposit(warning.account(), text(account, warning)));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "account " + warning.account() + " could not be told that it is nearly full", e);
        }
    }

    private void deposit(AccountId id, String text) {
        var account = accounts.open(id);
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        var content = Octets.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        var deposit = new Deposit(content, List.of(inbox), Set.of(), false, clock.instant(), Optional.empty())
            .beyondQuota();
        if (!(account.deposit(deposit) instanceof Deposited.Kept)) throw new IllegalStateException("it was not kept");
        LOG.log(Level.INFO, "account " + id + " is told that it is nearly full");
    }

    /** RFC 3834 section 5: no program answers it. */
    private String text(AccountRecord account, QuotaWarning warning) {
        var held = Sizes.shown(warning.octets(), Locale.ROOT);
        var max = Sizes.shown(warning.octetsMax(), Locale.ROOT);
        var now = clock.instant();
        return """
            From: Sigillo <postmaster@%1$s>
            To: %2$s
            Date: %3$s
            Message-ID: <quota.%4$d.%5$s@%1$s>
            Subject: Your mailbox is %6$d%% full / La tua casella è piena al %6$d%%
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Your mailbox holds %7$s of %8$s.

            When it is full, new mail is turned away: senders are told to try again, and after some days
            that it could not be delivered. Delete what you do not need and empty the trash; what you
            delete stops counting at once. Or ask who runs this server for more room.

            La tua casella contiene %7$s su %8$s.

            Quando è piena, la nuova posta viene rifiutata: ai mittenti viene detto di riprovare e, dopo
            qualche giorno, che non è stato possibile consegnarla. Elimina ciò che non ti serve e svuota il
            cestino; ciò che elimini smette subito di contare. Oppure chiedi più spazio a chi gestisce il server.
            """.formatted(hostname.name(), account.address(), DATE.format(now), now.toEpochMilli(), account.id(),
            warning.percent(), held, max);
    }

    /** What is to be told by now is told, up to a bound. */
    @Override public void close() {
        telling.shutdown();
        try {
            if (!telling.awaitTermination(2, TimeUnit.SECONDS)) telling.shutdownNow();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
