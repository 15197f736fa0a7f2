package sigillo.main.kept;

import java.util.List;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.delivery.TurnedAway;
import sigillo.directory.Recipients;
import sigillo.directory.Recipients.Resolved;
import sigillo.filter.OwnWishes;
import sigillo.filter.Word;
import sigillo.refused.Day;
import sigillo.refused.RefusedMail;
import sigillo.web.OwnRefusals;

/** What doors and delivery refuse, for those who are to see it; what its owner does about it. */
public record Refused(RefusedMail refused, OwnWishes wishes) implements TurnedAway, OwnRefusals {

    /** As long as a name of DNS: the address behind it is not cut off. */
    private static final int HELO_CHARACTERS_MAX = 255;

    /** Whose mail it would have been: an account's, or those of the accounts to which an alias leads. */
    static List<AccountId> owners(Recipients recipients, Address address) {
        return switch (recipients.resolve(address)) {
            case Resolved.Local(var account, _, _) -> List.of(account);
            case Resolved.Several(var targets) -> targets.stream().flatMap(Refused::account).toList();
            case Resolved.Elsewhere _, Resolved.Back _, Resolved.Unknown _, Resolved.Disabled _, Resolved.Closed _, Resolved.Handled _, Resolved.NotLocal _ -> List.of();
        };
    }

    private static Stream<AccountId> account(Resolved target) {
        return target instanceof Resolved.Local(var account, _, _) ? Stream.of(account) : Stream.empty();
    }

    @Override public void told(Mail mail) {
        var helo = mail.helo().substring(0, Math.min(HELO_CHARACTERS_MAX, mail.helo().length()));
        var from = helo + mail.client().map(address -> " [" + address.getHostAddress() + "]").orElse("");
        var reply = mail.reply();
        var text = reply.status().map(status -> status + " ").orElse("") + reply.text();
        refused.note(mail.sender(), mail.recipients(), from.strip(), reply.code(), text);
    }

    @Override public List<Day> of(AccountId account) { return refused.of(account); }

    @Override public boolean letIn(AccountId account, Address sender) {
        return wishes.say(account, sender.toString(), Word.ALLOW) == OwnWishes.Said.DONE;
    }

    @Override public boolean isLetIn(AccountId account, Address sender) { return wishes.isAllowed(account, sender.toString()); }
}
