package sigillo.delivery;

import java.util.ArrayList;
import java.util.List;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.Recipients;
import sigillo.directory.Recipients.Resolved;
import sigillo.directory.Writer;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;

/** Where a recipient's mail goes. */
sealed interface Route {
    /** Not both empty. */
    record To(List<AccountId> accounts, List<Address> elsewhere) implements Route {
        public To {
            accounts = List.copyOf(accounts);
            elsewhere = List.copyOf(elsewhere);
        }
    }

    record Nowhere(SmtpReply why) implements Route {}

    /** A program of this server has it, which is a carrier of its own. */
    record Handled() implements Route {}

    SmtpReply UNKNOWN = SmtpReply.of(550, "5.1.1", "No such mailbox here");
    SmtpReply DISABLED = SmtpReply.of(550, "5.2.1", "This mailbox is disabled");
    SmtpReply CLOSED = SmtpReply.of(550, "5.7.1", "Only some may write to this address, and nobody vouches that you are one of them");
    SmtpReply NOT_LOCAL = SmtpReply.of(550, "5.7.1", "Not our domain, and relaying needs a login");
    SmtpReply NO_NOTIFICATION =
        SmtpReply.of(550, "5.7.1", "This address takes notifications only, which have no sender");
    SmtpReply LOOP = SmtpReply.of(554, "5.4.6", "This message was here before: it goes round in a circle");

    static Route of(Recipients recipients, Trail trail, ReversePath from, Writer writer, Recipient recipient) {
        if (trail.hasBeenAt(recipient.address())) return new Nowhere(LOOP);
        return switch (recipients.resolve(recipient.address(), writer)) {
            // The part behind + is for rules of the user's own. Without one the inbox is where mail is looked for: a
            // mailbox that has the same name by chance would hide it, and strangers would choose where it goes.
            case Resolved.Local(var account, _, _) -> new To(List.of(account), List.of());
            case Resolved.Elsewhere(var address) -> new To(List.of(), List.of(address));
            case Resolved.Several(var targets) -> several(targets);
            case Resolved.Unknown() -> new Nowhere(UNKNOWN);
            case Resolved.Disabled() -> new Nowhere(DISABLED);
            case Resolved.Closed() -> new Nowhere(CLOSED);
            case Resolved.Handled() -> new Handled();
            case Resolved.NotLocal() -> new Nowhere(NOT_LOCAL);
            case Resolved.Back(var original) -> from.sender().isPresent() ? new Nowhere(NO_NOTIFICATION)
                : new To(List.of(), List.of(original));
        };
    }

    /** An alias reaches those of its targets that can be reached. */
    private static Route several(List<Resolved> targets) {
        var accounts = new ArrayList<AccountId>();
        var elsewhere = new ArrayList<Address>();
        for (var target : targets) {
            switch (target) {
                case Resolved.Local(var account, _, _) -> accounts.add(account);
                case Resolved.Elsewhere(var address) -> elsewhere.add(address);
                case Resolved.Several _, Resolved.Unknown _, Resolved.Disabled _, Resolved.Closed _, Resolved.Handled _, Resolved.NotLocal _,
                    Resolved.Back _ -> { }
            }
        }
        return accounts.isEmpty() && elsewhere.isEmpty() ? new Nowhere(UNKNOWN) : new To(accounts, elsewhere);
    }
}
