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
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;

/**
 * Mail of this server to owners of accounts, into their inboxes, which is kept however full they are. One after the other
 * on a thread of its own; what cannot be told is in the log. Any thread.
 */
public final class Letters implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Letters.class.getName());
    private static final DateTimeFormatter DATE =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.US).withZone(ZoneOffset.UTC);

    private final Domain hostname;
    private final Directory directory;
    private final Accounts accounts;
    private final InstantSource clock;
    private final ExecutorService writing =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("letters").factory());

    public Letters(Domain hostname, Directory directory, Accounts accounts, InstantSource clock) {
        this.hostname = hostname;
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** {@code subject}, {@code text}: UTF-8, lines end in LF. {@code answers}: where a reply goes that somebody writes. */
    public record Letter(String subject, String text, Optional<Address> answers) {
        public Letter(String subject, String text) { this(subject, text, Optional.empty()); }
    }

    /** Returns at once. {@code what} it is about, in a word; it is not written to who is gone meanwhile. */
    public void write(AccountId account, String what, Function<AccountRecord, Letter> letter) {
        try {
            writing.execute(() -> deposit(account, what, letter));
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.INFO, "account " + account + " is not told of its " + what + ": the server stops");
        }
    }

    private void deposit(AccountId account, String what, Function<AccountRecord, Letter> letter) {
        try {
            directory.account(account).ifPresent(record -> deposit(account, what, message(record, what, letter.apply(record))));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "account " + account + " could not be told of its " + what, e);
        }
    }

    private void deposit(AccountId id, String what, String message) {
        var account = accounts.open(id);
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        var content = Octets.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        var deposit = new Deposit(content, List.of(inbox), Set.of(), false, clock.instant(), Optional.empty())
            .beyondQuota();
        if (!(account.deposit(deposit) instanceof Deposited.Kept)) throw new IllegalStateException("it was not kept");
        LOG.log(Level.INFO, "account " + id + " is told of its " + what);
    }

    /** RFC 3834 section 5: no program answers it. */
    private String message(AccountRecord account, String what, Letter letter) {
        var now = clock.instant();
        return """
            From: Sigillo <postmaster@%1$s>
            To: %2$s
            Date: %3$s
            Message-ID: <%7$s.%4$d.%5$s@%1$s>
            Subject: %6$s
            %8$sAuto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            """.formatted(hostname.name(), account.address(), DATE.format(now), now.toEpochMilli(), account.id(), letter.subject(), what,
            letter.answers().map(address -> "Reply-To: <" + address + ">\n").orElse(""))
            + letter.text();
    }

    /** What is to be told by now is told, up to a bound. */
    @Override public void close() {
        writing.shutdown();
        try {
            if (!writing.awaitTermination(2, TimeUnit.SECONDS)) writing.shutdownNow();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
