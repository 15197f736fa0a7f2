package sigillo.protectedmail;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;
import sigillo.spool.Spool;
import sigillo.spool.Spooled;

/**
 * Answers to password-protected messages: mail in the sender's inbox, kept as all his mail is. What was answered is a
 * file in it, encrypted by who answers to a key that lies in the sender's own copy. Any thread.
 */
public final class ProtectedReplies {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The webmail opens it; others see a file. */
    static final String TYPE = "application/vnd.sigillo.protected-reply";
    private static final String TEXT = """
        Somebody has answered your password-protected message. The answer is the
        attached file, encrypted; the webmail opens it.

        --

        Qualcuno ha risposto al tuo messaggio protetto da password. La risposta è
        il file allegato, cifrato; la webmail lo apre.
        """;

    enum Done { KEPT, FULL, FAILED }

    private final Domain hostname;
    private final Function<AccountId, Optional<Address>> senders;
    private final Function<AccountId, Account> accounts;
    private final Spool spool;
    private final InstantSource clock;

    /** {@code senders}: the addresses of accounts that are there. */
    public ProtectedReplies(Domain hostname, Function<AccountId, Optional<Address>> senders,
        Function<AccountId, Account> accounts,
            Spool spool, InstantSource clock) {
        this.hostname = hostname;
        this.senders = senders;
        this.accounts = accounts;
        this.spool = spool;
        this.clock = clock;
    }

    /** Durable when it is KEPT. Throws {@link IOException} where there is no room to write it, or the disk fails. */
    Done deposit(Bytes name, ProtectedMessage message, Octets reply) throws IOException {
        var to = senders.apply(message.account());
        if (to.isEmpty()) return Done.FAILED;
        var account = accounts.apply(message.account());
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        try (var mail = mail(to.get(), name, message, reply)) {
            var deposit = new Deposit(mail, List.of(inbox), Set.of(), false, clock.instant(), Optional.empty());
            return switch (account.deposit(deposit)) {
                case Deposited.Kept _, Deposited.AlreadyThere _ -> Done.KEPT;
                case Deposited.OverQuota _, Deposited.OverLimit _ -> Done.FULL;
                case Deposited.NoSuchMailbox _ -> Done.FAILED;
            };
        }
    }

    private Spooled mail(Address to, Bytes name, ProtectedMessage message, Octets reply) throws IOException {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        try (var out = spool.fileWriter()) {
            var answered = List.of(message.terms().messageId());
            new MessageWriter(RANDOM).from(NamedAddress.of("Sigillo", new Address("postmaster", hostname)))
                .to(NamedAddress.of("", to))
                .date(clock.instant().atOffset(ZoneOffset.UTC))
                .messageId(HexFormat.of().formatHex(random) + "@" + hostname.name())
                .messageIds("In-Reply-To", answered).messageIds("References", answered)
                .subject("Answer to your protected message / Risposta al tuo messaggio protetto")
                .words("Auto-Submitted", "auto-generated") // RFC 3834 section 5
                .words("Sigillo-Protected-Reply", name.toString())
                .body(MessageBody.Multipart.mixed(MessageBody.Text.plain(TEXT),
                    MessageBody.File.attachment("answer.sealed", TYPE, reply)))
                .writeTo(out.stream());
            return out.finish();
        }
    }
}
