package sigillo.delivery;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.base.Octets;

/** Puts what has come into an account, as its level wants it kept. Any thread; blocks for the store. */
final class Keeping {
    private volatile Wrapping wrapping = Wrapping.NONE;

    void wrapping(Wrapping by) { wrapping = by; }

    Deposited keep(Account account, Deposit one) { return keep(account, List.of(one)).getFirst(); }

    /** All in one commit. One message in several mailboxes is encrypted once. */
    List<Deposited> keep(Account account, List<Deposit> all) {
        var wrapped = new IdentityHashMap<Octets, Optional<Wrapped>>();
        try {
            var deposits = all.stream().map(one -> wrapped(account.id(), one, wrapped)).toList();
            return switch (deposits.size()) {
                case 0 -> List.of();
                case 1 -> List.of(account.deposit(deposits.getFirst()));
                default -> account.depositTogether(deposits);
            };
        } finally {
            wrapped.values().forEach(one -> one.ifPresent(Wrapped::close));
        }
    }

    private Deposit wrapped(AccountId account, Deposit one, Map<Octets, Optional<Wrapped>> wrapped) {
        var kept = wrapped.computeIfAbsent(one.content(), content -> wrapping.of(account, content));
        return kept.map(there -> one.of(there.content(), there.text())).orElse(one);
    }
}
