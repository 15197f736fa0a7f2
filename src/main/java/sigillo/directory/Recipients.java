package sigillo.directory;

import java.util.List;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;

/** Says where mail to an address goes. Read at RCPT and again at delivery; must be quick. */
public interface Recipients {

    Resolved resolve(Address address);

    /** As {@link #resolve(Address)}, for mail of {@code writer}: what is behind a group that does not want it is left out. */
    default Resolved resolve(Address address, Writer writer) { return resolve(address); }

    /** True when it depends on the author alone whether its mail is taken: that is known when the message is there. */
    default boolean isClosed(Address address) { return resolve(address, Writer.NOT_SHOWN) instanceof Resolved.Closed; }

    /** True when it is nobody's own, and a catch-all has it. */
    default boolean isCaught(Address address) { return false; }

    boolean isLocal(Domain domain);

    /**
     * True when mail to {@code address} reaches the user's account: its own address, an alias that points to it, a
     * catch-all; with any detail. Whoever gets an address's mail may write under it. RFC 6409 section 6.1.
     */
    default boolean owns(User user, Address address) {
        return reaches(resolve(address), user.account());
    }

    /** Whether it is one of those to which the mail goes. */
    static boolean reaches(Resolved resolved, AccountId who) {
        return switch (resolved) {
            case Resolved.Local(var account, _, _) -> account.equals(who);
            case Resolved.Several(var targets) -> targets.stream()
                .anyMatch(target -> target instanceof Resolved.Local local && local.account().equals(who));
            case Resolved.Elsewhere _, Resolved.Back _, Resolved.Unknown _, Resolved.Disabled _, Resolved.Closed _,
                Resolved.Handled _, Resolved.NotLocal _ -> false;
        };
    }

    /** Where mail of an account goes that is suspected. */
    default Suspected suspected(AccountId account) { return Suspected.JUNK; }

    /** What an address means here. Aliases are already followed (at most {@link DirectoryLimits#ALIAS_DEPTH_MAX} deep). */
    sealed interface Resolved {
        /** {@code detail}: the part after {@code +}, or empty (RFC 5233); {@code mailbox} is the account's main address. */
        record Local(AccountId account, Address mailbox, String detail) implements Resolved {}

        /** Several targets, each {@link Local} or {@link Elsewhere}; no duplicates. */
        record Several(List<Resolved> targets) implements Resolved {
            public Several {
                targets = List.copyOf(targets);
            }
        }

        /** An alias points to an address of others. */
        record Elsewhere(Address address) implements Resolved {}

        /**
         * It leads back to the sender of a mail that was sent on. For notifications alone: what has a sender of its own
         * would be relayed.
         */
        record Back(Address original) implements Resolved {}

        /** Our domain, but nobody there: 550 5.1.1. */
        record Unknown() implements Resolved {}

        /** Disabled by the operator: 550 5.2.1 (RFC 3463 X.2.1). */
        record Disabled() implements Resolved {}

        /** A program of this server has it: see {@link Programs}. It goes by the queue. */
        record Handled() implements Resolved {}

        /** A group to which only some may write, and who this is was not shown: 550 5.7.1. */
        record Closed() implements Resolved {}

        /** Not our domain: relaying is another question. */
        record NotLocal() implements Resolved {}
    }
}
