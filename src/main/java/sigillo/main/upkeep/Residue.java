package sigillo.main.upkeep;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.OneByOne;
import sigillo.correspondents.PublishedCertificates;
import sigillo.directory.Directory;
import sigillo.ledger.OwnersLedger;
import sigillo.protectedmail.ProtectedMessages;
import sigillo.vault.Vault;

/**
 * What lies beside an account, each in a place of its own, and goes with it. Whoever writes there looks afterwards
 * whether the account is still in the directory; what a stop between the two, or another server of a cluster, has left
 * of one that is removed is found here, once in a while.
 */
public record Residue(Directory directory, OwnersLedger ledger, Vault vault, PublishedCertificates published,
        ProtectedMessages messages) {

    /** Nothing while the directory is damaged: whose entry cannot be read is no less here. */
    void tidy() {
        var all = new LinkedHashSet<AccountId>(ledger.accounts());
        all.addAll(vault.accounts());
        all.addAll(published.accounts());
        all.addAll(messages.accounts());
        if (all.stream().allMatch(this::isHere)) return;
        directory.changedElsewhere(); // one that another server has made just now is no less here
        if (!directory.damaged().isEmpty()) return;
        OneByOne.each(all.stream().filter(Predicate.not(this::isHere)).toList(), account -> "account " + account,
            this::forget);
    }

    private boolean isHere(AccountId account) { return directory.account(account).isPresent(); }

    /** Each by itself: what cannot be taken away keeps nothing else here. */
    private void forget(AccountId account) {
        var steps = new LinkedHashMap<String, Consumer<AccountId>>();
        steps.put("ledger", ledger::forget);
        steps.put("vault", vault::forget);
        steps.put("certificates", published::forget);
        steps.put("protected messages", messages::forget);
        OneByOne.each(steps.entrySet(), Map.Entry::getKey, step -> step.getValue().accept(account));
    }
}
