package sigillo.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Deposit;
import sigillo.account.Keyword;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.base.Octets;
import sigillo.sieve.Action;
import sigillo.sieve.EditedHeader;
import sigillo.smtp.SmtpReply;

/**
 * Where in the account a message goes by a script: deposits that are made together. A folder that is not there is
 * the inbox.
 */
final class Ruled {
    /** RFC 5321 section 4.5.3.1.5: a line of a reply has 512 octets. */
    private static final int REASON_CHARACTERS_MAX = 300;
    /** Of a name in a letter: senders may have chosen it, and the letter is ours. */
    private static final int SHOWN_CHARACTERS_MAX = 40;
    private static final String DELETED = "\\deleted";

    private final Account account;
    private final Filing.Mail mail;
    private final OwnersRules.Said said;
    private final Optional<String> deliveryKey;
    private final Instant now;
    private final List<Deposit> deposits = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Set<MailboxId> into = new HashSet<>();
    private final Octets finalLines;
    private final Octets asItCame;

    /** Makes mailboxes that are to be made. Throws {@link IOException} when the message cannot be read. */
    Ruled(Account account, Filing.Mail mail, OwnersRules.Said said, byte[] finalLines, Optional<String> deliveryKey,
        Instant now)
            throws IOException {
        this.account = account;
        this.mail = mail;
        this.said = said;
        this.finalLines = Octets.of(finalLines);
        this.asItCame = Octets.concat(List.of(this.finalLines, mail.message()));
        this.deliveryKey = deliveryKey;
        this.now = now;
        for (var action : said.actions()) {
            switch (action) {
                case Action.Keep(var flags, _, var edited) -> add(account.inbox(), flags, edited);
                case Action.FileInto(var target, var flags, var edited) -> add(orInbox(target), flags, edited);
                case Action.Redirect _, Action.Reject _, Action.Vacation _, Action.Notice _, Action.Remember _ -> { }
            }
        }
    }

    List<Deposit> deposits() { return deposits; }

    /** For the owner. */
    List<String> troubles() { return troubles; }

    /** Names of mailboxes are not for the story. */
    String where() {
        if (deposits.isEmpty()) return "no mailbox, by a rule of its owner";
        return into.equals(Set.of(account.inbox())) ? "the inbox" : "where a rule of its owner says";
    }

    private MailboxId orInbox(Action.Target target) {
        return mailbox(account, target).orElseGet(() -> {
            troubles.add("A rule files mail into \"" + shown(target.name())
                + "\", which is not there: the mail is in your inbox.");
            return account.inbox();
        });
    }

    private static String shown(String name) {
        return name.codePointCount(0, name.length()) <= SHOWN_CHARACTERS_MAX ? name
            : name.substring(0, name.offsetByCodePoints(0, SHOWN_CHARACTERS_MAX)) + "...";
    }

    private void add(MailboxId mailbox, List<String> flags, Optional<EditedHeader> edited) throws IOException {
        if (!into.add(mailbox)) return; // RFC 5228 section 2.10.3
        var content = edited.isPresent()
            ? Octets.concat(List.of(finalLines, edited.get().of(said.around().message()))) : asItCame;
        int number = deposits.size();
        boolean isDeleted = flags.stream().anyMatch(flag -> flag.equalsIgnoreCase(DELETED));
        deposits.add(new Deposit(content, List.of(mailbox), keywords(flags), isDeleted, now,
            deliveryKey.map(key -> number == 0 ? key : key + "/" + number)));
    }

    /**
     * RFC 9042: by id; RFC 8579 section 4: by its use; else by name, made when the script says so (RFC 5490 section
     * 3.2).
     */
    static Optional<MailboxId> mailbox(Account account, Action.Target target) {
        return target.id().flatMap(id -> byId(account, id)).or(
            () -> target.use().flatMap(Ruled::role).flatMap(account::mailboxId))
            .or(() -> account.mailboxId(target.name())).or(
                () -> target.create() ? created(account, target) : Optional.empty());
    }

    private static Optional<MailboxId> created(Account account, Action.Target target) {
        return switch (account.create(target.name(), target.use().flatMap(Ruled::role))) {
            case MailboxAnswer.Done(var made) -> Optional.of(made.id());
            case MailboxAnswer.Exists(var id) -> Optional.of(id);
            case MailboxAnswer.NoSuchMailbox _, MailboxAnswer.BadName _, MailboxAnswer.NotAllowed _,
                MailboxAnswer.HasChildren _,
                MailboxAnswer.OverLimit _ -> Optional.empty();
        };
    }

    /** As IMAP shows it, RFC 8474 section 4. */
    static Optional<MailboxId> byId(Account account, String id) {
        return MailboxId.parse(id).filter(one -> account.mailbox(one).isPresent());
    }

    /** RFC 6154 section 2. */
    static Optional<Role> role(String use) {
        for (var role : Role.values()) {
            if (role != Role.INBOX && use.equalsIgnoreCase("\\" + role.name())) return Optional.of(role);
        }
        return Optional.empty();
    }

    /** RFC 8621 section 4.1.1: a flag of IMAP's is a keyword of that name. */
    static Set<Keyword> keywords(List<String> flags) {
        var all = new LinkedHashSet<Keyword>();
        for (var flag : flags) {
            if (flag.equalsIgnoreCase(DELETED)) continue;
            Keyword.parse(flag.startsWith("\\") ? "$" + flag.substring(1) : flag).filter(
                one -> !one.equals(Keyword.POP_DELETED))
                .ifPresent(all::add);
        }
        return all;
    }

    /** RFC 5429 section 2.1.1: in the reply, which is ASCII. */
    static SmtpReply refusal(String reason) {
        var text = reason.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?").strip();
        var shown = text.isEmpty() ? "The recipient does not want this message" : text;
        return SmtpReply.of(550, "5.7.1", shown.substring(0, Math.min(REASON_CHARACTERS_MAX, shown.length())));
    }
}
