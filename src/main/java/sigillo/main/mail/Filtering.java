package sigillo.main.mail;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.directory.Recipients.Resolved;
import sigillo.dns.Lookup;
import sigillo.engines.Engines;
import sigillo.filter.Acquaintances;
import sigillo.filter.DnsLists;
import sigillo.filter.Filter;
import sigillo.filter.Learnt;
import sigillo.filter.Reputation;
import sigillo.filter.Wishes;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.sending.Sending;

/** How the filter is put together: which programs are asked, what was learnt, what accounts want, what is known of senders. */
public final class Filtering {
    private Filtering() {}

    public static Filter filter(Config config, Kept kept, Engines engines, Learnt learnt, Wishes wishes, Reputation senders, Sending sending, Optional<Lookup> dns) {
        var filter = new Filter(config.hostname(), config.filter(), engines.all(), learnt, wishes, kept.clock())
            .remembering(senders, new Written(kept.directory(), sending));
        dns.ifPresent(lookup -> filter.asking(new DnsLists(config.filter().lists(), lookup, kept.alarms(), kept.clock())));
        return filter;
    }

    private record Written(Directory directory, Sending sending) implements Acquaintances {
        @Override public boolean hasWrittenTo(AccountId account, Address author) { return sending.hasWrittenTo(account, author); }

        @Override public boolean knows(Address recipient, Address author) { return reaches(directory.resolve(recipient), author); }

        private boolean reaches(Resolved resolved, Address author) {
            return switch (resolved) {
                case Resolved.Local(var account, _, _) -> hasWrittenTo(account, author);
                case Resolved.Several(var targets) -> targets.stream().anyMatch(one -> reaches(one, author));
                case Resolved.Elsewhere _, Resolved.Back _, Resolved.Unknown _, Resolved.Disabled _, Resolved.Handled _, Resolved.Closed _,
                    Resolved.NotLocal _ -> false;
            };
        }
    }
}
