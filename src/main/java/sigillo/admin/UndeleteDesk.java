package sigillo.admin;

import java.io.IOException;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Deposited;
import sigillo.account.Expunged;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.MessageEnvelope;
import sigillo.message.MessageMeta;

/** What was expunged and can be had back: for whom the account opens. */
final class UndeleteDesk implements Desk {
    /** Messages of one request. */
    static final int MAX = 10_000;

    private final OpenAccounts open;

    UndeleteDesk(OpenAccounts open) { this.open = open; }

    @Override public void register(Requests requests) {
        requests.on(Request.ListExpunged.class, this::list);
        requests.on(Request.Undelete.class, this::undelete);
    }

    /** The last first. */
    Answer list(Request.ListExpunged asked) {
        int max = Math.clamp(asked.max(), 1, MAX);
        return open.with(asked.address(), asked.password(), account ->
            Operator.list(account.expunged(max), one -> line(account, one)));
    }

    private static Results.ExpungedLine line(Account account, Expunged one) {
        var envelope = account.content(one).map(UndeleteDesk::envelope).orElse(MessageEnvelope.EMPTY);
        var from = envelope.from().flat().stream().findFirst().map(author -> author.addrSpec());
        return new Results.ExpungedLine(
            one.id().value(), one.expungedAt(), path(account, one), from, envelope.subject(),
            one.size(), one.receivedAt());
    }

    /** One that cannot be read is listed without what it says. */
    private static MessageEnvelope envelope(Octets content) {
        try {
            return MessageMeta.of(Message.parse(content)).envelope();
        } catch (IOException e) {
            return MessageEnvelope.EMPTY;
        }
    }

    /** Empty when the mailbox is gone. */
    private static Optional<String> path(Account account, Expunged one) {
        return account.mailbox(one.mailbox()).map(account::path);
    }

    Answer undelete(Request.Undelete asked) {
        return open.with(asked.address(), asked.password(), account -> undelete(account, asked));
    }

    private Answer undelete(Account account, Request.Undelete asked) {
        var into = asked.into().map(account::mailboxId);
        if (into.isPresent() && into.get().isEmpty()) {
            return new Answer.Failed("there is no mailbox " + asked.into().get());
        }
        var wanted = account.expunged(MAX).stream()
            .filter(one -> asked.numbers().isEmpty() || asked.numbers().contains(one.id().value())).toList();
        if (wanted.isEmpty()) return new Answer.Failed("nothing of that can be had back");
        long back = 0;
        for (var one : wanted) {
            switch (account.undelete(one, place(account, one, into.map(Optional::orElseThrow)))) {
                case Deposited.Kept _ -> back++;
                case Deposited.AlreadyThere() -> { } // somebody else was quicker, or its time has ended
                case Deposited.NoSuchMailbox _ -> { return stopped(back, "its mailbox is gone"); }
                case Deposited.OverQuota _ -> {
                    return stopped(back, "the account holds as much as it may (account quota)");
                }
                case Deposited.OverLimit(var why) -> { return stopped(back, why); }
            }
        }
        return Operator.change(count(back) + " back");
    }

    private static Answer stopped(long back, String why) {
        return new Answer.Failed(why + "; " + count(back) + " back, the others can still be had");
    }

    private static String count(long messages) { return messages == 1 ? "1 message is" : messages + " messages are"; }

    /** Where it is wanted, else where it was, else the inbox. */
    private static MailboxId place(Account account, Expunged one, Optional<MailboxId> into) {
        return into.or(() -> account.mailbox(one.mailbox()).map(Mailbox::id))
            .orElseGet(() -> account.mailboxId(Role.INBOX).orElseThrow());
    }
}
